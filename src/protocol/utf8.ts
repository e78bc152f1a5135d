// Bytes to text, strictly: what is not UTF-8 is refused, never replaced. Replacement characters would make two texts equal.
import { isUtf8 } from 'node:buffer'
import { apiError } from './api-error.ts'

/** Text of UTF-8 bytes. InvalidParameter if they are none; `place` names them in the message. */
export function utf8Text(bytes: Uint8Array, place: string): string {
  if (!isUtf8(bytes)) throw apiError('InvalidParameter', { wording: 'encoding', place, problem: 'it is not UTF-8' })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

const beyondAscii = /[\u0080-\uffff]/

/** A query string as Node hands it over (one character per byte) as text. */
export function queryText(rawQuery: string): string {
  return beyondAscii.test(rawQuery) ? utf8Text(Buffer.from(rawQuery, 'latin1'), 'query') : rawQuery
}

/** Shortens text from outside for a message. */
export function clip(text: string, charactersMax = 100): string {
  return text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text
}
