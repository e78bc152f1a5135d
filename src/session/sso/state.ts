// What ties an identity provider's answer to the browser that asked for it. Nothing is kept while somebody is away at a
// provider: the request's id holds its end and a code that only the server can make, over the id that the browser has. What
// comes back is used up in the store.
import { createHash } from 'node:crypto'
import type { World } from '../../actions/world.ts'
import { sameText } from '../same-text.ts'

export interface Asked {
  readonly account: number
  /** Where to go afterwards. */
  readonly next: string
  readonly endsMs: number
}

const lastsMs = 10 * 60_000
type Sealing = Pick<World, 'sealer' | 'random'>

function codeOf({ sealer }: Pick<World, 'sealer'>, purpose: string, keyId: string = sealer.keyIds[0]): string {
  return sealer.derive(keyId, `sign-in request/${purpose}`)?.toString('base64url') ?? ''
}

/** The id of a request for this browser: letters, digits, dots, dashes and underscores. */
export function newState(
  world: Sealing,
  visitId: string,
  { account, next }: Omit<Asked, 'endsMs'>,
  nowMs: number,
): string {
  const random = Buffer.from(world.random.bytes(16)).toString('base64url')
  const open = `_${account}.${(nowMs + lastsMs).toString(36)}.${random}.${Buffer.from(next).toString('base64url')}`
  return `${open}.${codeOf(world, `${open}/${visitId}`)}`
}

const statePattern = /^_([1-9]\d{0,14})\.([0-9a-z]{1,12})\.[\w-]{22}\.([\w-]{0,3000})\.[\w-]{43}$/

/** What the id says, not yet believed. `undefined`: none of ours, or too late. */
export function readState(state: string, nowMs: number): Asked | undefined {
  const [, account, ends, next] = statePattern.exec(state) ?? []
  if (account === undefined || ends === undefined || next === undefined) return undefined
  const endsMs = Number.parseInt(ends, 36)
  if (endsMs <= nowMs) return undefined
  return { account: Number(account), endsMs, next: Buffer.from(next, 'base64url').toString('utf8') }
}

/** Whether it was this browser that asked. */
export function isOf(world: Pick<World, 'sealer'>, state: string, visitId: string): boolean {
  const at = state.lastIndexOf('.')
  const [code, purpose] = [state.slice(at + 1), `${state.slice(0, at)}/${visitId}`]
  return world.sealer.keyIds.some((keyId) => sameText(code, codeOf(world, purpose, keyId)))
}

/** What a token must repeat to be the answer to this request. */
export const nonceOf = (world: Pick<World, 'sealer'>, state: string): string => codeOf(world, `nonce/${state}`)

export const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
