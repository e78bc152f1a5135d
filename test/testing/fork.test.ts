// Nothing of one test reaches another: forks go their own ways, and a reset brings back all that a server knows.
import { describe, expect, onTestFinished, test } from 'vitest'
import { allow, type Identity, type StartOptions, startOpenCam, type TestServer } from '../../src/testing/index.ts'
import { codeOf, oldCall, over } from './client.ts'

async function started(options: StartOptions = {}): Promise<TestServer> {
  const server = await startOpenCam(options)
  onTestFinished(() => server.close())
  return server
}

async function forked(server: TestServer, ...mark: Parameters<TestServer['fork']>): Promise<TestServer> {
  const other = await server.fork(...mark)
  onTestFinished(() => other.close())
  return other
}

async function namesOf(server: TestServer): Promise<readonly string[]> {
  const { Data } = await over(server, 'ListUsers')
  return (Data as readonly { readonly Name: string }[]).map(({ Name }) => Name).sort()
}

describe('a fork', () => {
  test('has the state of its moment: users, keys, policies, sessions', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow(['cam:ListUsers', 'sts:AssumeRole'])] })
    const role = await server.role('deploy', { trusts: [alice], policies: [allow('cam:ListUsers')] })
    const session = await server.assume(role, { as: alice })
    const other = await forked(server)
    expect(other.port).not.toBe(server.port)
    for (const as of [alice, session]) expect(codeOf(await over(other, 'ListUsers', {}, { as }))).toBe('ok')
  })

  test('and its origin never hear of each other, whatever both write', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow('cam:ListUsers')] })
    const other = await forked(server)
    await server.call('DeleteUser', { Name: 'alice', Force: 1 })
    await other.user('bob')
    expect(await namesOf(server)).toEqual([])
    expect(await namesOf(other)).toEqual(['alice', 'bob'])
    expect(codeOf(await over(server, 'ListUsers', {}, { as: alice }))).toBe('AuthFailure.SecretIdNotFound')
    expect(codeOf(await over(other, 'ListUsers', {}, { as: alice }))).toBe('ok')
  })

  test('ends a session for itself only', async () => {
    const server = await started()
    const role = await server.role('deploy', { trusts: [server.root], policies: [allow('cam:ListUsers')] })
    const session = await server.assume(role)
    const other = await forked(server)
    await other.call('DeleteRole', { RoleName: 'deploy' })
    expect(codeOf(await over(server, 'ListUsers', {}, { as: session }))).toBe('ok')
    expect(codeOf(await over(other, 'ListUsers', {}, { as: session }))).toBe('AuthFailure.TokenFailure')
  })

  test('of many, called all at once, each sees its own writes and no others', async () => {
    const server = await started()
    await server.user('shared')
    const mark = await server.mark()
    const forks = await Promise.all(Array.from({ length: 8 }, () => forked(server, mark)))
    await Promise.all(
      Array.from({ length: 6 }, (_, round) =>
        Promise.all(
          forks.map(async (fork, index) => {
            const name = `user-${index}-${round}`
            expect(codeOf(await over(fork, 'AddUser', { Name: name }))).toBe('ok')
            expect(codeOf(await over(fork, 'GetUser', { Name: name }))).toBe('ok')
            if (round === 3) expect(codeOf(await over(fork, 'DeleteUser', { Name: 'shared', Force: 1 }))).toBe('ok')
          }),
        ),
      ),
    )
    for (const [index, fork] of forks.entries()) {
      expect(await namesOf(fork)).toEqual(Array.from({ length: 6 }, (_, round) => `user-${index}-${round}`))
    }
    expect(await namesOf(server)).toEqual(['shared'])
  })

  test('goes on where calls of the second were counted', async () => {
    const server = await started({ rateLimits: 'documented' })
    const untilFull = async (one: TestServer): Promise<number> => {
      for (let calls = 0; ; calls += 1)
        if (codeOf(await over(one, 'ListUsers')) === 'RequestLimitExceeded') return calls
    }
    const fresh = await untilFull(await forked(server))
    for (let index = 0; index < 5; index++) await over(server, 'ListUsers')
    const other = await forked(server)
    expect(await untilFull(other)).toBe(fresh - 5)
    expect(await untilFull(server)).toBe(fresh - 5)
  })

  test('knows which requests came before, and forgets those of others', async () => {
    const server = await started()
    const there = await forked(server)
    const once = async (one: TestServer, nonce: number) => codeOf(await oldCall(one, 'ListUsers', nonce))
    expect(await once(server, 7)).toBe('ok')
    expect(await once(server, 7)).toBe('AuthFailure.SignatureFailure')
    expect(await once(there, 7)).toBe('ok')
    const after = await forked(server)
    expect(await once(after, 7)).toBe('AuthFailure.SignatureFailure')
    expect(await once(after, 8)).toBe('ok')
  })

  test('begins without faults and recorded calls', async () => {
    const server = await started()
    server.faults.add({ action: 'ListUsers', code: 'InternalError', times: Number.POSITIVE_INFINITY })
    expect(codeOf(await over(server, 'ListUsers'))).toBe('InternalError')
    const other = await forked(server)
    expect(other.calls()).toEqual([])
    expect(codeOf(await over(other, 'ListUsers'))).toBe('ok')
    expect(server.calls()).toHaveLength(1)
  })

  test('stays when its origin closes', async () => {
    const server = await startOpenCam()
    await server.user('alice')
    const other = await forked(server)
    await server.close()
    expect(await namesOf(other)).toEqual(['alice'])
    const third = await forked(other)
    expect(await namesOf(third)).toEqual(['alice'])
  })
})

test('a closed server refuses everything, and may be closed again', async () => {
  const server = await startOpenCam()
  const mark = await server.mark()
  await server.close()
  await server.close()
  const late = [
    () => server.call('ListUsers'),
    () => server.user('alice'),
    () => server.mark(),
    () => server.reset(mark),
    () => server.settle(),
    () => server.clock.advance(1),
  ]
  for (const work of late) await expect(work()).rejects.toThrow('the test server is closed')
  await expect(over(server, 'ListUsers')).rejects.toThrow('fetch failed')
  expect(await namesOf(await forked(server, mark))).toEqual([])
})

describe('a reset', () => {
  test('goes back to the last mark, or to the one that is named', async () => {
    const server = await started()
    const none = await server.mark()
    await server.user('alice')
    await server.mark()
    await server.user('bob')
    await server.reset()
    expect(await namesOf(server)).toEqual(['alice'])
    await server.reset(none)
    expect(await namesOf(server)).toEqual([])
    await server.reset()
    expect(await namesOf(server)).toEqual(['alice'])
  })

  test('goes back to the start where no mark was made', async () => {
    const server = await started()
    await server.user('alice')
    await server.reset()
    expect(await namesOf(server)).toEqual([])
  })

  test('makes the same ids and keys again', async () => {
    const server = await started()
    const first = await server.user('alice')
    await server.reset()
    expect(await server.user('alice')).toEqual(first)
  })

  test('brings back the clock, and the audit log of then', async () => {
    const server = await started({ clock: { startMs: Date.UTC(2026, 0, 2) } })
    await server.user('alice')
    await server.mark()
    const events = async (): Promise<number> => {
      await server.settle()
      const now = Math.floor(server.clock.now() / 1000)
      const { Events } = await over(server, 'DescribeAuditEvents', { StartTime: now - 86_400, EndTime: now })
      return (Events as readonly unknown[]).length
    }
    const before = await events()
    await server.reset()
    await server.clock.advance(3_600_000)
    await server.user('bob')
    expect(codeOf(await over(server, 'GetUser', { Name: 'nobody' }))).toBe('ResourceNotFound.UserNotExist')
    expect(await events()).toBeGreaterThan(before)
    await server.reset()
    expect(server.clock.now()).toBe(Date.UTC(2026, 0, 2))
    expect(await events()).toBe(before)
  })

  test('keeps connections, and what comes meanwhile is answered by the new state', async () => {
    const server = await started()
    await server.user('alice')
    const bursts = Array.from({ length: 10 }, () => over(server, 'ListUsers'))
    const [, ...answers] = await Promise.all([server.reset(), ...bursts, over(server, 'ListUsers')])
    expect(answers.map(codeOf)).toEqual(Array.from({ length: 11 }, () => 'ok'))
    expect(await namesOf(server)).toEqual([])
  })

  test('breaks off calls that a fault holds', async () => {
    const server = await started()
    const fault = server.faults.add({ action: 'ListUsers', delayMs: 3_600_000 })
    const held = expect(over(server, 'ListUsers')).rejects.toThrow('fetch failed')
    while (fault.hits() === 0) await new Promise((resolve) => setImmediate(resolve))
    await server.reset()
    await held
    expect(server.calls()).toEqual([])
  })

  test('of a mark that is of another server is refused', async () => {
    const [one, other] = [await started(), await started()]
    const mark = await one.mark()
    await expect(other.reset(mark)).rejects.toThrow('is of a server that was started on its own')
    await expect(other.fork({ name: 'x' })).rejects.toThrow('this is no mark')
  })

  test('forgets accounts that came after the mark', async () => {
    const server = await started()
    const other = await server.account('partner')
    await server.reset()
    const again = await server.account('partner')
    expect(again).toEqual(other satisfies Identity)
  })
})
