// Answers of the server itself, outside of the protocol's envelope.
import type { Reply } from '../protocol/door.ts'

export interface TextReply extends Reply {
  readonly body: string
}

/** A short text. */
export function plainReply(status: number, body: string): TextReply {
  const length = String(Buffer.byteLength(body))
  return {
    status,
    headers: ['Content-Type', 'text/plain', 'Cache-Control', 'no-store', 'Content-Length', length],
    body,
  }
}
