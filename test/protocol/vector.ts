// Requests and products of the wire vectors, as the reader takes them.
import { readFileSync } from 'node:fs'
import type { HttpRequest, Products } from '../../src/protocol/request.ts'

export interface WrittenRequest {
  readonly method: string
  readonly path?: string
  readonly rawQuery?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** A body that is no UTF-8 text. */
  readonly bodyHex?: string
  readonly tls?: boolean
}

/** A vector file beside test/vectors; its shape is the caller's word. */
export function readVectors<T>(path: string): T {
  const parsed: T = JSON.parse(readFileSync(new URL(`../vectors/${path}`, import.meta.url), 'utf8'))
  return parsed
}

export function requestOf(written: WrittenRequest): HttpRequest {
  const headers = new Map(Object.entries(written.headers))
  return {
    method: written.method,
    path: written.path ?? '/',
    rawQuery: written.rawQuery ?? '',
    header: (name) => headers.get(name),
    body: written.bodyHex === undefined ? Buffer.from(written.body ?? '') : Buffer.from(written.bodyHex, 'hex'),
    from: { address: '127.0.0.1', tls: written.tls ?? false },
  }
}

const versions: ReadonlyMap<string, string> = new Map([
  ['2019-01-16', 'cam'],
  ['2018-08-13', 'sts'],
])

export const products: Products = {
  has: (product) => product === 'cam' || product === 'sts',
  byVersion: (version) => versions.get(version),
}
