// JSON of keys and tokens, read strictly: UTF-8 only, no name twice, so that no two readers see two documents.
import { ApiError } from '../../protocol/api-error.ts'
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { readJson } from '../../protocol/json-body.ts'

export function isObject(value: RawValue): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value of a JSON text, or what is wrong with it. */
export function readStrictJson(text: string): { readonly value: RawValue } | { readonly problem: string } {
  try {
    return { value: readJson(text) }
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.detail['problem'] ?? '' }
    throw error
  }
}

/** The JSON object that the bytes are, or `undefined`. */
export function readObject(bytes: Buffer): RawObject | undefined {
  const text = readUtf8(bytes)
  const read = text === undefined ? undefined : readStrictJson(text)
  return read !== undefined && 'value' in read && isObject(read.value) ? read.value : undefined
}

/** Text of UTF-8 bytes, a byte order mark kept as the character that it is; `undefined` for other bytes. */
export function readUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
