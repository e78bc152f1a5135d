// Both engines against a real server: they agree, follow what changes, and refuse when they cannot know.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { localEngine, remoteEngine, type Verdict } from '../../src/guard/index.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { allow, deny, type Identity, startMs } from '../api/harness.ts'
import { call } from '../cluster/nodes.ts'
import { asGuardRequest, type GuardWorld, notesCall, notesGuard, openGuardWorld } from './world.ts'

const clock = virtualClock(startMs)
let world: GuardWorld
let ann: Identity
const troubles: string[] = []
beforeAll(async () => {
  world = await openGuardWorld(clock)
  const conditional = (condition: object, action = 'notes:ListNotes') => ({
    version: '2.0',
    statement: [{ effect: 'allow', action, resource: '*', condition }],
  })
  ann = await world.user(
    'ann',
    allow('notes:ReadNote', 'qcs::notes:::note/*'),
    deny('notes:ReadNote', 'qcs::notes:::note/secret'),
    conditional({ ip_equal: { 'qcs:ip': '10.0.0.0/8' }, string_equal: { 'qcs:uin': '${uin}', mfa: '0' } }),
  )
})
afterAll(() => world.close())
afterEach(() => {
  world.line.cut = undefined
  world.line.calls.length = 0
  troubles.length = 0
})

const options = () => ({ endpoint: world.line.endpoint, credential: world.key, service: 'notes', clock })
const onTrouble = (problem: string): void => void troubles.push(problem)
const local = (more: object = {}) => notesGuard(localEngine({ ...options(), ...more }), { onTrouble })
const remote = () => notesGuard(remoteEngine(options()), { onTrouble })
type AnyGuard = ReturnType<typeof local>

const check = (guard: AnyGuard, by: Identity, action: string, body: object = {}, more: object = {}): Promise<Verdict> =>
  guard.check(asGuardRequest(notesCall(by, action, body, clock()), more))
/** `allow`, or the code of the denial. */
const said = async (...given: Parameters<typeof check>): Promise<string> => {
  const verdict = await check(...given)
  return verdict.allowed ? 'allow' : verdict.code
}

describe.each([
  ['local', local],
  ['remote', remote],
] as const)('the %s engine', (_, make) => {
  test('lets through what policies allow, and says who it is', async () => {
    const guard = make()
    const verdict = await check(guard, ann, 'ReadNote', { Id: 'a' })
    expect(verdict).toMatchObject({
      allowed: true,
      caller: { kind: 'user', account: ann.account, uin: ann.uin, secretId: ann.secretId },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(verdict).not.toHaveProperty('caller.session.name')
    const denied = await check(guard, ann, 'ReadNote', { Id: 'secret' })
    expect(denied).toMatchObject({ status: 403, code: 'AuthFailure.UnauthorizedOperation' })
    expect(denied).toHaveProperty('message', expect.stringContaining('(qcs::notes:::note/secret) has no permission'))
    expect(await said(guard, ann, 'WriteNote', { Id: 'a' })).toBe('AuthFailure.UnauthorizedOperation')
  })

  test('with the revision of a change it never decides by what was before, however new what it knows is', async () => {
    const guard = make()
    const [person, { root }] = [await world.user(`told-${local === make}`, allow('notes:ListNotes')), world.started]
    expect(await said(guard, person, 'ListNotes')).toBe('allow')
    const ask = async (atLeast: string | undefined): Promise<string> => {
      const request = asGuardRequest(notesCall(person, 'ListNotes', {}, clock()))
      const header = (name: string) => (name === 'x-opencam-at-least' ? atLeast : request.header(name))
      const verdict = await guard.check({ ...request, header })
      return verdict.allowed ? 'allow' : verdict.code
    }
    const off = { TargetUin: person.uin, AccessKeyId: person.secretId, Status: 'Inactive' }
    const { revision } = await call(world.started.server.url, 'UpdateAccessKey', off, { by: root, nowMs: clock() })
    expect(revision).toMatch(/./)
    expect(await ask(revision)).toBe('AuthFailure.SecretIdNotFound')
    // From then on for everybody.
    expect(await ask(undefined)).toBe('AuthFailure.SecretIdNotFound')
    expect(await ask('no-token')).toBe('ServiceUnavailable')
    expect(troubles.splice(0).join()).toContain('X-OpenCAM-At-Least')
  })

  test('knows address and caller; an address that is not known is none', async () => {
    const guard = make()
    expect(await said(guard, ann, 'ListNotes')).toBe('allow')
    for (const address of ['192.0.2.1', undefined]) {
      expect(await said(guard, ann, 'ListNotes', {}, { address })).toBe('AuthFailure.UnauthorizedOperation')
    }
  })

  test('refuses signatures that are wrong, old, for another service, or of nobody here', async () => {
    const guard = make()
    const wire = notesCall(ann, 'ReadNote', { Id: 'a' }, clock())
    const codeOf = async (request: ReturnType<typeof asGuardRequest>): Promise<string> => {
      const verdict = await guard.check(request)
      return verdict.allowed ? 'allow' : `${verdict.status} ${verdict.code}`
    }
    expect(await codeOf(asGuardRequest(wire, { body: Buffer.from('{"Id":"b"}') }))).toBe(
      '401 AuthFailure.SignatureFailure',
    )
    expect(await codeOf(asGuardRequest(notesCall({ ...ann, secretKey: 'x' }, 'ReadNote', { Id: 'a' }, clock())))).toBe(
      '401 AuthFailure.SignatureFailure',
    )
    const old = notesCall(ann, 'ReadNote', { Id: 'a' }, clock() - 301_000)
    expect(await codeOf(asGuardRequest(old))).toBe('401 AuthFailure.SignatureExpire')
    const elsewhere = notesCall(ann, 'ReadNote', { Id: 'a' }, clock(), 'ses')
    expect(await codeOf(asGuardRequest(elsewhere))).toBe('401 AuthFailure.InvalidAuthorization')
    const stranger = await world.started.account(`stranger-${make.name}`)
    const foreign = { ...ann, secretId: stranger.secretId, secretKey: stranger.secretKey }
    for (const nobody of [foreign, { ...ann, secretId: 'AKIDnobody' }]) {
      const theirs = asGuardRequest(notesCall(nobody, 'ReadNote', { Id: 'a' }, clock()))
      expect(await codeOf(theirs)).toBe('401 AuthFailure.SecretIdNotFound')
    }
    const unsigned = asGuardRequest({ ...wire, headers: { 'Content-Type': 'application/json', Host: 'x' } })
    expect(await codeOf(unsigned)).toBe('401 MissingParameter')
    expect(await codeOf(asGuardRequest(wire, { method: 'PUT' }))).toBe('401 UnsupportedProtocol')
    expect(await codeOf(asGuardRequest(notesCall(ann, 'Nothing', {}, clock())))).toBe('400 InvalidAction')
  })

  test('takes temporary keys within their session’s policy, and no longer than they last', async () => {
    const guard = make()
    const Policy = encodeURIComponent(JSON.stringify(allow('notes:ReadNote', 'qcs::notes:::note/a')))
    const { Credentials } = await world.ok('GetFederationToken', { Name: 'visit', Policy, DurationSeconds: 1800 })
    const { TmpSecretId, TmpSecretKey, Token } = Credentials as Record<string, string>
    const visitor = { ...ann, secretId: `${TmpSecretId}`, secretKey: `${TmpSecretKey}`, token: `${Token}` }
    expect(await check(guard, visitor, 'ReadNote', { Id: 'a' })).toMatchObject({
      allowed: true,
      caller: { kind: 'root', session: { kind: 'federation', name: 'visit', secondFactor: false } },
    })
    expect(await said(guard, visitor, 'ReadNote', { Id: 'b' })).toBe('AuthFailure.UnauthorizedOperation')
    expect(await said(guard, { ...visitor, token: 'x' }, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.TokenFailure')
    clock.advance(1_800_000)
    expect(await said(guard, visitor, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.TokenFailure')
  })

  test('refuses everything when the server is not there, talks nonsense, or does not let the guard ask', async () => {
    const guard = make()
    for (const cut of ['hang-up', 'nonsense'] as const) {
      world.line.cut = cut
      clock.advance(60_000)
      expect(await check(guard, ann, 'ReadNote', { Id: 'a' })).toMatchObject({
        status: 503,
        code: 'ServiceUnavailable',
      })
    }
    expect(troubles).toHaveLength(2)
    expect(troubles.join()).not.toContain(world.key.secretKey)
    world.line.cut = undefined
    const wrong = { ...options(), credential: ann }
    const other = notesGuard(make === local ? localEngine(wrong) : remoteEngine(wrong), { onTrouble })
    expect(await said(other, ann, 'ReadNote', { Id: 'a' })).toBe('ServiceUnavailable')
  })

  test('a service cannot state what only the server knows', async () => {
    const engine = make === local ? localEngine(options()) : remoteEngine(options())
    const stating = (context: object) =>
      notesGuard(engine, { ask: () => ({ action: 'ListNotes', context: { ...context } }) })
    expect(await said(stating({ 'qcs:ip': '10.9.9.9' }), ann, 'ListNotes', {}, { address: undefined })).toBe('allow')
    for (const key of ['qcs:uin', 'mfa', 'sts:role_name']) {
      await expect(check(stating({ [key]: '1' }), ann, 'ListNotes')).rejects.toThrow(key)
    }
  })
})

describe('the local engine', () => {
  test('asks about a caller once, and then only how far the account has moved on', async () => {
    const guard = local()
    for (const Id of ['a', 'b', 'c']) expect(await said(guard, ann, 'ReadNote', { Id })).toBe('allow')
    expect(world.line.calls).toEqual(['GetGuardState', 'GetGuardCaller'])
    clock.advance(2_001)
    await Promise.all(['a', 'b', 'c'].map((Id) => said(guard, ann, 'ReadNote', { Id })))
    expect(world.line.calls).toEqual(['GetGuardState', 'GetGuardCaller', 'GetGuardState'])
  })

  test('follows changes within its interval: policies, keys switched off and on, keys that are new', async () => {
    const guard = local()
    const bob = await world.user('bob')
    expect(await said(guard, bob, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.UnauthorizedOperation')
    const PolicyDocument = JSON.stringify(allow('notes:*'))
    const { PolicyId } = await world.ok('CreatePolicy', { PolicyName: 'bobs', PolicyDocument })
    await world.ok('AttachUserPolicy', { PolicyId, AttachUin: bob.uin })
    expect(await said(guard, bob, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.UnauthorizedOperation')
    clock.advance(2_001)
    expect(await said(guard, bob, 'ReadNote', { Id: 'a' })).toBe('allow')
    const status = (Status: string) =>
      world.ok('UpdateAccessKey', { AccessKeyId: bob.secretId, Status, TargetUin: bob.uin })
    await status('Inactive')
    clock.advance(2_001)
    expect(await said(guard, bob, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.SecretIdNotFound')
    await status('Active')
    expect(await said(guard, bob, 'ReadNote', { Id: 'a' })).toBe('AuthFailure.SecretIdNotFound')
    clock.advance(2_001)
    expect(await said(guard, bob, 'ReadNote', { Id: 'a' })).toBe('allow')
  })

  test('goes on for a while without the server, with whom it knows, and then refuses everybody', async () => {
    const guard = local({ refreshMs: 1_000, maxAgeMs: 10_000 })
    const eve = await world.user('eve', allow('notes:*'))
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('allow')
    world.line.cut = 'hang-up'
    clock.advance(5_000)
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('allow')
    expect(await said(guard, eve, 'ReadNote', { Id: 'a' })).toBe('ServiceUnavailable')
    clock.advance(5_000)
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('allow')
    clock.advance(1)
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('ServiceUnavailable')
    world.line.cut = undefined
    clock.advance(1_001)
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('allow')
  })

  test('does not ask a server that is gone for every request', async () => {
    const guard = local({ refreshMs: 1_000, maxAgeMs: 10_000 })
    await said(guard, ann, 'ReadNote', { Id: 'a' })
    world.line.cut = 'hang-up'
    world.line.calls.length = 0
    clock.advance(1_001)
    for (let count = 0; count < 5; count += 1) await said(guard, ann, 'ReadNote', { Id: 'a' })
    expect(world.line.calls).toEqual(['GetGuardState'])
  })

  test('knows nobody’s key for another day: at midnight it asks again', async () => {
    const guard = local()
    clock.set(Date.UTC(2026, 0, 3, 23, 59, 58))
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('allow')
    world.line.calls.length = 0
    clock.advance(2_000)
    expect(await said(guard, ann, 'ReadNote', { Id: 'a' })).toBe('allow')
    expect(world.line.calls).toEqual(['GetGuardCaller'])
  })

  test('refuses settings that could never be met', () => {
    expect(() => localEngine({ ...options(), refreshMs: 5, maxAgeMs: 4 })).toThrow('too old')
    expect(() => localEngine({ ...options(), endpoint: 'ftp://x' })).toThrow('no http or https origin')
  })
})

test('remote and local engines agree on whatever is asked', async () => {
  const [one, two] = [local(), remote()]
  for (const action of ['ReadNote', 'WriteNote', 'ListNotes', 'Nothing']) {
    for (const Id of ['a', 'secret', 'x/y', '*', '']) {
      for (const address of ['10.0.0.1', '192.0.2.1', '::1', undefined]) {
        const [first, second] = [
          await said(one, ann, action, { Id }, { address }),
          await said(two, ann, action, { Id }, { address }),
        ]
        expect(second, `${action} ${Id} ${address}`).toBe(first)
      }
    }
  }
})
