// Time is the test's: it stands until it is moved, or runs and is moved besides. Clients may sign by either clock.
import { describe, expect, onTestFinished, test } from 'vitest'
import { allow, type StartOptions, startOpenCam, type TestServer } from '../../src/testing/index.ts'
import { codeOf, over } from './client.ts'

const hourMs = 3_600_000

async function started(options: StartOptions = {}): Promise<TestServer> {
  const server = await startOpenCam(options)
  onTestFinished(() => server.close())
  return server
}

async function withSession(server: TestServer) {
  const role = await server.role('deploy', { trusts: [server.root], policies: [allow('cam:ListUsers')] })
  return server.assume(role, { seconds: 3_600 })
}

describe('a clock that stands', () => {
  test('begins at the real moment and stays there', async () => {
    const before = Date.now()
    const server = await started()
    expect(server.clock.now()).toBeGreaterThanOrEqual(before)
    expect(server.clock.now()).toBeLessThanOrEqual(Date.now())
    const first = server.clock.now()
    await over(server, 'ListUsers')
    expect(server.clock.now()).toBe(first)
  })

  test('ends sessions when it is moved, while the client signs by the real time', async () => {
    const server = await started()
    const session = await withSession(server)
    await server.clock.advance(hourMs - 1_000)
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('ok')
    await server.clock.advance(2_000)
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('AuthFailure.TokenFailure')
    expect(codeOf(await over(server, 'ListUsers'))).toBe('ok')
  })

  test('takes signatures by its own time too, and by no other', async () => {
    const startMs = Date.UTC(2031, 0, 1)
    const server = await started({ clock: { startMs } })
    expect(codeOf(await over(server, 'ListUsers', {}, { atMs: startMs }))).toBe('ok')
    expect(codeOf(await over(server, 'ListUsers'))).toBe('ok')
    const between = Date.UTC(2029, 0, 1)
    expect(codeOf(await over(server, 'ListUsers', {}, { atMs: between }))).toBe('AuthFailure.SignatureExpire')
  })

  test('is what policies and answers tell', async () => {
    const server = await started({ clock: { startMs: Date.UTC(2026, 0, 2, 3, 4, 5) } })
    const until = { date_less_than: { 'qcs:current_time': '2026-01-03T00:00:00Z' } }
    const statement = [{ effect: 'allow', action: 'cam:ListUsers', resource: '*', condition: until }]
    const alice = await server.user('alice', { policies: [{ version: '2.0', statement }] })
    expect(codeOf(await over(server, 'ListUsers', {}, { as: alice }))).toBe('ok')
    await server.clock.set(Date.UTC(2026, 0, 3, 1))
    expect(codeOf(await over(server, 'ListUsers', {}, { as: alice }))).toBe('AuthFailure.UnauthorizedOperation')
    await server.user('bob')
    const { Data } = await over(server, 'ListUsers')
    const times = (Data as readonly { Name: string; CreateTime: string }[]).map(({ Name, CreateTime }) => [
      Name,
      CreateTime,
    ])
    expect(times).toContainEqual(['bob', '2026-01-03 09:00:00'])
  })

  test('goes on only', async () => {
    const server = await started()
    await expect(server.clock.advance(-1)).rejects.toThrow('time goes on only')
    await expect(server.clock.set(server.clock.now() - 1)).rejects.toThrow('time goes on only')
  })

  test('brings the work beside the calls with it: what is too old is dropped', async () => {
    const server = await started()
    const alice = await server.user('alice')
    const refused = await over(server, 'ListUsers', {}, { as: alice })
    const why = () => over(server, 'DescribeRefusal', { RefusedRequestId: refused.RequestId })
    expect(codeOf(await why())).toBe('ok')
    await server.clock.advance(8 * 24 * hourMs)
    expect(codeOf(await why())).not.toBe('ok')
  })
})

test('what a server does within seconds is done before the next call', async () => {
  const server = await started()
  const made = await over(server, 'CreateServiceLinkedRole', { QCSServiceName: ['scf.qcloud.com'] })
  expect(codeOf(made)).toBe('ok')
  const { RoleInfo } = await over(server, 'GetRole', { RoleId: made['RoleId'] })
  const { RoleName } = RoleInfo as { RoleName: string }
  const { DeletionTaskId } = await over(server, 'DeleteServiceLinkedRole', { RoleName })
  const status = await over(server, 'GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
  expect(status).toMatchObject({ Status: 'SUCCEEDED' })
})

describe('a clock that runs', () => {
  test('goes on by itself, and by what it is moved besides', async () => {
    const server = await started({ clock: { runs: true } })
    const first = server.clock.now()
    while (Date.now() < first + 2) await over(server, 'ListUsers')
    expect(server.clock.now()).toBeGreaterThan(first)
    await server.clock.advance(hourMs)
    expect(server.clock.now()).toBeGreaterThanOrEqual(first + hourMs)
    expect(server.clock.now() - Date.now()).toBeGreaterThan(hourMs - 1_000)
  })

  test('ends sessions when it is moved', async () => {
    const server = await started({ clock: { runs: true } })
    const session = await withSession(server)
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('ok')
    await server.clock.advance(hourMs)
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('AuthFailure.TokenFailure')
  })
})
