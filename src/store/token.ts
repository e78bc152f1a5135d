// Temporary credentials without stored secrets: the secret key is derived from the id, and the token says sealed whose
// session it is. Any node with the master key checks both without a look at the database; whether the session has been
// ended since is the database's to say.
import { type Random, randomText } from '../kernel/random.ts'
import type { SessionKind } from './entities/roles.ts'
import type { Sealer } from './seal.ts'

/** What a token says. */
export interface TokenClaims {
  readonly account: number
  readonly sessionId: string
  readonly expiresMs: number
  readonly kind: SessionKind
  readonly roleId: string | undefined
  readonly name: string
  readonly callerUin: number
  readonly callerAccount: number
  readonly mfa: boolean
}

export interface TemporaryCredential {
  /** `AKID` and 60 characters A-Z a-z 0-9 - _. */
  readonly secretId: string
  readonly secretKey: string
  /** At most 4096 bytes. */
  readonly token: string
}

export interface Tokens {
  /** A new temporary id, 54 characters of it random. */
  newId(random: Random): string
  /** The secret and the token of an id that was never issued before. */
  issue(secretId: string, claims: TokenClaims): TemporaryCredential
  /** The secret key of a temporary id made under one of our master keys, with no token seen; else `undefined`. */
  secretOf(secretId: string): { reveal(): string } | undefined
  /** What the token says; `undefined` where it was altered, or made for another id or under another master key. */
  open(secretId: string, token: string): TokenClaims | undefined
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const markLength = 6
const randomLength = 54
const temporaryId = new RegExp(`^AKID([\\w-]{${markLength}})[\\w-]{${randomLength}}$`)

/** Whether an id has the form of temporary ones, ours or others'. */
export const isTemporaryId = (secretId: string): boolean => temporaryId.test(secretId)

/** `openedMax` bounds the opened tokens in memory. */
export function createTokens(sealer: Sealer, openedMax = 10_000): Tokens {
  const opened = new Map<string, { readonly token: string; readonly claims: TokenClaims }>()
  // The master keys may change while this runs: they are asked for anew when an id is made or unknown.
  let known: readonly string[] = []
  let marks = new Map<string, string>()
  const refresh = (): void => {
    if (sealer.keyIds === known) return
    known = sealer.keyIds
    marks = new Map(known.map((keyId) => [markOf(sealer, keyId), keyId]))
  }
  const keyOf = (secretId: string): string | undefined => {
    const mark = temporaryId.exec(secretId)?.[1]
    if (mark === undefined) return undefined
    if (!marks.has(mark)) refresh()
    return marks.get(mark)
  }
  const secretKey = (keyId: string | undefined, secretId: string): string => {
    const secret = keyId === undefined ? undefined : sealer.derive(keyId, `temporary secret/${secretId}`)
    if (secret === undefined) throw new Error('a temporary id names a master key that is not there')
    return secret.toString('base64url')
  }
  return {
    newId(random) {
      refresh()
      const [mark] = marks.keys()
      return `AKID${mark}${randomText(random, randomLength, alphabet)}`
    },
    issue(secretId, claims) {
      const token = sealer.seal(JSON.stringify(textOf(claims)), contextOf(secretId))
      return { secretId, secretKey: secretKey(keyOf(secretId), secretId), token }
    },
    secretOf(secretId) {
      const keyId = keyOf(secretId)
      return keyId === undefined ? undefined : { reveal: () => secretKey(keyId, secretId) }
    },
    open(secretId, token) {
      const known = opened.get(secretId)
      if (known?.token === token) return known.claims
      const claims = openToken(sealer, secretId, token)
      if (claims === undefined) return undefined
      if (opened.size >= openedMax) opened.delete(opened.keys().next().value ?? '')
      opened.set(secretId, { token, claims })
      return claims
    },
  }
}

/** Which master key an id was made under, told by the key itself: names of keys may coincide. */
function markOf(sealer: Sealer, keyId: string): string {
  return sealer.derive(keyId, 'temporary id')?.toString('base64url').slice(0, markLength) ?? ''
}

/** No account has the number 0, so no stored secret opens as a token and no token as a secret. */
const contextOf = (secretId: string) => ({ account: 0, secretId })

type TokenText = readonly [
  account: number,
  sessionId: string,
  expiresMs: number,
  kind: SessionKind,
  roleId: string | null,
  name: string,
  callerUin: number,
  callerAccount: number,
  mfa: 0 | 1,
]

function textOf(claims: TokenClaims): TokenText {
  const { account, sessionId, expiresMs, kind, roleId, name, callerUin, callerAccount, mfa } = claims
  return [account, sessionId, expiresMs, kind, roleId ?? null, name, callerUin, callerAccount, mfa ? 1 : 0]
}

function openToken(sealer: Sealer, secretId: string, token: string): TokenClaims | undefined {
  if (token.length > 4096 || !isCanonical(token)) return undefined
  try {
    return claimsOf(JSON.parse(sealer.open(token, contextOf(secretId))))
  } catch {
    return undefined
  }
}

/** Base64 has several spellings of the same bytes; only ours is the token. */
function isCanonical(token: string): boolean {
  const [, , ...parts] = token.split('.')
  return parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

const kinds: readonly SessionKind[] = ['role', 'federation', 'mfa', 'console']

function claimsOf(read: unknown): TokenClaims | undefined {
  if (!Array.isArray(read)) return undefined
  const [account, sessionId, expiresMs, kindText, roleId, name, callerUin, callerAccount, mfa]: readonly unknown[] =
    read
  const kind = kinds.find((one) => one === kindText)
  if (kind === undefined || typeof sessionId !== 'string' || typeof name !== 'string') return undefined
  if (typeof account !== 'number' || typeof expiresMs !== 'number') return undefined
  if (typeof callerUin !== 'number' || typeof callerAccount !== 'number') return undefined
  const role = typeof roleId === 'string' ? roleId : undefined
  return { account, sessionId, expiresMs, kind, roleId: role, name, callerUin, callerAccount, mfa: mfa === 1 }
}
