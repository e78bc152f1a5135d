// What the server takes from a connection before it hangs up. Arguments of the server, so that tests can make them tiny.
import { postBytesMax } from '../protocol/request.ts'

export interface ServerLimits {
  /** Bytes of request line and headers together; over it the answer is 431. Well over the protocol's own 32 KB for a
   * GET, so that what exceeds that gets its documented error in an envelope. */
  readonly headerBytesMax: number
  /** Below 2,000: beyond that Node drops headers without a word. */
  readonly headerCountMax: number
  /** Bytes of a body that is read whole. Of a longer one a byte more is handed on: the protocol refuses it for its length. */
  readonly bodyBytesMax: number
  /** Time for a request's headers, and for all of it. */
  readonly headersMs: number
  readonly requestMs: number
  /** How long a connection may lie idle between requests, and without any byte in either direction during one. */
  readonly idleMs: number
  readonly silentMs: number
  /** How often the times above are looked at. */
  readonly checkEveryMs: number
  /** How long the rest of a body that was refused is read and thrown away, so that the client gets to see the answer. */
  readonly lingerMs: number
  /** Connections at a time: on one more the answer is 503. */
  readonly connectionsMax: number
  /** Bytes of bodies that are held at a time: of a request beyond it the answer is 503. */
  readonly bodiesBytesMax: number
  /** How long calls under way may take to finish when the server closes. */
  readonly drainMs: number
}

export const serverLimits: ServerLimits = {
  headerBytesMax: 128 * 1024,
  headerCountMax: 200,
  bodyBytesMax: postBytesMax,
  headersMs: 15_000,
  requestMs: 60_000,
  idleMs: 75_000,
  silentMs: 120_000,
  checkEveryMs: 2_000,
  lingerMs: 3_000,
  connectionsMax: Number.POSITIVE_INFINITY,
  bodiesBytesMax: Number.POSITIVE_INFINITY,
  drainMs: 10_000,
}
