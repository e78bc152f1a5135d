// Gathers the body of a request up to a limit. Never holds more than the limit and one chunk.
import type { IncomingMessage } from 'node:http'

const nothing = new Uint8Array(0)
let standIn: Uint8Array | undefined

/** The length that the headers announce; 0 for none, `undefined` when it is not known beforehand (chunked). */
export function announcedBytes(request: IncomingMessage): number | undefined {
  const length = request.headers['content-length']
  if (length !== undefined) return Number(length)
  return request.headers['transfer-encoding'] === undefined ? 0 : undefined
}

/** As many bytes, for a body that announces itself too long: it is refused for its length without reading it. */
function oversized(bytes: number): Uint8Array {
  // Untouched zero pages: made once, takes no memory.
  if (standIn === undefined || standIn.length !== bytes) standIn = new Uint8Array(bytes)
  return standIn
}

/**
 * Calls `done` once: with the whole body, or with one byte more than the limit and `whole: false`. Never calls it when the
 * client goes away first.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  done: (body: Uint8Array, whole: boolean) => void,
): void {
  const announced = announcedBytes(request)
  if (announced === 0) {
    done(nothing, true)
    return
  }
  if (announced !== undefined && announced > bytesMax) {
    done(oversized(bytesMax + 1), false)
    return
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  const take = (chunk: Uint8Array): void => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes <= bytesMax) return
    request.off('data', take).off('end', end)
    done(Buffer.concat(chunks, bytesMax + 1), false)
  }
  const end = (): void => {
    const [first = nothing] = chunks
    done(chunks.length <= 1 ? first : Buffer.concat(chunks, bytes), true)
  }
  request.on('data', take).on('end', end)
}
