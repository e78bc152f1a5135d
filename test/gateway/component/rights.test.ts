// Who may make component calls: whoever may make the calls of the API that they stand for, signed with a live key, once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnreachable } from '../../../src/store/unreachable.ts'
import { allow, deny, type Harness, type Identity, openHarness } from '../../api/harness.ts'
import { type ComponentCaller, componentCaller, readReply } from './caller.ts'

let server: Harness
let caller: ComponentCaller
let user: Identity
let strategyId: unknown

beforeAll(async () => {
  server = await openHarness()
  caller = componentCaller(server)
  user = await server.user('holder')
  const made = await caller.ok('CreateCamStrategy', { strategyName: 'first', strategyInfo: allow('cmqqueue:*') })
  strategyId = made['strategyId']
})
afterAll(() => server.close())

const named = (...rest: readonly string[]): object => ({
  ...allow('*'),
  principal: { qcs: rest.map((one) => `qcs::cam::uin/${server.root.account}:${one}`) },
})
const toUser = () => ({ groupId: -1, relateUin: user.uin, strategyId, actionType: 1 })

describe('rights', () => {
  test('a user without policies is refused, and the refusal is kept', async () => {
    const as = await server.user('nobody')
    const message = await caller.refused(4102, 'OperateCamStrategy', toUser(), { as })
    expect(message).toContain('AuthFailure.UnauthorizedOperation')
    expect(message).toContain('cam:AttachUserPolicy')
    await server.dispatcher.flush()
    const requestId = /RequestId (\S+)\)$/.exec(message)?.[1] ?? ''
    expect(await server.world.store.refusal(requestId)).toMatchObject({ account: server.root.account })
  })

  test('each call needs the right to the call that it stands for, and no other', async () => {
    const groupId = Number((await server.ok('CreateGroup', { GroupName: 'held' }))['GroupId'])
    const toGroup = { groupId, relateUin: -1, strategyId }
    const calls = {
      AttachUserPolicy: toUser(),
      DetachUserPolicy: { ...toUser(), actionType: 2 },
      AttachGroupPolicy: { ...toGroup, actionType: 1 },
      DetachGroupPolicy: { ...toGroup, actionType: 2 },
    }
    for (const granted of Object.keys(calls)) {
      const as = await server.user(`only-${granted}`, allow(`cam:${granted}`))
      for (const [action, para] of Object.entries(calls)) {
        const { returnCode } = await caller.call('OperateCamStrategy', para, { as })
        expect(returnCode, `${granted} for ${action}`).toBe(action === granted ? 0 : 4102)
      }
    }
  })

  test('who may make policies may not hand them out by a principal', async () => {
    const as = await server.user('writer', allow('cam:CreatePolicy'))
    await caller.ok('CreateCamStrategy', { strategyName: 'written', strategyInfo: allow('*') }, { as })
    for (const strategyInfo of [named(`uin/${as.uin}`), named('groupid/1')]) {
      const para = { strategyName: 'self-service', strategyInfo }
      const message = await caller.refused(4102, 'CreateCamStrategy', para, { as })
      expect(message).toMatch(/cam:Attach(User|Group)Policy/)
    }
    expect(await server.ok('ListPolicies', { Keyword: 'self-service' })).toMatchObject({ TotalNum: 0 })
  })

  test('who may make policies and attach them to users may name users, and no groups', async () => {
    const as = await server.user('giver', allow(['cam:CreatePolicy', 'cam:AttachUserPolicy']))
    const given = { strategyName: 'given', strategyInfo: named(`uin/${user.uin}`) }
    await caller.ok('CreateCamStrategy', given, { as })
    const mixed = { strategyName: 'mixed', strategyInfo: named(`uin/${user.uin}`, 'groupid/1') }
    expect(await caller.refused(4102, 'CreateCamStrategy', mixed, { as })).toContain('cam:AttachGroupPolicy')
  })

  test('a deny of attaching holds for root accounts’ users too, whatever else they may', async () => {
    const as = await server.user('almost', allow('*'), deny('cam:AttachUserPolicy'))
    await caller.refused(4102, 'OperateCamStrategy', toUser(), { as })
    const para = { strategyName: 'denied', strategyInfo: named(`uin/${user.uin}`) }
    await caller.refused(4102, 'CreateCamStrategy', para, { as })
  })

  test('a session of a federation token is bound by its policy', async () => {
    const answer = await server.ok('GetFederationToken', {
      Name: 'bound',
      Policy: encodeURIComponent(JSON.stringify(allow('cam:AttachUserPolicy'))),
    })
    const { Credentials } = answer as { Credentials: { TmpSecretId: string; TmpSecretKey: string; Token: string } }
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = Credentials
    const as = { ...server.root, secretId, secretKey, token }
    await caller.ok('OperateCamStrategy', toUser(), { as })
    await caller.refused(4102, 'OperateCamStrategy', { ...toUser(), actionType: 2 }, { as })
    const without = { ...as, token: 'x' }
    await caller.refused(4100, 'OperateCamStrategy', toUser(), { as: without })
  })

  test('where objects are checked, the policy and the holder named are asked for', async () => {
    const fine = await openHarness({ rules: { resourceLevel: 'fine' } })
    const fineCaller = componentCaller(fine)
    const holder = await fine.user('holder')
    const other = await fine.user('other')
    const owned = (rest: string): string => `qcs::cam::uin/${fine.root.account}:${rest}`
    const resources = ['policyid/*', `uin/${holder.uin}`].map(owned)
    const as = await fine.user('giver', allow(['cam:CreatePolicy', 'cam:AttachUserPolicy'], resources))
    const infoFor = ({ uin }: Identity): object => ({ ...allow('cos:*'), principal: { qcs: owned(`uin/${uin}`) } })
    const make = (strategyName: string, to: Identity) =>
      fineCaller.call('CreateCamStrategy', { strategyName, strategyInfo: infoFor(to) }, { as })
    expect(await make('held', holder)).toMatchObject({ returnCode: 0 })
    expect(await make('not-held', other)).toMatchObject({ returnCode: 4102 })
    await fine.close()
  })
})

describe('the same right by the option that attaches principals of API calls', () => {
  test('making, changing and putting in force need the right to attach', async () => {
    const attaching = await openHarness({ rules: { policyPrincipal: 'attach' } })
    const as = await attaching.user(
      'writer',
      allow(['cam:*Policy', 'cam:*PolicyVersion']),
      deny('cam:AttachUserPolicy'),
    )
    const principal = { qcs: `qcs::cam::uin/${attaching.root.account}:uin/${as.uin}` }
    const PolicyDocument = JSON.stringify({ ...allow('*'), principal })
    const plain = { PolicyName: 'plain', PolicyDocument: JSON.stringify(allow('*')) }
    const { PolicyId } = await attaching.ok('CreatePolicy', plain, { as })
    const code = 'AuthFailure.UnauthorizedOperation'
    await attaching.refused(code, 'CreatePolicy', { PolicyName: 'mine', PolicyDocument }, { as })
    await attaching.refused(code, 'UpdatePolicy', { PolicyId, PolicyDocument }, { as })
    const version = { PolicyId, PolicyDocument, SetAsDefault: true }
    await attaching.refused(code, 'CreatePolicyVersion', version, { as })
    await attaching.ok('CreatePolicyVersion', { ...version, SetAsDefault: false })
    await attaching.refused(code, 'SetDefaultPolicyVersion', { PolicyId, VersionId: 2 }, { as })
    expect(await attaching.ok('ListEntitiesForPolicy', { PolicyId })).toMatchObject({ TotalNum: 0 })
    await attaching.ok('SetDefaultPolicyVersion', { PolicyId, VersionId: 2 })
    expect(await attaching.ok('ListEntitiesForPolicy', { PolicyId })).toMatchObject({ TotalNum: 1 })
    await attaching.close()
  })
})

describe('signatures', () => {
  const body = (eventId: number): string => {
    const para = toUser()
    const inner = { interfaceName: 'OperateCamStrategy', para }
    return JSON.stringify({ version: 1, componentName: 'MC', eventId, interface: inner })
  }

  test('unsigned', async () => {
    const answer = await caller.send(body(1), { headers: { authorization: undefined } })
    expect(answer).toMatchObject({ returnCode: 4000, eventId: 1 })
    expect(answer.returnMessage).toMatch(/^MissingParameter: .*Authorization/)
    expect(await caller.send(body(2), { headers: { authorization: 'SKIP' } })).toMatchObject({ returnCode: 4100 })
  })

  test('without a time', async () => {
    const answer = await caller.send(body(3), { headers: { 'x-tc-timestamp': undefined } })
    expect(answer.returnMessage).toMatch(/^MissingParameter: .*Timestamp/)
  })

  test('signed by a key that is not there, or with another secret', async () => {
    const as = { ...server.root, secretId: 'AKIDnobody' }
    expect(await caller.send(body(4), { as })).toMatchObject({ returnCode: 4100 })
    const wrong = { ...server.root, secretKey: 'wrong' }
    expect(await caller.send(body(5), { as: wrong })).toMatchObject({ returnCode: 4100 })
  })

  test('signed for another body', async () => {
    const request = caller.request(body(6))
    const altered = { ...request, body: Buffer.from(body(7)) }
    expect(readReply(await caller.reply(altered))).toMatchObject({ returnCode: 4100, eventId: 7 })
  })

  test('signed too long ago, or in the future', async () => {
    expect(await caller.send(body(8), { agoSeconds: 301 })).toMatchObject({ returnCode: 4200 })
    expect(await caller.send(body(9), { agoSeconds: -301 })).toMatchObject({ returnCode: 4200 })
    expect(await caller.send(body(10), { agoSeconds: 299 })).toMatchObject({ returnCode: 0 })
  })

  test('the same signed call a second time, also when its letters are of the other case', async () => {
    const request = caller.request(body(11))
    expect(readReply(await caller.reply(request))).toMatchObject({ returnCode: 0 })
    const again = readReply(await caller.reply(request))
    expect(again).toMatchObject({ returnCode: 4500, eventId: 11 })
    const authorization = request.header('authorization') ?? ''
    const upper = authorization.replace(/[0-9a-f]{64}$/, (signature) => signature.toUpperCase())
    const cased = { ...request, header: (name: string) => (name === 'authorization' ? upper : request.header(name)) }
    expect(readReply(await caller.reply(cased))).toMatchObject({ returnCode: 4500 })
    server.clock.advance(601_000)
    expect(readReply(await caller.reply(request))).toMatchObject({ returnCode: 4200 })
  })

  test('a forged call does not use up the true one', async () => {
    const request = caller.request(body(12))
    const forged = { ...request, body: Buffer.from(body(13)) }
    expect(readReply(await caller.reply(forged))).toMatchObject({ returnCode: 4100 })
    expect(readReply(await caller.reply(request))).toMatchObject({ returnCode: 0 })
  })

  test('an unsigned body is refused where others could have changed it', async () => {
    const headers = { 'x-tc-content-sha256': 'UNSIGNED-PAYLOAD' }
    expect(await caller.send(body(14), { headers })).toMatchObject({ returnCode: 4100 })
  })
})

test('the rate of a component call is that of the call it stands for', async () => {
  const limited = await openHarness({ rules: { rateLimits: 'documented' } })
  const limitedCaller = componentCaller(limited)
  const codes: number[] = []
  for (let index = 0; index < 12; index += 1) {
    const para = { strategyName: `quick-${index}`, strategyInfo: allow('cos:*') }
    codes.push((await limitedCaller.call('CreateCamStrategy', para)).returnCode)
  }
  expect(codes).toEqual([...Array(10).fill(0), 4429, 4429])
  await limited.close()
})

test('a fault of the server is told as one, and not what it was', async () => {
  let full = true
  const broken = await openHarness({
    wrap: (store) => ({
      ...store,
      transaction: (work) => (full ? Promise.reject(new Error('disk of secrets full')) : store.transaction(work)),
    }),
  })
  const message = await componentCaller(broken).refused(5100, 'CreateCamStrategy', {
    strategyName: 'lost',
    strategyInfo: allow('cos:*'),
  })
  expect(message).not.toContain('disk')
  full = false
  await broken.close()
})

test('a database that cannot be reached is said to be, whether it is lost before or after the key was read', async () => {
  let lost: 'key' | 'write' | undefined
  const far = await openHarness({
    wrap: (store) => ({
      ...store,
      keyHolder: (id) => (lost === 'key' ? Promise.reject(new StoreUnreachable()) : store.keyHolder(id)),
      transaction: (work) => (lost === 'write' ? Promise.reject(new StoreUnreachable()) : store.transaction(work)),
    }),
  })
  const calls = componentCaller(far)
  for (const at of ['key', 'write'] as const) {
    lost = at
    const { returnMessage } = await calls.call('CreateCamStrategy', { strategyName: 'far', strategyInfo: allow('*') })
    expect(returnMessage, at).toContain('ServiceUnavailable')
  }
  lost = undefined
  await calls.ok('CreateCamStrategy', { strategyName: 'far', strategyInfo: allow('*') })
  await far.close()
})
