// A way into the server beside the calls of the API: a path, and one function behind it. Whoever makes a door knows no
// socket; the server knows nothing of what a door means.
import type { Readable } from 'node:stream'
import type { HttpRequest } from './request.ts'

/** What goes back over the socket. */
export interface Reply {
  readonly status: number
  /** Names and values in turn, as `ServerResponse.writeHead` takes them; Content-Length among them. */
  readonly headers: readonly string[]
  readonly body: string | Uint8Array
}

/** An answer that goes back while it arrives from elsewhere. Whoever does not send it must destroy its body. */
export interface StreamedReply extends Omit<Reply, 'body'> {
  readonly body: Readable
}

export interface Door {
  /** The very path, or every path below it where it ends with a slash (`/scim/`). */
  readonly path: string
  /** Longer bodies are answered 413 without reaching the door. */
  readonly bodyBytesMax: number
  /** Takes also what looks like a call of the API, because such requests are asked about here. */
  readonly takesCalls?: true
  /** Never throws for what a client sends: what it throws is a fault of ours, answered 500. */
  respond(request: HttpRequest): Promise<Reply>
}

/** The door that a path leads through; the longest where several would. A request that names an action is a call. */
export function doorOf(doors: readonly Door[], path: string): Door | undefined {
  let found: Door | undefined
  for (const door of doors) {
    const fits = door.path.endsWith('/') ? path.startsWith(door.path) : path === door.path
    if (fits && door.path.length > (found?.path.length ?? 0)) found = door
  }
  return found
}
