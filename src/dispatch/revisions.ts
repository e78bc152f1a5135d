// Revisions at the wire: a write tells at which one it left its account, and a request may ask to be judged by that one or a
// later. Tokens are sealed: nobody can make this server wait for a revision that no server has given, or learn from the wait
// how far an account is.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { apiError } from '../protocol/api-error.ts'
import type { HttpResponse } from '../protocol/response.ts'
import { clip } from '../protocol/utf8.ts'
import type { Sealer } from '../store/seal.ts'
import type { Following } from '../store/store.ts'
import type { Done } from './stages.ts'

/** On answers of writes: the account and its revision, as a text that only servers read. */
export const revisionHeader = 'X-OpenCAM-Revision'
/** On requests: one such text or several, separated by commas; the call sees these changes and all before them. */
export const atLeastHeader = 'X-OpenCAM-At-Least'
const atLeastName = atLeastHeader.toLowerCase()

const tokensMax = 8
const waitMsUsual = 2_000
const macBytes = 16

export interface Revisions {
  /** The token of an account's revision. */
  tokenOf(account: number, revision: number): string
  /** The answer of a call, with the token where the call was a write: a client may send it along with its next calls, to whatever server. */
  told(reply: HttpResponse, done: Pick<Done, 'caller' | 'revision'>): HttpResponse
  /**
   * Waits until calls made here see all that the request asks for. InvalidParameterValue: what it names is no token of ours.
   * ServiceUnavailable: it did not come in time.
   */
  reach(request: Asking): Promise<void> | undefined
}

interface Asking {
  header(name: string): string | undefined
}

interface Named {
  readonly account: number
  readonly revision: number
}

export function createRevisions(sealer: Sealer, following: Following, waitMs = waitMsUsual): Revisions {
  const keys = sealer.keyIds.map((id) => createSecretKey(sealer.derive(id, 'revision token') ?? Buffer.alloc(0)))
  const [current] = keys
  async function wait(text: string): Promise<void> {
    const named = readAll(text, keys)
    for (const { account, revision } of named) {
      if (await following.reach(account, revision, waitMs)) continue
      const problem = `the revision that ${atLeastHeader} names has not come within ${waitMs} ms`
      throw apiError('ServiceUnavailable', { problem })
    }
  }
  const tokenOf = (account: number, revision: number): string => {
    const text = `${account.toString(36)}.${revision.toString(36)}`
    return current === undefined ? text : `${text}.${macOf(text, current).toString('base64url')}`
  }
  return {
    tokenOf,
    told(reply, { caller, revision }) {
      if (revision === undefined) return reply
      return { ...reply, headers: [...reply.headers, revisionHeader, tokenOf(caller.account, revision)] }
    },
    reach(request) {
      const text = request.header(atLeastName)
      return text === undefined ? undefined : wait(text)
    },
  }
}

function readAll(text: string, keys: readonly KeyObject[]): readonly Named[] {
  const tokens = text.split(',').map((token) => token.trim())
  const named = tokens.map((token) => read(token, keys))
  const fit = named.filter((one) => one !== undefined)
  if (fit.length === named.length && named.length <= tokensMax) return fit
  throw apiError('InvalidParameterValue', { name: atLeastHeader, value: clip(text, 100) })
}

function read(token: string, keys: readonly KeyObject[]): Named | undefined {
  const found = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([\w-]{22})$/.exec(token)
  if (found === null) return undefined
  const [, account = '', revision = '', mac = ''] = found
  const given = Buffer.from(mac, 'base64url')
  const made = (key: KeyObject): boolean => timingSafeEqual(macOf(`${account}.${revision}`, key), given)
  if (given.length !== macBytes || !keys.some(made)) return undefined
  return { account: Number.parseInt(account, 36), revision: Number.parseInt(revision, 36) }
}

const macOf = (text: string, key: KeyObject): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, macBytes)
