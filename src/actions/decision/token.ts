// Bearer tokens of services that ask for decisions: what one looks like, how it is made and checked. The text is answered
// once, by whoever makes it; the store has a hash of its secret part only.
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Random, randomText } from '../../kernel/random.ts'
import type { DecisionTokenRow, Reads, Writes } from '../../store/store.ts'

/** Longest life that can be asked for: a year. */
export const tokenDaysMax = 366
export const tokenDaysUsual = 90
export const dayMs = 86_400_000

const tokenPattern = /^ocdt\.(\d{1,16})\.([A-Za-z0-9]{12})\.([A-Za-z0-9]{43})$/

/** SHA-256 is enough: the secret has 256 bits of chance, so nothing can be tried out. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export interface TokenGiven {
  readonly account: number
  readonly service: string
  readonly description: string
  readonly days: number
  readonly nowMs: number
}

/** Makes a token and answers its text, which can be had nowhere else afterwards. */
export async function makeDecisionToken(
  store: Pick<Writes, 'decisionTokens'>,
  random: Random,
  { account, service, description, days, nowMs }: TokenGiven,
): Promise<{ readonly token: string; readonly row: DecisionTokenRow }> {
  const [tokenId, secret] = [randomText(random, 12), randomText(random, 43)]
  const times = { createdMs: nowMs, expiresMs: nowMs + days * dayMs }
  const row = { account, tokenId, hash: hashOf(secret), service, description, ...times }
  await store.decisionTokens.insert(row)
  return { token: `ocdt.${account}.${tokenId}.${secret}`, row }
}

/** The row of a token; `undefined` for any text that is not a token in force. */
export async function tokenInForce(
  store: Pick<Reads, 'decisionTokens'>,
  text: string,
  nowMs: number,
): Promise<DecisionTokenRow | undefined> {
  const [, account, tokenId = '', secret = ''] = tokenPattern.exec(text) ?? []
  if (account === undefined || !Number.isSafeInteger(Number(account))) return undefined
  const row = await store.decisionTokens.get(Number(account), tokenId, nowMs)
  if (row === undefined) return undefined
  return timingSafeEqual(Buffer.from(row.hash, 'hex'), Buffer.from(hashOf(secret), 'hex')) ? row : undefined
}
