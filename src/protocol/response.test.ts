import { describe, expect, test } from 'vitest'
import { apiError } from './api-error.ts'
import { type Manner, refuse, respond, responseBytesMax } from './response.ts'

const manner: Manner = { requestId: '3f1c', language: 'en-US', traceId: undefined }

describe('respond', () => {
  test('puts the result into the envelope', () => {
    expect(respond({ Uin: 1, Name: '中', None: null, List: [] }, manner)).toEqual({
      status: 200,
      headers: ['Content-Type', 'application/json', 'Content-Length', '76'],
      body: '{"Response":{"Uin":1,"Name":"中","None":null,"List":[],"RequestId":"3f1c"}}',
      code: undefined,
    })
    expect(respond({}, manner).body).toBe('{"Response":{"RequestId":"3f1c"}}')
  })

  test('echoes the trace', () => {
    expect(respond({}, { ...manner, traceId: 't' }).headers.slice(-2)).toEqual(['X-TC-TraceId', 't'])
  })

  test('refuses an answer that is too large', () => {
    const room = responseBytesMax - respond({ A: '' }, manner).body.length
    expect(respond({ A: 'x'.repeat(room) }, manner).code).toBeUndefined()
    const answer = respond({ A: 'x'.repeat(room + 1) }, manner)
    expect(answer.code).toBe('ResponseSizeLimitExceeded')
    expect(answer.body).toContain('`10485760` bytes')
  })
})

describe('refuse', () => {
  test('gives code and text in the language', () => {
    const answer = refuse(apiError('MissingParameter', { name: 'Name' }), {
      ...manner,
      language: 'zh-CN',
      traceId: 't',
    })
    expect(answer.code).toBe('MissingParameter')
    expect(JSON.parse(answer.body)).toEqual({
      Response: { Error: { Code: 'MissingParameter', Message: '请求缺少必要参数 `Name`。' }, RequestId: '3f1c' },
    })
    expect(answer.headers).toEqual([
      'Content-Type',
      'application/json',
      'Content-Length',
      String(Buffer.byteLength(answer.body)),
      'X-TC-TraceId',
      't',
    ])
  })

  test('tells nothing of what is no ApiError', () => {
    for (const fault of [new Error('password of the database'), 'text', undefined, { code: 'MissingParameter' }]) {
      const answer = refuse(fault, manner)
      expect(answer.code).toBe('InternalError')
      expect(answer.body).not.toContain('database')
    }
  })
})
