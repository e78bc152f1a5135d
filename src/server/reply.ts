// What goes back over the socket.

export interface Reply {
  readonly status: number
  /** Names and values in turn, as `ServerResponse.writeHead` takes them; Content-Length among them. */
  readonly headers: readonly string[]
  readonly body: string
}

/** A short text outside of the protocol's envelope. */
export function plainReply(status: number, body: string): Reply {
  const length = String(Buffer.byteLength(body))
  return {
    status,
    headers: ['Content-Type', 'text/plain', 'Cache-Control', 'no-store', 'Content-Length', length],
    body,
  }
}
