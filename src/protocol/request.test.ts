// The reader's limits and choices that the wire vectors (test/protocol) do not show.
import { describe, expect, test } from 'vitest'
import {
  getBytesMax,
  type HttpRequest,
  mannerOf,
  type Products,
  postBytesMax,
  postFormBytesMax,
  readRequest,
} from './request.ts'

const products: Products = { has: (product) => product === 'cam', byVersion: () => 'cam' }
const context = { requestId: 'r', nowMs: 5, products }
const zeros = '0'.repeat(64)
const authorization = `TC3-HMAC-SHA256 Credential=id/2023-11-14/cam/tc3_request, SignedHeaders=content-type;host, Signature=${zeros}`

function requestWith(given: Partial<Omit<HttpRequest, 'header'>>, headers: Record<string, string> = {}): HttpRequest {
  const all: Record<string, string> = {
    host: 'localhost',
    'content-type': 'application/json',
    'x-tc-action': 'GetUser',
    'x-tc-version': '2019-01-16',
    'x-tc-timestamp': '1700000000',
    authorization,
    ...headers,
  }
  return {
    method: 'POST',
    path: '/',
    rawQuery: '',
    header: (name) => all[name],
    body: Buffer.from('{}'),
    from: { address: '::1', tls: true },
    ...given,
  }
}

const read = (given: Partial<Omit<HttpRequest, 'header'>>, headers?: Record<string, string>) =>
  readRequest(requestWith(given, headers), context)

describe('sizes', () => {
  const tooLarge = (limit: number) =>
    expect.objectContaining({ code: 'RequestSizeLimitExceeded', detail: { limit: String(limit) } })

  test('a GET of 32 KB', () => {
    const fits = `Name=${'a'.repeat(getBytesMax - 6)}`
    const get = { method: 'GET', body: Buffer.alloc(0) }
    expect(read({ ...get, rawQuery: fits }).parameters['Name']).toHaveLength(getBytesMax - 6)
    expect(() => read({ ...get, rawQuery: `${fits}a` })).toThrow(tooLarge(getBytesMax))
  })

  test('a POST of 10 MB, and one byte more', () => {
    const body = Buffer.alloc(postBytesMax, ' ')
    body.write('{"Name":"a"}')
    expect(read({ body }).parameters).toEqual(Object.assign(Object.create(null), { Name: 'a' }))
    expect(() => read({ body: Buffer.alloc(postBytesMax + 1, ' ') })).toThrow(tooLarge(postBytesMax))
  })

  test('a form of 1 MB', () => {
    const form: HttpRequest = {
      ...requestWith({ body: Buffer.alloc(postFormBytesMax + 1, 'a') }),
      header: (name) => (name === 'content-type' ? 'application/x-www-form-urlencoded' : undefined),
    }
    expect(() => readRequest(form, context)).toThrow(tooLarge(postFormBytesMax))
  })

  test('too many parameters', () => {
    const rawQuery = Array.from({ length: 5_000 }, (_, index) => `${index.toString(36)}=`).join('&')
    expect(rawQuery.length).toBeLessThan(getBytesMax)
    expect(Object.keys(read({ method: 'GET', rawQuery }).parameters)).toHaveLength(5_000)
    const body = Buffer.from(Array.from({ length: 10_001 }, (_, index) => `${index}=`).join('&'))
    expect(() => read({ body }, { 'content-type': 'application/x-www-form-urlencoded' })).toThrow('InvalidParameter')
  })
})

describe('what is read', () => {
  test('an empty body counts as no parameters', () => {
    expect(read({ body: Buffer.alloc(0) }).parameters).toEqual(Object.create(null))
  })

  test('null stays null, for the shapes to take as absent', () => {
    expect(read({ body: Buffer.from('{"Name":null}') }).parameters['Name']).toBeNull()
  })

  test('common names in the body of a TC3 request are parameters like others', () => {
    expect(Object.keys(read({ body: Buffer.from('{"Action":"X","Version":"Y"}') }).parameters)).toEqual([
      'Action',
      'Version',
    ])
  })

  test('raw UTF-8 in a query is read as UTF-8', () => {
    const rawQuery = Buffer.from('Name=中文').toString('latin1')
    expect(read({ method: 'GET', rawQuery }).parameters['Name']).toBe('中文')
  })

  test('empty pairs are passed over', () => {
    expect(Object.keys(read({ method: 'GET', rawQuery: '&&Name=a&' }).parameters)).toEqual(['Name'])
  })

  test('a form with TC3 headers', () => {
    const call = read(
      { body: Buffer.from('Info.0.Uid=1') },
      { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    )
    expect(JSON.stringify(call.parameters)).toBe('{"Info":[{"Uid":"1"}]}')
    expect(call.claim.kind).toBe('tc3')
  })

  test('multipart with text, JSON and flattened names', () => {
    const part = (head: string, text: string): string => `--b\r\n${head}\r\n\r\n${text}\r\n`
    const body = Buffer.from(
      `${part('content-disposition: form-data; name="Name"', 'a\r\n--c\r\n中')}${part(
        'Content-Disposition: form-data; name="List"\r\nContent-Type: application/json',
        '[{"a":1}]',
      )}${part('Content-Disposition: form-data; name="Info.0.Uid"; filename="Info"', '')}--b--\r\nepilogue`,
    )
    const call = read({ body }, { 'content-type': 'multipart/form-data; charset=utf-8; boundary="b"' })
    expect(JSON.stringify(call.parameters)).toBe('{"Name":"a\\r\\n--c\\r\\n中","List":[{"a":1}],"Info":[{"Uid":""}]}')
    expect(read({ body: Buffer.alloc(0) }, { 'content-type': 'multipart/form-data; boundary=b' }).parameters).toEqual(
      Object.create(null),
    )
  })

  test('origin and moment are passed on', () => {
    expect(read({})).toMatchObject({ requestId: 'r', receivedMs: 5, from: { address: '::1', tls: true } })
  })
})

describe('manner', () => {
  test('comes from headers alone', () => {
    expect(mannerOf(requestWith({ method: 'PUT' }, { 'x-tc-language': 'zh-CN', 'x-tc-traceid': 'abc' }), 'r')).toEqual({
      requestId: 'r',
      language: 'zh-CN',
      traceId: 'abc',
    })
  })

  test('a language that is not known is English, a trace that is not plain is dropped', () => {
    for (const trace of ['', 'a b', 'é', 'x'.repeat(129)]) {
      expect(mannerOf(requestWith({}, { 'x-tc-language': 'fr', 'x-tc-traceid': trace }), 'r')).toEqual({
        requestId: 'r',
        language: 'en-US',
        traceId: undefined,
      })
    }
  })
})
