// What was called is there to be asked about, without any secret, and failures say what was called instead.
import { AssertionError } from 'node:assert'
import { describe, expect, onTestFinished, test } from 'vitest'
import { allow, startOpenCam, type TestServer } from '../../src/testing/index.ts'
import { codeOf, over } from './client.ts'

async function started(): Promise<TestServer> {
  const server = await startOpenCam()
  onTestFinished(() => server.close())
  return server
}

describe('recorded calls', () => {
  test('say who called what, with which parameters, and what came of it', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow('cam:GetUser')] })
    const read = await over(server, 'GetUser', { Name: 'alice' }, { as: alice })
    const refused = await over(server, 'DeleteUser', { Name: 'alice' }, { as: alice })
    expect(server.calls()).toEqual([
      expect.objectContaining({
        requestId: read.RequestId,
        product: 'cam',
        version: '2019-01-16',
        action: 'GetUser',
        caller: expect.objectContaining({ kind: 'user', uin: alice.uin, secretId: alice.secretId }),
        parameters: { Name: 'alice' },
        decision: 'allow',
        outcome: 'ok',
        sourceIp: '127.0.0.1',
        timeMs: server.clock.now(),
        fault: undefined,
      }),
      expect.objectContaining({
        requestId: refused.RequestId,
        action: 'DeleteUser',
        decision: 'deny',
        outcome: 'AuthFailure.UnauthorizedOperation',
      }),
    ])
  })

  test('tell sessions by their role and name', async () => {
    const server = await started()
    const role = await server.role('deploy', { trusts: [server.root], policies: [allow('cam:ListUsers')] })
    const session = await server.assume(role, { sessionName: 'ci' })
    await over(server, 'ListUsers', {}, { as: session })
    expect(server.calls()[0]?.caller).toMatchObject({ kind: 'role', role: 'deploy', session: 'ci' })
  })

  test('are found by product, action, caller, outcome, decision, parameters and predicate', async () => {
    const server = await started()
    const alice = await server.user('alice', { policies: [allow('cam:GetUser')] })
    await over(server, 'GetUser', { Name: 'alice' }, { as: alice })
    await over(server, 'GetUser', { Name: 'bob' })
    await over(server, 'AddUserToGroup', { Info: [{ Uid: 1, GroupId: 2 }] })
    await over(server, 'GetCallerIdentity', {}, { as: alice })
    const count = (...filter: Parameters<TestServer['calls']>): number => server.calls(...filter).length
    expect(count()).toBe(4)
    expect(count({ product: 'sts' })).toBe(1)
    expect(count({ action: 'GetUser' })).toBe(2)
    expect(count({ caller: alice })).toBe(2)
    expect(count({ caller: server.root, action: 'GetUser' })).toBe(1)
    expect(count({ outcome: 'ok' })).toBe(2)
    expect(count({ decision: 'none' })).toBe(1)
    expect(count({ parameters: { Name: 'bob' } })).toBe(1)
    expect(count({ parameters: { Info: [{ GroupId: 2 }] } })).toBe(1)
    expect(count({ parameters: { Info: [] } })).toBe(0)
    expect(count({ where: ({ fault, caller }) => fault === undefined && caller?.kind === 'root' })).toBe(2)
    server.forgetCalls()
    expect(count()).toBe(0)
  })

  test('have calls of services by catalog, and those whose signature is wrong', async () => {
    const server = await started()
    await server.allows(server.root, 'ses', 'ListEmailTemplates', { Limit: 1, Offset: 0 })
    const stolen = { ...server.root, secretKey: 'x'.repeat(32) }
    expect(codeOf(await over(server, 'ListUsers', {}, { as: stolen }))).toBe('AuthFailure.SignatureFailure')
    expect(
      server.calls().map(({ product, outcome, decision, caller }) => [product, outcome, decision, caller?.kind]),
    ).toEqual([
      ['ses', 'DryRunOperation', 'allow', 'root'],
      ['cam', 'AuthFailure.SignatureFailure', 'none', undefined],
    ])
  })

  test('do not have what makers did', async () => {
    const server = await started()
    await server.user('alice', { policies: [allow('cam:*')] })
    expect(server.calls()).toEqual([])
  })

  test('hold no secret of any caller, key or parameter', async () => {
    const server = await started()
    const password = 'Correct-Horse-9-Battery'
    const alice = await server.user('alice', { policies: [allow('cam:*')] })
    const role = await server.role('deploy', { trusts: [server.root], policies: [allow('cam:*')] })
    const session = await server.assume(role)
    await over(server, 'AddUser', { Name: 'bob', UseApi: 1, ConsoleLogin: 1, Password: password }, { as: alice })
    await over(server, 'UpdateUser', { Name: 'bob', Password: password }, { as: session })
    const made = await over(server, 'CreateAccessKey', { TargetUin: alice.uin })
    const { SecretAccessKey } = made['AccessKey'] as { SecretAccessKey: string }
    expect(server.calls().map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok'])
    const text = JSON.stringify(server.calls())
    expect(text).toContain('bob')
    const secrets = [
      password,
      alice.secretKey,
      session.secretKey,
      session.token,
      server.root.secretKey,
      SecretAccessKey,
    ]
    for (const secret of secrets) {
      expect(secret?.length).toBeGreaterThan(15)
      expect(text).not.toContain(secret)
    }
  })
})

describe('assertions', () => {
  const failure = (work: () => void): AssertionError => {
    try {
      work()
    } catch (error) {
      if (error instanceof AssertionError) return error
      throw error
    }
    throw new Error('it did not fail')
  }

  test('pass where the call was made, as often as asked', async () => {
    const server = await started()
    await over(server, 'ListUsers')
    await over(server, 'ListUsers')
    server.assertCalled({ action: 'ListUsers' })
    server.assertCalled({ action: 'ListUsers' }, 2)
    server.assertNotCalled({ action: 'DeleteUser' })
  })

  test('fail with what was called instead', async () => {
    const server = await started()
    server.faults.throttle({ action: 'ListUsers' })
    await over(server, 'GetUser', { Name: 'bob' })
    await over(server, 'ListUsers')
    const { message } = failure(() => server.assertCalled({ action: 'DeleteUser', parameters: { Name: 'bob' } }))
    const root = `the root account ${server.root.account}`
    expect(message).toBe(
      [
        'expected a call of DeleteUser with {"Name":"bob"}, and there was none.',
        'Recorded calls (2):',
        `  1. cam:GetUser {"Name":"bob"} by ${root} → ResourceNotFound.UserNotExist`,
        `  2. cam:ListUsers {} by ${root} → RequestLimitExceeded (fault 1)`,
      ].join('\n'),
    )
  })

  test('fail with the number that there was, and say when there was nothing at all', async () => {
    const server = await started()
    expect(failure(() => server.assertCalled({ product: 'cam' })).message).toBe(
      'expected a call of cam:*, and there was none.\nNo call was recorded.',
    )
    await over(server, 'ListUsers')
    const error = failure(() => server.assertCalled({ action: 'ListUsers', caller: server.root, outcome: 'ok' }, 2))
    expect(error.message).toContain('expected 2 calls of ListUsers by root → ok, and there was 1.')
    expect(error).toMatchObject({ actual: 1, expected: 2 })
    expect(failure(() => server.assertNotCalled({ action: 'ListUsers' })).message).toContain(
      'expected no call of ListUsers',
    )
  })
})
