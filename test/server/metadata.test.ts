import { describe, expect, onTestFinished, test } from 'vitest'
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import type { HttpRequest } from '../../src/protocol/request.ts'
import {
  type CredentialSource,
  metadataHost,
  metadataReply,
  type ServedRole,
  serveMetadata,
} from '../../src/server/metadata.ts'
import { temporaryFolder } from './cli.ts'
import { line } from './raw.ts'

const folder = '/latest/meta-data/cam/security-credentials/'
const expiresMs = Date.UTC(2026, 0, 2, 5, 4, 5, 678)
const credential: CredentialSource = async ({ account, name }) =>
  name === 'unmade' ? undefined : { secretId: `id-${account}-${name}`, secretKey: 'key', token: 'token', expiresMs }
const roles: readonly ServedRole[] = [
  { account: 1, name: 'Worker' },
  { account: 2, name: 'a+b=c,d.e@f-g_h' },
  { account: 1, name: 'unmade' },
]

const request = (path: string, headers: Record<string, string> = {}, method = 'GET'): HttpRequest => {
  const sent = new Map(Object.entries({ host: metadataHost, ...headers }))
  const from = { address: '127.0.0.1', tls: false }
  return { method, path, rawQuery: '', header: (name) => sent.get(name), body: Buffer.alloc(0), from }
}
const ask = (path: string, headers?: Record<string, string>, method?: string) =>
  metadataReply({ roles, credential }, request(path, headers, method))

describe('what is asked of an instance', () => {
  test('the role: one name and nothing else, with the slash at the end and without', async () => {
    for (const path of [folder, folder.slice(0, -1)]) {
      expect(await ask(path)).toMatchObject({ status: 200, body: 'Worker' })
    }
    expect((await metadataReply({ roles: [], credential }, request(folder))).status).toBe(404)
  })

  test('its credential, with the members that client libraries read', async () => {
    const { status, headers, body } = await ask(`${folder}Worker`)
    expect(status).toBe(200)
    expect(headers).toContain('application/json')
    expect(headers).toContain('no-store')
    expect(headers.join().toLowerCase()).not.toContain('access-control')
    expect(JSON.parse(body)).toEqual({
      TmpSecretId: 'id-1-Worker',
      TmpSecretKey: 'key',
      ExpiredTime: 1767330245,
      Expiration: '2026-01-02T05:04:05Z',
      Token: 'token',
      Code: 'Success',
    })
  })

  test('another role by its name, as it is and percent-encoded', async () => {
    for (const name of ['a+b=c,d.e@f-g_h', 'a%2Bb%3Dc%2Cd.e%40f-g_h']) {
      expect(JSON.parse((await ask(folder + name)).body)).toMatchObject({ TmpSecretId: 'id-2-a+b=c,d.e@f-g_h' })
    }
  })

  test.each([
    'worker',
    'Worker/',
    'Worker%00',
    'Worker%',
    '%ff',
    'unmade',
    'other',
    '__proto__',
    '../security-credentials/Worker',
  ])('404 for %s', async (name) => {
    expect((await ask(folder + name)).status).toBe(404)
  })

  test.each(['/', '/latest/meta-data/', '/latest/meta-data/instance-id', `/x${folder}Worker`])(
    '404 for the path %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )
})

describe('who is not answered', () => {
  test.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'])('method %s', async (method) => {
    expect((await ask(`${folder}Worker`, {}, method)).status).toBe(405)
  })

  test.each([
    '127.0.0.1',
    '127.0.0.1:80',
    'localhost',
    'evil.example',
    `${metadataHost}.evil.example`,
    `evil.${metadataHost}`,
    `${metadataHost}@evil.example`,
    `${metadataHost}:port`,
    '',
  ])('Host %j', async (host) => {
    const { status, body } = await ask(`${folder}Worker`, { host })
    expect(status).toBe(403)
    expect(body).not.toContain('token')
  })

  test.each([metadataHost, `${metadataHost}:80`, `${metadataHost}:8080`, 'Metadata.TencentYun.com'])(
    'Host %j is answered',
    async (host) => {
      expect((await ask(`${folder}Worker`, { host })).status).toBe(200)
    },
  )

  test.each(['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'origin', 'referer', 'sec-fetch-site'])(
    'a request with %s, even an empty one',
    async (name) => {
      for (const value of ['http://evil.example', '']) {
        expect((await ask(`${folder}Worker`, { [name]: value })).status).toBe(403)
        expect((await ask(folder, { [name]: value })).status).toBe(403)
      }
    },
  )
})

describe('the listener', () => {
  async function listen(host = '127.0.0.1', source = credential) {
    const warned: string[] = []
    const failed: object[] = []
    const log = {
      debug() {},
      info() {},
      warn: (_: object, text: string) => warned.push(text),
      error: (fields: object) => failed.push(fields),
    }
    const server = await serveMetadata({ host, port: 0, roles, credential: source, ready: async () => {}, log })
    onTestFinished(() => server.close())
    return { server, warned, failed }
  }
  const get = (name: string, more = ''): string =>
    `GET ${folder}${name} HTTP/1.1\r\nHost: ${metadataHost}\r\n${more}Connection: close\r\n\r\n`

  test('answers over a socket, and takes no body', async () => {
    const { server, warned } = await listen()
    const plain = line(server.port)
    plain.socket.write(get('Worker'))
    expect(await plain.closed()).toContain('"TmpSecretId":"id-1-Worker"')
    const withBody = line(server.port)
    withBody.socket.write(`POST ${folder} HTTP/1.1\r\nHost: ${metadataHost}\r\nContent-Length: 5\r\n\r\nhello`)
    expect(await withBody.until('405')).not.toContain('Worker')
    expect(server.exposed).toBe(false)
    expect(warned).toEqual([])
  })

  test('a fault while a credential is made is a 500 that says nothing, and a line in the log', async () => {
    const { server, failed } = await listen('127.0.0.1', () => Promise.reject(new Error('secret detail')))
    const { socket, closed } = line(server.port)
    socket.write(get('Worker'))
    const text = await closed()
    expect(text).toMatch(/^HTTP\/1\.1 500 /)
    expect(text).not.toContain('secret detail')
    expect(failed).toHaveLength(1)
  })

  test('warns beyond loopback', async () => {
    const { server, warned } = await listen('0.0.0.0')
    expect(server.exposed).toBe(true)
    expect(warned).toEqual([expect.stringContaining('everybody who reaches the metadata address')])
  })

  test('a port in use is said with its own option', async () => {
    const { server } = await listen()
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const again = { host: '127.0.0.1', port: server.port, roles, credential, ready: async () => {}, log }
    await expect(serveMetadata(again)).rejects.toThrow(/in use: choose another with --metadata-port/)
  })
})

describe('a server that is asked for it', () => {
  async function start(dataDir: string, ...argv: readonly string[]) {
    const warned: string[] = []
    const log = { debug() {}, info() {}, warn: (_: object, text: string) => warned.push(text), error() {} }
    const settings = readSettings(['--port', '0', '--data', dataDir, ...argv], {})
    const server = await startServer(settings, { log })
    onTestFinished(() => server.close())
    return { server, warned }
  }
  const wanted = ['--metadata-roles', '100000000001/worker,100000000001/other', '--metadata-port']

  test('none without the options', async () => {
    const { server } = await start(temporaryFolder())
    expect(server.metadata).toBeUndefined()
    expect(server.banner(false)).not.toContain('Metadata')
  })

  test('answers for a role that may be made later, says so in the banner, and closes with the server', async () => {
    const { server, warned } = await start(temporaryFolder(), ...wanted, '0')
    const port = server.metadata?.port ?? 0
    const { socket, closed } = line(port)
    socket.write(`GET ${folder}worker HTTP/1.1\r\nHost: ${metadataHost}\r\nConnection: close\r\n\r\n`)
    expect(await closed()).toMatch(/^HTTP\/1\.1 404 /)
    expect(server.banner(false)).toContain(`http://127.0.0.1:${port} hands out credentials of role worker and 1 more`)
    expect(warned).toEqual([])
    await server.close()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  })

  test('calls of the protocol have nothing to look for there', async () => {
    const { server } = await start(temporaryFolder(), ...wanted, '0')
    const { socket, closed } = line(server.metadata?.port ?? 0)
    socket.write(
      `POST / HTTP/1.1\r\nHost: ${metadataHost}\r\nX-TC-Action: GetUserAppId\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
    expect(await closed()).toMatch(/^HTTP\/1\.1 405 /)
  })

  test('a metadata port in use leaves nothing open behind', async () => {
    const dataDir = temporaryFolder()
    const { server: other } = await start(temporaryFolder())
    await expect(start(dataDir, ...wanted, String(other.port))).rejects.toThrow('--metadata-port')
    await start(dataDir)
  })

  test('beyond loopback with a warning in log and banner', async () => {
    const { server, warned } = await start(temporaryFolder(), ...wanted, '0', '--metadata-host', '0.0.0.0')
    expect(warned).toHaveLength(1)
    expect(server.banner(false)).toMatch(
      /WARNING +http:\/\/0\.0\.0\.0:\d+ hands out credentials of a role to everybody/,
    )
  })
})
