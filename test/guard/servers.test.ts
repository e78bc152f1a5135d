// The official client library against a service of one's own, behind the guard in every kind of server that it is made for.
import { Agent } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localEngine, remoteEngine } from '../../src/guard/index.ts'
import { allow, deny, type Identity } from '../api/harness.ts'
import { type RunningService, services } from './services.ts'
import { type GuardWorld, notesGuard, openGuardWorld } from './world.ts'

// The library looks for a proxy by itself; to a server on this machine there is no way through one.
delete process.env['http_proxy']

const require = createRequire(import.meta.url)
type Common = new (
  endpoint: string,
  version: string,
  config: object,
) => { request(action: string, parameters: object, options?: object): Promise<Record<string, unknown>> }
const { CommonClient } = require('tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js') as {
  CommonClient: Common
}

let world: GuardWorld
let ann: Identity
beforeAll(async () => {
  world = await openGuardWorld()
  const local = {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'notes:ListNotes',
        resource: '*',
        condition: { ip_equal: { 'qcs:ip': '127.0.0.0/8' } },
      },
    ],
  }
  ann = await world.user(
    'ann',
    allow(['notes:ReadNote', 'notes:WriteNote'], 'qcs::notes:::note/*'),
    deny('notes:WriteNote', 'qcs::notes:::note/fixed'),
    local,
  )
})
afterAll(() => world.close())

/** Stands in for a name in DNS. */
type Found = (error: null, address: string | { address: string; family: number }[], family?: number) => void
const agent = new Agent({
  lookup: (_: string, options: { all?: boolean }, done: Found) =>
    options.all === true ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
} as ConstructorParameters<typeof Agent>[0])

function clientOf(port: number, by: Identity, reqMethod: 'POST' | 'GET') {
  const { secretId, secretKey } = by
  const httpProfile = { protocol: 'http://', endpoint: `notes.test:${port}`, reqMethod, agent }
  return new CommonClient(`notes.test:${port}`, '2026-01-01', {
    credential: { secretId, secretKey },
    region: '',
    profile: { signMethod: 'TC3-HMAC-SHA256', httpProfile },
  })
}

const engines = () => {
  const options = { endpoint: world.started.server.url, credential: world.key, service: 'notes' }
  return [localEngine(options), remoteEngine(options)] as const
}

describe.each(services)('%s', (_, start) => {
  let running: RunningService[] = []
  beforeAll(async () => {
    running = await Promise.all(engines().map((engine) => start(notesGuard(engine, { bodyBytesMax: 4096 }))))
  })
  afterAll(async () => {
    for (const service of running) await service.close()
  })

  /** The answer of each engine's service, which must be the same. */
  async function call(
    by: Identity,
    action: string,
    body: object,
    reqMethod: 'POST' | 'GET' = 'POST',
  ): Promise<unknown> {
    const answers = []
    for (const { port } of running) {
      const answer = clientOf(port, by, reqMethod).request(action, body)
      answers.push(
        await answer.then(
          ({ Uin, Given }) => ({ Uin, Given }),
          (error: { code: string }) => error.code,
        ),
      )
    }
    expect(answers[1]).toEqual(answers[0])
    return answers[0]
  }

  test('the library’s calls arrive, bodies and all', async () => {
    const body = { Id: 'a', Text: 'Grüße, 世界 \u{1f600}' }
    expect(await call(ann, 'WriteNote', body)).toEqual({ Uin: ann.uin, Given: body })
    expect(await call(ann, 'ListNotes', {}, 'GET')).toEqual({ Uin: ann.uin, Given: null })
  })

  test('the library hears of refusals as of those of the cloud', async () => {
    expect(await call(ann, 'WriteNote', { Id: 'fixed' })).toBe('AuthFailure.UnauthorizedOperation')
    expect(await call({ ...ann, secretKey: 'x' }, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.SignatureFailure')
    expect(await call({ ...ann, secretId: 'AKIDnobody' }, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.SecretIdNotFound')
    expect(await call(ann, 'Nothing', {})).toBe('InvalidAction')
  })

  test('nothing gets through unsigned, and nothing that is too long', async () => {
    for (const { port } of running) {
      const post = (body: string) =>
        fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
      expect(await (await post('{}')).json()).toMatchObject({ Response: { Error: { Code: 'MissingParameter' } } })
      const long = await post(JSON.stringify({ Id: 'x'.repeat(5000) }))
      expect(await long.json()).toMatchObject({ Response: { Error: { Code: 'RequestSizeLimitExceeded' } } })
    }
  })

  test('a body that comes in pieces is judged whole', async () => {
    for (const { port } of running) {
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1')
        let text = ''
        socket.on('data', (chunk) => {
          text += chunk.toString()
          if (text.includes('RequestId')) socket.destroy()
        })
        socket.once('error', reject)
        socket.once('close', () => resolve(text))
        socket.write(
          'POST / HTTP/1.1\r\nHost: notes.test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n',
        )
        socket.write('X-TC-Timestamp: 1\r\nAuthorization: TC3-HMAC-SHA256 x\r\n\r\n2\r\n{"\r\n')
        setImmediate(() => socket.write('7\r\nId":""}\r\n0\r\n\r\n'))
      })
      expect(answer).toContain('AuthFailure.InvalidAuthorization')
    }
  })
})

test('denials over plain HTTP have its statuses', async () => {
  const [, startNode] = services[0]
  const service = await startNode(notesGuard(engines()[0], { denials: 'http' }))
  const reply = await fetch(`http://127.0.0.1:${service.port}/`, { method: 'POST', body: '{}' })
  expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'TC3-HMAC-SHA256'])
  await service.close()
})
