// multipart/form-data bodies as parameters. Parts are text, or JSON where they say so; no action takes binary data.
import { type ApiError, apiError } from './api-error.ts'
import type { RawObject, RawValue } from './call.ts'
import { nest } from './flattened.ts'
import { readJson } from './json-body.ts'
import { utf8Text } from './utf8.ts'

export const partsMax = 1_000
const partHeaderBytesMax = 4_096

const boundaryPattern = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;,"]{1,70}))/i
const namePattern = /;\s*name="([^"\r\n]*)"/i

/** Parameters of a multipart body; InvalidRequest if it cannot be taken apart. */
export function readMultipart(contentType: string, body: Uint8Array): RawObject {
  const match = boundaryPattern.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw fault('the content-type names no boundary')
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const pairs: (readonly [string, RawValue])[] = []
  // A client without parameters may send no part at all.
  if (bytes.length === 0) return nest(pairs)
  const opening = Buffer.from(`--${boundary}`, 'latin1')
  if (!bytes.subarray(0, opening.length).equals(opening)) throw fault('it does not begin with the boundary')
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  let at = opening.length
  while (!isClosing(bytes, at)) {
    if (bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a) throw fault('a boundary is not followed by a line end')
    const end = bytes.indexOf(delimiter, at)
    if (end === -1) throw fault('the closing boundary is missing')
    if (pairs.length === partsMax) throw fault(`it has more than ${partsMax} parts`)
    pairs.push(readPart(bytes.subarray(at + 2, end)))
    at = end + delimiter.length
  }
  return nest(pairs)
}

function isClosing(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x2d && bytes[at + 1] === 0x2d
}

function readPart(part: Buffer): readonly [string, RawValue] {
  const headerEnd = part.subarray(0, partHeaderBytesMax).indexOf('\r\n\r\n')
  if (headerEnd === -1) throw fault('the headers of a part have no end')
  const lines = utf8Text(part.subarray(0, headerEnd), 'part header').split('\r\n')
  const disposition = headerOf(lines, 'content-disposition')
  const name = disposition === undefined ? undefined : namePattern.exec(disposition)?.[1]
  if (!/^form-data\s*(;|$)/i.test(disposition ?? '')) throw fault('a part is no form-data')
  if (name === undefined || name === '' || name.includes('\0')) throw fault('a part has no name')
  const text = utf8Text(part.subarray(headerEnd + 4), `part \`${name}\``)
  if (text.includes('\0')) throw fault(`the part \`${name}\` contains a NUL`)
  const isJson = /^application\/json\b/i.test(headerOf(lines, 'content-type') ?? '')
  return [name, isJson ? readJson(text) : text]
}

function headerOf(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((text) => text.slice(0, name.length + 1).toLowerCase() === `${name}:`)
  return line?.slice(name.length + 1).trim()
}

function fault(problem: string): ApiError {
  return apiError('InvalidRequest', { problem })
}
