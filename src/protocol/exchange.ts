// A request that is still on its socket, with what is needed to answer it. For whoever reads a body while it arrives;
// everybody else is handed whole requests.
import type { Readable } from 'node:stream'
import type { Reply, StreamedReply } from './door.ts'
import type { HttpHead } from './request.ts'

export interface Exchange {
  readonly head: HttpHead
  /** The body's bytes; nobody has touched them yet. */
  readonly body: Readable
  /** As announced; `undefined` when that is not known beforehand. */
  readonly announcedBytes: number | undefined
  /** Answers, once. `whole`: the body was read to its end. */
  reply(reply: Reply | StreamedReply, whole: boolean): void
  /** A fault of ours: reported, and answered without detail. */
  fail(fault: unknown): void
}
