// What a test gets: a whole server in its own process, and a world in few words.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { describe, expect, onTestFinished, test } from 'vitest'
import { allow, CallRefused, deny, type StartOptions, startOpenCam, type TestServer } from '../../src/testing/index.ts'
import { codeOf, over } from './client.ts'

async function started(options: StartOptions = {}): Promise<TestServer> {
  const server = await startOpenCam(options)
  onTestFinished(() => server.close())
  return server
}

describe('a started server', () => {
  test('answers signed calls over HTTP', async () => {
    const server = await started()
    const answer = await over(server, 'GetCallerIdentity')
    expect(answer).toMatchObject({ AccountId: String(server.root.account), UserId: String(server.root.account) })
  })

  test('is an endpoint for the official SDK with its own settings', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow('cam:GetUser')] })
    const { Client } = createRequire(import.meta.url)('tencentcloud-sdk-nodejs/tencentcloud/services/cam').cam.v20190116
    const client = new Client(server.clientConfig(alice))
    expect(await client.GetUser({ Name: 'alice' })).toMatchObject({ Uin: alice.uin })
    await expect(client.ListUsers({})).rejects.toMatchObject({ code: 'AuthFailure.UnauthorizedOperation' })
  })

  test('knows nothing of others that were started', async () => {
    const [one, other] = [await started(), await started()]
    await one.user('alice')
    expect(codeOf(await over(one, 'GetUser', { Name: 'alice' }))).toBe('ok')
    expect(codeOf(await over(other, 'GetUser', { Name: 'alice' }))).toBe('ResourceNotFound.UserNotExist')
  })

  test('keeps documented quotas until others are given', async () => {
    const server = await started({ quotas: { groups: 2 } })
    await server.group('one')
    await server.group('two')
    await expect(server.group('three')).rejects.toThrow(/GroupFull/)
  })

  test('keeps rates only where it is told, in seconds of its clock', async () => {
    const calm = await started()
    const strict = await started({ rateLimits: 'documented' })
    const codes = async (server: TestServer): Promise<ReadonlySet<string>> => {
      const found = new Set<string>()
      for (let index = 0; index < 40; index++) found.add(codeOf(await over(server, 'ListUsers')))
      return found
    }
    expect(await codes(calm)).toEqual(new Set(['ok']))
    expect(await codes(strict)).toEqual(new Set(['ok', 'RequestLimitExceeded']))
    await strict.clock.advance(1_000)
    expect(codeOf(await over(strict, 'ListUsers'))).toBe('ok')
  })

  test('takes settings of a server by their names', async () => {
    const server = await started({ settings: { OPENCAM_ROOT_UIN: '123456', OPENCAM_LANGUAGE: 'zh-CN' } })
    expect(server.root.account).toBe(123456)
    const { Error: error } = await over(server, 'GetUser', { Name: 'nobody' })
    expect(error?.Message).toMatch(/[一-鿿]/)
  })

  test.each<[StartOptions, RegExp]>([
    [{ settings: { OPENCAM_PORT: '1' } }, /OPENCAM_PORT is not for a test server/],
    [{ settings: { OPENCAM_LANGAGE: 'zh-CN' } }, /nearest known one is OPENCAM_LANGUAGE/],
    [{ quotas: { user: 1 } }, /unknown quota user; the nearest known one is users/],
    [{ seed: 1.5 }, /the seed must be a whole number, not 1.5/],
    [{ catalogDir: '/nowhere/at/all' }, /\/nowhere\/at\/all/],
  ])('says what is wrong with %j', async (options, reason) => {
    await expect(startOpenCam(options)).rejects.toThrow(reason)
  })

  test('says which port is taken', async () => {
    const server = await started()
    await expect(startOpenCam({ port: server.port })).rejects.toThrow(`port ${server.port} on 127.0.0.1 is in use`)
  })
})

describe('makers', () => {
  test('give users keys and policies', async () => {
    const server = await started()
    const alice = await server.user('alice', {
      policies: [allow('cam:GetUser'), deny('cam:GetUser', 'qcs::cam::uin/1:*')],
    })
    expect(codeOf(await over(server, 'GetUser', { Name: 'alice' }, { as: alice }))).toBe('ok')
    expect(codeOf(await over(server, 'ListUsers', {}, { as: alice }))).toBe('AuthFailure.UnauthorizedOperation')
    await server.attach(alice, allow('cam:ListUsers'))
    expect(codeOf(await over(server, 'ListUsers', {}, { as: alice }))).toBe('ok')
  })

  test('give users groups, boundaries, and policies by name', async () => {
    const server = await started()
    const readers = await server.group('readers', { policies: ['ReadOnlyAccess'] })
    const alice = await server.user('alice', { groups: [readers] })
    const bob = await server.user('bob', { groups: [readers], boundary: allow('sts:*') })
    expect(codeOf(await over(server, 'ListUsers', {}, { as: alice }))).toBe('ok')
    expect(codeOf(await over(server, 'ListUsers', {}, { as: bob }))).toBe('AuthFailure.UnauthorizedOperation')
    await expect(server.user('carol', { policies: ['NoSuchPolicy'] })).rejects.toThrow(
      'there is no policy NoSuchPolicy',
    )
  })

  test('give roles, and sessions of them', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow('sts:AssumeRole')] })
    const bob = await server.user('bob', { policies: [allow('sts:AssumeRole')] })
    const role = await server.role('deploy', { trusts: [alice], policies: [allow('cam:ListUsers')] })
    const session = await server.assume(role, { as: alice, sessionName: 'ci' })
    expect(session.token).toBeTypeOf('string')
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('ok')
    expect(codeOf(await over(server, 'ListGroups', {}, { as: session }))).toBe('AuthFailure.UnauthorizedOperation')
    await expect(server.assume(role, { as: bob })).rejects.toThrow(CallRefused)
  })

  test('give other root accounts, whose users are apart', async () => {
    const server = await started()
    const other = await server.account('partner')
    const zoe = await server.user('zoe', { of: other, policies: [allow('cam:GetUser')] })
    expect(zoe.account).toBe(other.account)
    await server.attach(zoe, allow('cam:ListUsers'))
    expect(codeOf(await over(server, 'ListUsers', {}, { as: zoe }))).toBe('ok')
    expect(codeOf(await over(server, 'GetUser', { Name: 'zoe' }))).toBe('ResourceNotFound.UserNotExist')
  })

  test('throw what the server said', async () => {
    const server = await started()
    await server.user('alice')
    const refused = server.user('alice')
    await expect(refused).rejects.toThrow(CallRefused)
    await expect(refused).rejects.toMatchObject({ code: 'InvalidParameter.SubUserNameInUse' })
  })
})

describe('calls without a socket', () => {
  test('give the result, or throw the code', async () => {
    const server = await started()
    await server.user('alice')
    expect(await server.call('GetUser', { Name: 'alice' })).toMatchObject({ Name: 'alice' })
    await expect(server.call('GetUser', { Name: 'bob' })).rejects.toMatchObject({
      code: 'ResourceNotFound.UserNotExist',
    })
  })
})

describe('doors beside the API', () => {
  test('are those of a server, before and after a reset', async () => {
    const server = await started({ settings: { OPENCAM_SCIM: 'on' } })
    const statusOf = async (path: string) => (await fetch(`${server.url}${path}`)).status
    const look = async () => [
      await statusOf('/healthz'),
      await statusOf('/readyz'),
      await statusOf('/.well-known/authzen-configuration'),
      await statusOf('/signin/'),
      await statusOf('/scim/v2/Users'),
    ]
    expect(await look()).toEqual([200, 200, 200, 200, 401])
    await server.reset()
    expect(await look()).toEqual([200, 200, 200, 200, 401])
  })
})

describe('services behind the gateway', () => {
  test('are reached by allowed calls, large and small, before and after a reset', async () => {
    const heard: number[] = []
    const service = createServer((request, response) => {
      let bytes = 0
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      request.on('end', () => {
        heard.push(bytes)
        response.setHeader('content-type', 'application/json')
        response.end('{"Response":{"RequestId":"of-the-service"}}')
      })
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      service.close()
    })
    const address = service.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const server = await started({ settings: { OPENCAM_UPSTREAM_SES: `http://127.0.0.1:${port}` } })
    const list = (more: object = {}) =>
      over(server, 'ListEmailTemplates', { Limit: 1, Offset: 0, ...more }, { product: 'ses', version: '2020-10-02' })
    expect(await list()).toEqual({ RequestId: 'of-the-service' })
    await server.reset()
    expect(await list({ Padding: 'x'.repeat(3_000_000) })).toEqual({ RequestId: 'of-the-service' })
    expect(heard.map((bytes) => bytes > 1_000_000)).toEqual([false, true])
    expect(server.calls().map(({ product, outcome }) => [product, outcome])).toEqual([['ses', 'forwarded']])
    server.faults.add({ product: 'ses', drop: 'after' })
    await expect(list()).rejects.toThrow('fetch failed')
    await expect(server.allows(server.root, 'ses', 'ListEmailTemplates')).rejects.toThrow('ses has an upstream')
  })

  test('that are not there are refused at the start', async () => {
    await expect(startOpenCam({ settings: { OPENCAM_UPSTREAM_NOPE: 'http://127.0.0.1:1' } })).rejects.toThrow(/nope/i)
  })
})
