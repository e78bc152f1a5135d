// Bodies of requests read whole, up to a bound: a signature covers every byte, so nothing can be judged before the last.
import type { Readable } from 'node:stream'

/** The bytes of a stream of Node; `undefined` where there are more than allowed. */
export async function readStream(stream: Readable, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream) {
    const part: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    bytes += part.length
    if (bytes > bytesMax) return undefined
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}

/** The same of a body of the Fetch API. */
export async function readWeb(body: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<Buffer | undefined> {
  if (body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The JSON in a body; `undefined` where it is none. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
