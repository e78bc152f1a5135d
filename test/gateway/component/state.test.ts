// What component calls change, on both databases: policies, attachments, and nothing where a call is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from '../../api/harness.ts'
import { backends, type Place } from '../../store/backends.ts'
import { type ComponentCaller, componentCaller } from './caller.ts'

describe.each(backends)('component calls on $name', ({ make }) => {
  let place: Place
  let server: Harness
  let caller: ComponentCaller
  let user: Identity
  let groupId: number
  beforeAll(async () => {
    place = await make()
    const { databaseUrl } = place.options
    server = await openHarness({ quotas: { attachments: 3 }, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    caller = componentCaller(server)
    user = await server.user('consumer')
    groupId = Number((await server.ok('CreateGroup', { GroupName: 'consumers' }))['GroupId'])
    await server.ok('AddUserToGroup', { Info: [{ Uid: user.uid, GroupId: groupId }] })
  })
  afterAll(async () => {
    await server.close()
    await place.drop()
  })

  const queue = (name: string): string =>
    `qcs::cmqqueue:bj:uin/${server.root.account}:queueName/uin/${user.uin}/${name}`
  const effect = async (ActionName: string, resource: string, TargetUin = user.uin): Promise<unknown> =>
    (await server.ok('CheckAccess', { ActionName, Resource: [resource], TargetUin }))['Effect']
  const owned = (rest: string): string => `qcs::cam::uin/${server.root.account}:${rest}`
  const holders = async (policyId: unknown): Promise<readonly unknown[]> =>
    (await server.ok('ListEntitiesForPolicy', { PolicyId: policyId }))['List'] as readonly unknown[]

  test('CreateCamStrategy makes the policy, and says whose it is', async () => {
    const strategyInfo = JSON.stringify(allow('name/cmqqueue:ReceiveMessage', queue('plain')))
    const data = await caller.ok('CreateCamStrategy', { strategyName: 'plain', strategyInfo, remark: 'hello' })
    const { account } = server.root
    const { appId } = (await server.world.store.read.accounts.get(account)) ?? {}
    expect(data).toEqual({ strategyId: data['strategyId'], ownerUin: account, uin: account, ownerAppid: appId })
    expect(await server.ok('GetPolicy', { PolicyId: data['strategyId'] })).toMatchObject({
      PolicyName: 'plain',
      Description: 'hello',
      PolicyDocument: strategyInfo,
    })
    expect(await holders(data['strategyId'])).toEqual([])
    expect(await effect('cmqqueue:ReceiveMessage', queue('plain'))).toBe('deny')
  })

  test('a call that changed something tells the revision, a refused one tells none', async () => {
    const envelope = (para: object): string =>
      JSON.stringify({
        version: 1,
        componentName: 'MC',
        eventId: 1,
        interface: { interfaceName: 'CreateCamStrategy', para },
      })
    const told = async (para: object): Promise<string | undefined> => {
      const { headers } = await caller.reply(caller.request(envelope(para)))
      const at = headers.indexOf('X-OpenCAM-Revision')
      return at < 0 ? undefined : headers[at + 1]
    }
    const { account } = server.root
    const token = await told({ strategyName: 'revised', strategyInfo: allow('cmqqueue:*') })
    const now = (await server.world.store.revision(account)) ?? 0
    expect(token).toBe(server.dispatcher.revisions.tokenOf(account, now))
    expect(await told({ strategyName: 'revised', strategyInfo: allow('*') })).toBeUndefined()
  })

  test('OperateCamStrategy attaches to a user and takes away, each of them once more without harm', async () => {
    const strategyInfo = allow('cmqqueue:SendMessage', queue('operated'))
    const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'operated', strategyInfo })
    const operate = (actionType: number) =>
      caller.ok('OperateCamStrategy', { groupId: -1, relateUin: user.uin, strategyId, actionType })
    for (const actionType of [1, 1]) await operate(actionType)
    expect(await effect('cmqqueue:SendMessage', queue('operated'))).toBe('allow')
    for (const actionType of [2, 2]) await operate(actionType)
    expect(await effect('cmqqueue:SendMessage', queue('operated'))).toBe('deny')
  })

  test('OperateCamStrategy attaches to a user group, whose members gain and lose by it', async () => {
    const strategyInfo = allow('cmqtopic:PublishMessage')
    const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'grouped', strategyInfo })
    const operate = (actionType: number) =>
      caller.ok('OperateCamStrategy', { groupId, relateUin: -1, strategyId, actionType })
    await operate(1)
    expect(await effect('cmqtopic:PublishMessage', '*')).toBe('allow')
    await operate(2)
    expect(await effect('cmqtopic:PublishMessage', '*')).toBe('deny')
  })

  test('OperateCamStrategy attaches a preset policy', async () => {
    const strategyId = server.world.presets.byName('AdministratorAccess')?.policyId
    const operate = (actionType: number) =>
      caller.ok('OperateCamStrategy', { groupId: -1, relateUin: user.uin, strategyId, actionType })
    await operate(1)
    expect(await effect('cmqqueue:DeleteQueue', '*')).toBe('allow')
    await operate(2)
    expect(await effect('cmqqueue:DeleteQueue', '*')).toBe('deny')
  })

  test('a principal: the users and groups that it names have the policy at once', async () => {
    const principal = { qcs: [owned(`uin/${user.uin}`), owned(`groupid/${groupId}`), owned(`uin/${user.uin}`)] }
    const strategyInfo = { ...allow('cmqqueue:BatchDeleteMessage', queue('named')), principal }
    const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'named', strategyInfo })
    expect(await holders(strategyId)).toMatchObject([
      { RelatedType: 2, Id: String(groupId) },
      { RelatedType: 1, Uin: user.uin },
    ])
    expect(await effect('cmqqueue:BatchDeleteMessage', queue('named'))).toBe('allow')
    await server.ok('DeletePolicy', { PolicyId: [strategyId] })
  })

  test('a principal that names somebody who is not there: nothing is made', async () => {
    const principal = { qcs: [owned(`uin/${user.uin}`), owned('groupid/999999')] }
    const strategyInfo = { ...allow('cmqqueue:*'), principal }
    const message = await caller.refused(4404, 'CreateCamStrategy', { strategyName: 'nobody', strategyInfo })
    expect(message).toContain('ResourceNotFound.GroupNotExist')
    expect(await server.ok('ListPolicies', { Keyword: 'nobody' })).toMatchObject({ TotalNum: 0 })
  })

  test('a principal without room for one more policy: nothing is made, for the others neither', async () => {
    const documents = [allow('cos:A'), allow('cos:B'), allow('cos:C')]
    const full = await server.user('full', ...documents)
    const principal = { qcs: [owned(`uin/${user.uin}`), owned(`uin/${full.uin}`)] }
    const strategyInfo = { ...allow('cmqqueue:PeekMessage'), principal }
    const message = await caller.refused(4400, 'CreateCamStrategy', { strategyName: 'no-room', strategyInfo })
    expect(message).toContain('InvalidParameter.AttachmentFull')
    expect(await server.ok('ListPolicies', { Keyword: 'no-room' })).toMatchObject({ TotalNum: 0 })
    expect(await effect('cmqqueue:PeekMessage', '*')).toBe('deny')
  })

  test('a name in use', async () => {
    const strategyInfo = allow('cmqqueue:*')
    await caller.ok('CreateCamStrategy', { strategyName: 'twice', strategyInfo })
    const message = await caller.refused(4409, 'CreateCamStrategy', { strategyName: 'TWICE', strategyInfo })
    expect(message).toContain('FailedOperation.PolicyNameInUse')
  })

  test('numbers of another account are numbers that nobody has', async () => {
    const stranger = await server.account('stranger')
    const as = stranger
    const strategyInfo = allow('cmqqueue:*')
    const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'theirs', strategyInfo }, { as })
    const mine = await caller.ok('CreateCamStrategy', { strategyName: 'mine', strategyInfo })
    const operate = { groupId: -1, relateUin: user.uin, strategyId, actionType: 1 }
    const foreign = await caller.refused(4404, 'OperateCamStrategy', operate)
    const unused = await caller.refused(4404, 'OperateCamStrategy', { ...operate, strategyId: 99_999_999 })
    const plain = (text: string): string => text.replace(/\d+|RequestId \S+/g, 'N')
    expect(plain(foreign)).toBe(plain(unused))
    const group = { groupId, relateUin: -1, strategyId, actionType: 1 }
    expect(await caller.refused(4404, 'OperateCamStrategy', group, { as })).toContain('GroupNotExist')
    const theirs = { ...operate, strategyId, relateUin: user.uin }
    expect(await caller.refused(4404, 'OperateCamStrategy', theirs, { as })).toContain('UserNotExist')
    const detach = { ...operate, strategyId: mine['strategyId'], relateUin: stranger.uin, actionType: 2 }
    expect(await caller.refused(4404, 'OperateCamStrategy', detach)).toContain('UserNotExist')
    expect(await holders(mine['strategyId'])).toEqual([])
  })

  test('what was done stands in the audit events as the call that it is', async () => {
    const { strategyId } = await caller.ok('CreateCamStrategy', {
      strategyName: 'audited',
      strategyInfo: allow('cmqqueue:*'),
    })
    await caller.ok('OperateCamStrategy', { groupId: -1, relateUin: user.uin, strategyId, actionType: 1 })
    const events = await server.world.store.read.audit.list(server.root.account, {}, { limit: 2 })
    expect(events).toMatchObject([
      { action: 'AttachUserPolicy', uin: server.root.uin, outcome: 'ok' },
      { action: 'CreatePolicy', uin: server.root.uin, outcome: 'ok' },
    ])
  })
})
