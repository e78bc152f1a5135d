// Faults happen where a test asked for them, and nowhere else.
import { describe, expect, onTestFinished, test } from 'vitest'
import { allow, type Fault, type StartOptions, startOpenCam, type TestServer } from '../../src/testing/index.ts'
import { codeOf, over } from './client.ts'

async function started(options: StartOptions = {}): Promise<TestServer> {
  const server = await startOpenCam(options)
  onTestFinished(() => server.close())
  return server
}

async function codes(server: TestServer, count: number, action = 'ListUsers'): Promise<readonly string[]> {
  const found: string[] = []
  for (let index = 0; index < count; index++) found.push(codeOf(await over(server, action)))
  return found
}

describe('throttling', () => {
  test('meets the next calls of an action, so many', async () => {
    const server = await started()
    const fault = server.faults.throttle({ action: 'ListUsers', times: 2 })
    expect(codeOf(await over(server, 'ListGroups'))).toBe('ok')
    expect(await codes(server, 4)).toEqual(['RequestLimitExceeded', 'RequestLimitExceeded', 'ok', 'ok'])
    expect(fault.hits()).toBe(2)
  })

  test('meets a share by the seed: the same calls in each run', async () => {
    const run = async (seed: number): Promise<readonly string[]> => {
      const server = await started({ seed })
      server.faults.throttle({ action: 'ListUsers', share: 0.5 })
      return codes(server, 40)
    }
    const first = await run(3)
    const throttled = first.filter((code) => code === 'RequestLimitExceeded').length
    expect(throttled).toBeGreaterThan(8)
    expect(throttled).toBeLessThan(32)
    expect(await run(3)).toEqual(first)
    expect(await run(4)).not.toEqual(first)
  })
})

describe('a code', () => {
  test('is answered once the call is allowed, and nothing is carried out', async () => {
    const server = await started()
    const alice = await server.user('alice')
    server.faults.add({ action: 'AddUser', code: 'InternalError', times: 2 })
    expect(codeOf(await over(server, 'AddUser', { Name: 'bob' }, { as: alice }))).toBe(
      'AuthFailure.UnauthorizedOperation',
    )
    expect(codeOf(await over(server, 'AddUser', { Name: 'bob' }))).toBe('InternalError')
    expect(codeOf(await over(server, 'GetUser', { Name: 'bob' }))).toBe('ResourceNotFound.UserNotExist')
  })

  test('comes with its documented text and the given details', async () => {
    const server = await started()
    server.faults.add({ action: 'GetUser', code: 'ResourceNotFound.UserNotExist', detail: { user: 'carol' } })
    const { Error: error } = await over(server, 'GetUser', { Name: 'bob' })
    expect(error).toMatchObject({ Code: 'ResourceNotFound.UserNotExist', Message: expect.stringContaining('carol') })
  })

  test('meets calls that a predicate means, by caller and parameters', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow('cam:GetUser')] })
    server.faults.add({
      where: ({ caller, parameters }) => caller?.uin === alice.uin && parameters['Name'] === 'alice',
      code: 'InternalError',
      times: Number.POSITIVE_INFINITY,
    })
    expect(codeOf(await over(server, 'GetUser', { Name: 'alice' }))).toBe('ok')
    expect(codeOf(await over(server, 'GetUser', { Name: 'alice' }, { as: alice }))).toBe('InternalError')
    expect(codeOf(await over(server, 'GetUser', { Name: 'bob' }, { as: alice }))).toBe('ResourceNotFound.UserNotExist')
  })

  test('meets calls of a product, those of catalogued services too', async () => {
    const server = await started()
    server.faults.add({ product: 'sts', code: 'InternalError', times: Number.POSITIVE_INFINITY })
    server.faults.throttle({ product: 'ses', action: 'ListEmailTemplates' })
    expect(codeOf(await over(server, 'GetCallerIdentity'))).toBe('InternalError')
    expect(codeOf(await over(server, 'ListUsers'))).toBe('ok')
    const list = () => server.allows(server.root, 'ses', 'ListEmailTemplates', { Limit: 1, Offset: 0 })
    await expect(list()).rejects.toMatchObject({ code: 'RequestLimitExceeded' })
    expect(await list()).toMatchObject({ allowed: true })
  })
})

describe('a connection', () => {
  test('breaks before the call is carried out', async () => {
    const server = await started()
    server.faults.add({ action: 'AddUser', drop: 'before' })
    await expect(over(server, 'AddUser', { Name: 'bob' })).rejects.toThrow('fetch failed')
    expect(codeOf(await over(server, 'GetUser', { Name: 'bob' }))).toBe('ResourceNotFound.UserNotExist')
  })

  test('breaks after it: the call was made, and nobody was told', async () => {
    const server = await started()
    server.faults.add({ action: 'AddUser', drop: 'after' })
    await expect(over(server, 'AddUser', { Name: 'bob' })).rejects.toThrow('fetch failed')
    expect(codeOf(await over(server, 'AddUser', { Name: 'bob' }))).toBe('InvalidParameter.SubUserNameInUse')
    expect(server.calls({ action: 'AddUser' }).map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['ok', 1],
      ['InvalidParameter.SubUserNameInUse', undefined],
    ])
  })

  test('breaks for calls without a socket as well', async () => {
    const server = await started()
    server.faults.add({ action: 'ListUsers', drop: 'before' })
    await expect(server.call('ListUsers')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('a delay', () => {
  test('holds a call while others pass', async () => {
    const server = await started()
    const fault = server.faults.add({ action: 'ListUsers', delayMs: 3_600_000 })
    const held = over(server, 'ListUsers').then(codeOf, () => 'broken off')
    while (fault.hits() === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(codeOf(await over(server, 'ListGroups'))).toBe('ok')
    expect(server.calls().map(({ action }) => action)).toEqual(['ListGroups'])
    await server.close()
    expect(await held).toBe('broken off')
  })

  test('ends, and the call is carried out', async () => {
    const server = await started()
    const fault = server.faults.add({ action: 'AddUser', delayMs: 1 })
    expect(codeOf(await over(server, 'AddUser', { Name: 'bob' }))).toBe('ok')
    expect(fault.hits()).toBe(1)
    expect(codeOf(await over(server, 'GetUser', { Name: 'bob' }))).toBe('ok')
  })

  test('on the clock takes no time, and sessions end meanwhile', async () => {
    const server = await started()
    const role = await server.role('deploy', { trusts: [server.root], policies: [allow('cam:*')] })
    const session = await server.assume(role, { seconds: 3_600 })
    server.faults.add({ action: 'AddUser', clockMs: 3_601_000 })
    const before = server.clock.now()
    expect(codeOf(await over(server, 'AddUser', { Name: 'late' }, { as: session }))).not.toBe('InternalError')
    expect(server.clock.now()).toBe(before + 3_601_000)
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('AuthFailure.TokenFailure')
  })
})

test('a fault that is removed, and all that are cleared, meet nothing any more', async () => {
  const server = await started()
  const one = server.faults.add({ action: 'ListUsers', code: 'InternalError', times: Number.POSITIVE_INFINITY })
  server.faults.add({ action: 'ListGroups', code: 'InternalError', times: Number.POSITIVE_INFINITY })
  one.remove()
  expect([...(await codes(server, 1)), ...(await codes(server, 1, 'ListGroups'))]).toEqual(['ok', 'InternalError'])
  server.faults.clear()
  expect(await codes(server, 1, 'ListGroups')).toEqual(['ok'])
})

test('makers are met by none', async () => {
  const server = await started()
  server.faults.add({ product: 'cam', code: 'InternalError', times: Number.POSITIVE_INFINITY })
  await server.user('alice', { policies: [allow('cam:*')] })
  expect(await codes(server, 1)).toEqual(['InternalError'])
})

const wrong: readonly (readonly [Fault, string])[] = [
  [{ code: 'InternalError' }, 'says which calls it meets'],
  [{ action: 'GetUser' }, 'says what happens'],
  [{ action: 'GetUsr', code: 'InternalError' }, 'unknown action GetUsr; the nearest known one is GetUser'],
  [{ product: 'cma', code: 'InternalError' }, 'unknown product cma; the nearest known one is'],
  [{ product: 'sts', action: 'GetUser', code: 'InternalError' }, 'unknown action of sts GetUser'],
  [
    { action: 'GetUser', code: 'InternalEror' },
    'unknown error code InternalEror; the nearest known one is InternalError',
  ],
  [{ action: 'GetUser', code: 'InvalidParameter.RoleFull' }, 'unknown error code of GetUser InvalidParameter.RoleFull'],
  [{ action: 'GetUser', code: 'InternalError', drop: 'after' }, 'a code or a drop, not both'],
  [{ action: 'GetUser', code: 'InternalError', times: 1, share: 0.5 }, 'times or a share, not both'],
  [{ action: 'GetUser', code: 'InternalError', share: 1.5 }, 'a share is above 0 and at most 1, not 1.5'],
  [{ action: 'GetUser', delayMs: -1 }, 'delayMs is a number from 0, not -1'],
]
test.for(wrong)('%j is refused', async ([fault, reason]) => {
  const server = await started()
  expect(() => server.faults.add(fault)).toThrow(reason)
})
