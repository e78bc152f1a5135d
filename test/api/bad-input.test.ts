// Bad input, signed and unsigned: each gets its documented error, the server stays up, and nothing of it remains.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Form, readAnswer } from '../../src/client/call.ts'
import { type HttpServer, serveHttp } from '../../src/server/http.ts'
import type { ServerLimits } from '../../src/server/limits.ts'
import { signTc3 } from '../../src/signing/index.ts'
import { allow, asHttp, type Harness, openHarness } from './harness.ts'

let server: Harness
/** For clients that never come to an end: its patience is short. */
let http: HttpServer
/** For bodies that come whole, however busy the machine is. */
let patient: HttpServer

const serve = (limits: Partial<ServerLimits>): Promise<HttpServer> =>
  serveHttp({
    host: '127.0.0.1',
    port: 0,
    respond: server.respond,
    ready: () => server.world.store.ready(),
    onFault: (fault) => {
      throw fault
    },
    limits,
  })
beforeAll(async () => {
  server = await openHarness()
  http = await serve({ headersMs: 150, requestMs: 300, silentMs: 300, checkEveryMs: 50, lingerMs: 100 })
  patient = await serve({})
})
afterAll(async () => {
  await http.close()
  await patient.close()
  await server.close()
})

/** The account's revision: it moves with every committed change and with nothing else. */
const revision = async (): Promise<number | undefined> => server.world.store.revision(server.root.account)

/** A signed POST with any bytes at all as its body. */
async function post(
  body: Uint8Array | string,
  action = 'CreateGroup',
  contentType = 'application/json',
): Promise<string> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const timestamp = Math.floor(server.clock() / 1000)
  const callee = { host: 'cam.tencentcloudapi.com', action, version: '2019-01-16', service: 'cam' }
  const headers = signTc3({ ...callee, method: 'POST', contentType, body: bytes }, server.root, timestamp)
  const before = await revision()
  const answer = readAnswer((await server.respond(asHttp({ method: 'POST', query: '', headers, body: bytes }))).body)
  if (answer.Error !== undefined) expect(await revision()).toBe(before)
  return answer.Error?.Code ?? 'ok'
}

describe('bodies', () => {
  const deep = (levels: number): string => `{"GroupName":${'['.repeat(levels)}${']'.repeat(levels)}}`
  const cases: readonly (readonly [name: string, body: Uint8Array | string, code: string])[] = [
    ['malformed JSON', '{"GroupName":', 'InvalidParameter'],
    ['JSON with a trailing comma', '{"GroupName":"a",}', 'InvalidParameter'],
    ['JSON with a comment', '{"GroupName":"a"/* */}', 'InvalidParameter'],
    ['a list instead of an object', '["GroupName"]', 'InvalidParameter'],
    ['a number instead of an object', '1', 'InvalidParameter'],
    ['a depth of a hundred', deep(100), 'InvalidParameter'],
    ['a depth of a hundred thousand', deep(100_000), 'InvalidParameter'],
    ['a name given twice', '{"GroupName":"a","GroupName":"b"}', 'InvalidParameter'],
    ['a name given twice, once escaped', '{"GroupName":"a","Group\\u004eame":"b"}', 'InvalidParameter'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 'InvalidParameter'],
    ['overlong UTF-8', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]), 'InvalidParameter'],
    ['a lone surrogate', '{"GroupName":"\\ud800"}', 'InvalidParameter'],
    ['NUL in a text', '{"GroupName":"a\\u0000b"}', 'InvalidParameter'],
    ['NUL in a name', '{"Group\\u0000Name":"a"}', 'InvalidParameter'],
    ['a text where an integer belongs', '{"GroupName":"a","Remark":{}}', 'InvalidParameter'],
    ['a boolean for a text', '{"GroupName":true}', 'InvalidParameter'],
    ['a huge text', JSON.stringify({ GroupName: 'x'.repeat(1_000_000) }), 'InvalidParameter.ParamError'],
    ['one byte over ten megabytes', Buffer.alloc(10_485_761, 0x20), 'RequestSizeLimitExceeded'],
  ]
  test.each(cases)('%s', async (_, body, code) => {
    expect(await post(body)).toBe(code)
  })

  test('a content type that is no form of the protocol', async () => {
    expect(await post('GroupName: a', 'CreateGroup', 'text/yaml')).toBe('InvalidParameter')
  })

  test('a multipart body without its end', async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="GroupName"\r\n\r\na\r\n'
    expect(await post(body, 'CreateGroup', 'multipart/form-data; boundary=b')).toBe('InvalidRequest')
  })
})

describe('integers', () => {
  test.each([
    '9007199254740993',
    '1e400',
    '-9007199254740993',
    '1.5',
    '"9007199254740993"',
    '"0x10"',
    '" 1"',
    '""',
    'true',
  ])('%s as a number of a group', async (value) => {
    expect(await post(`{"GroupId":${value}}`, 'GetGroup')).toBe('InvalidParameter')
  })
})

describe('names that JavaScript knows', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']
  test.each(names)('%s as a parameter is unknown, nested or not', async (name) => {
    expect(await post(`{"GroupName":"a",${JSON.stringify(name)}:{"polluted":1}}`)).toBe('UnknownParameter')
    expect(await post(`{"Info":[{"GroupId":1,${JSON.stringify(name)}:1}]}`, 'AddUserToGroup')).toBe('UnknownParameter')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test.each(names)('%s is a name like any other for a user, a group, a policy and a tag', async (name) => {
    await server.ok('AddUser', { Name: name })
    expect((await server.ok('GetUser', { Name: name }))['Name']).toBe(name)
    const { GroupId } = await server.ok('CreateGroup', { GroupName: name })
    expect((await server.ok('GetGroup', { GroupId }))['GroupName']).toBe(name)
    const policy = {
      PolicyName: name,
      PolicyDocument: JSON.stringify(allow('cam:GetUser')),
      Tags: [{ Key: name, Value: name }],
    }
    const { PolicyId } = await server.ok('CreatePolicy', policy)
    expect((await server.ok('GetPolicy', { PolicyId }))['Tags']).toEqual([{ Key: name, Value: name }])
    await server.ok('DeleteUser', { Name: name })
  })

  test('such a name as an action, a version, a product or a key is unknown', async () => {
    for (const name of names) {
      await server.refused('InvalidAction', name)
      await server.refused('NoSuchVersion', 'ListUsers', {}, { version: name })
      await server.refused('NoSuchProduct', 'ListUsers', {}, { host: `${name}.tencentcloudapi.com` })
      await server.refused('AuthFailure.SecretIdNotFound', 'ListUsers', {}, { as: { ...server.root, secretId: name } })
    }
  })
})

describe('queries', () => {
  async function get(query: string): Promise<string> {
    const timestamp = Math.floor(server.clock() / 1000)
    const callee = { host: 'cam.tencentcloudapi.com', action: 'ListGroups', version: '2019-01-16', service: 'cam' }
    const contentType = 'application/x-www-form-urlencoded'
    const headers = signTc3(
      { ...callee, method: 'GET', query, contentType, body: new Uint8Array() },
      server.root,
      timestamp,
    )
    const reply = await server.respond(asHttp({ method: 'GET', query, headers, body: new Uint8Array() }))
    return readAnswer(reply.body).Error?.Code ?? 'ok'
  }
  test.each([
    ['a percent sign alone', 'Keyword=%', 'InvalidParameter'],
    ['a percent sign with one digit', 'Keyword=%4', 'InvalidParameter'],
    ['a percent sign with other letters', 'Keyword=%zz', 'InvalidParameter'],
    ['encoded bytes that are not UTF-8', 'Keyword=%ff%fe', 'InvalidParameter'],
    ['a pair without its sign', 'Keyword', 'InvalidParameter'],
    ['a parameter given twice', 'Page=1&Page=2', 'InvalidParameter'],
    ['an index out of all bounds', 'Keyword.999999999=a', 'InvalidParameter'],
    ['a list that is also an object', 'Keyword.0=a&Keyword.b=c', 'InvalidParameter'],
    ['more than 32 KB', `Keyword=${'a'.repeat(32_768)}`, 'RequestSizeLimitExceeded'],
    ['a good one', 'Page=1&Rp=2', 'ok'],
  ])('%s', async (_, query, code) => {
    expect(await get(query)).toBe(code)
  })
})

describe('moments', () => {
  test.each([-301, 301, -86_400, 86_400 * 365 * 1000])('%i seconds off', async (seconds) => {
    const now = server.clock()
    for (const form of ['tc3-json', 'tc3-get', 'v1-get', 'v1-form'] satisfies Form[]) {
      const body = signedAt(Math.floor(now / 1000) + seconds, form)
      expect((await body).Error?.Code).toBe('AuthFailure.SignatureExpire')
    }
  })
  async function signedAt(timestamp: number, form: Form) {
    const { buildCall } = await import('../../src/client/call.ts')
    const target = { host: 'cam.tencentcloudapi.com', product: 'cam', version: '2019-01-16', action: 'ListUsers', form }
    return readAnswer((await server.respond(asHttp(buildCall(target, {}, server.root, { timestamp, nonce: 7 })))).body)
  }
})

describe('policies', () => {
  const policyOf = (length: number): string => {
    const document = (filler: string): string => JSON.stringify(allow('cos:GetObject', `qcs::cos:::${filler}`))
    return document('x'.repeat(length - document('').length))
  }
  test('of 6144 characters is taken, of 6145 refused', async () => {
    await server.ok('CreatePolicy', { PolicyName: 'longest', PolicyDocument: policyOf(6144) })
    const before = await revision()
    const tooLong = { PolicyName: 'too-long', PolicyDocument: policyOf(6145) }
    await server.refused('InvalidParameter.PolicyDocumentLengthOverLimit', 'CreatePolicy', tooLong)
    expect(await revision()).toBe(before)
  })
  test('a statement that names what JavaScript knows is refused, not obeyed', async () => {
    const text =
      '{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*","__proto__":{"effect":"deny"}}]}'
    await server.refused('InvalidParameter.StatementError', 'CreatePolicy', {
      PolicyName: 'proto',
      PolicyDocument: text,
    })
  })
})

describe('sockets', () => {
  /** Writes the chunks, then waits until the server has said all it wants to. */
  function talk(chunks: readonly string[], { half = false, to = http } = {}): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect({ port: to.port, host: '127.0.0.1', allowHalfOpen: true })
      let heard = ''
      socket.setEncoding('latin1')
      socket.on('data', (chunk) => {
        heard += String(chunk)
      })
      socket.on('error', () => {})
      socket.on('end', () => socket.end())
      socket.on('close', () => resolve(heard))
      for (const chunk of chunks) socket.write(chunk)
      if (half) socket.end()
    })
  }
  const alive = async (): Promise<void> => {
    const reply = await fetch(`http://127.0.0.1:${http.port}/healthz`)
    expect(reply.status).toBe(200)
  }

  test('a flood of headers is refused', async () => {
    const flood = Array.from({ length: 5_000 }, (_, index) => `X-Flood-${index}: 1\r\n`).join('')
    expect(await talk([`GET / HTTP/1.1\r\nHost: a\r\n${flood}Connection: close\r\n\r\n`])).toMatch(/^HTTP\/1\.1 4/)
    await alive()
  })

  test('headers that never end are hung up on', async () => {
    await talk(['GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '])
    await alive()
  })

  test('a body that never comes is hung up on', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n'
    await talk([head, '{"a"'])
    await alive()
  })

  test('a client that closes its side after the request is still answered', async () => {
    const heard = await talk(['GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'], { half: true })
    expect(heard).toContain('"Response"')
    await alive()
  })

  test('a body of ten megabytes and a byte is refused in the envelope', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10485761\r\n\r\n'
    expect(await talk([head, ' '.repeat(10_485_761)], { to: patient })).toContain('RequestSizeLimitExceeded')
    await alive()
  })

  test('bytes that are no HTTP are hung up on', async () => {
    await talk(['\u0016\u0003\u0001\u0002\u0000\u0001'])
    await alive()
  })

  test('other methods are refused in the envelope', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const reply = await fetch(`http://127.0.0.1:${http.port}/`, { method })
      expect(reply.status).toBe(200)
      expect(await reply.text()).toContain('UnsupportedProtocol')
    }
  })
})
