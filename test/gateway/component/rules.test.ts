// The rules that the message queue's page on permissions states, one test each: written by a component call, and shown
// by a decision of the programs that authorise calls.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Preset } from '../../../src/catalog/presets.ts'
import { allow, type Harness, type Identity, openHarness } from '../../api/harness.ts'
import { type ComponentCaller, componentCaller } from './caller.ts'

const presetId = 9_098_001
const presetText = { description: '', serviceType: 'cmqqueue', serviceLinked: false, createMode: 2 }
const preset: Preset = {
  policyId: presetId,
  name: 'QueueConsumerPreset',
  document: JSON.stringify(allow('cmqqueue:ReceiveMessage', 'qcs::cmqqueue::uin/-1:queueName/*')),
  addedMs: 0,
  updatedMs: 0,
  ...presetText,
}

let server: Harness
let caller: ComponentCaller
let user: Identity
let appId: number
let made = 0

beforeAll(async () => {
  server = await openHarness({ presets: [preset] })
  caller = componentCaller(server)
  user = await server.user('consumer')
  appId = Number((await server.ok('GetUserAppId'))['AppId'])
})
afterAll(() => server.close())

const queue = (region = 'bj', name = 'orders', project = ''): string =>
  `qcs:${project}:cmqqueue:${region}:uin/${server.root.account}:queueName/uin/${user.uin}/${name}`
const topic = (name = 'news'): string => `qcs::cmqtopic:bj:uin/${server.root.account}:topicName/uin/${user.uin}/${name}`

/** Makes a policy by a component call for the user, asks, and takes the policy away. */
async function effectUnder(strategyInfo: unknown, ActionName: string, ...resources: string[]): Promise<unknown[]> {
  made += 1
  const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: `rule-${made}`, strategyInfo })
  await caller.ok('OperateCamStrategy', { groupId: -1, relateUin: user.uin, strategyId, actionType: 1 })
  const effects = await effectsOf(ActionName, ...resources)
  await server.ok('DeletePolicy', { PolicyId: [strategyId] })
  return effects
}

async function effectsOf(ActionName: string, ...resources: string[]): Promise<unknown[]> {
  const effects: unknown[] = []
  for (const resource of resources) {
    const question = { ActionName, Resource: [resource], TargetUin: user.uin }
    effects.push((await server.ok('CheckAccess', question))['Effect'])
  }
  return effects
}

function refusedText(code: number, strategyInfo: unknown): Promise<string> {
  made += 1
  return caller.refused(code, 'CreateCamStrategy', { strategyName: `refused-${made}`, strategyInfo })
}

test('the sample: list all queues, receive from and delete in one, or in all of its creator', async () => {
  const strategyInfo = {
    version: '2.0',
    statement: [
      { effect: 'allow', action: 'name/cmqqueue:ListQueue', resource: '*' },
      {
        effect: 'allow',
        action: ['name/cmqqueue:ReceiveMessage', 'name/cmqqueue:BatchDeleteMessage'],
        resource: [queue(), queue('bj', '*')],
      },
    ],
  }
  expect(await effectUnder(strategyInfo, 'cmqqueue:ListQueue', '*')).toEqual(['allow'])
  expect(await effectUnder(strategyInfo, 'cmqqueue:ReceiveMessage', queue(), queue('gz'))).toEqual(['allow', 'deny'])
  expect(await effectUnder(strategyInfo, 'cmqqueue:BatchDeleteMessage', queue('bj', 'bills'))).toEqual(['allow'])
  expect(await effectUnder(strategyInfo, 'cmqqueue:SendMessage', queue())).toEqual(['deny'])
})

test('cmqqueue is the queue model, cmqtopic the topic model', async () => {
  expect(await effectUnder(allow('*', queue()), 'cmqqueue:SendMessage', queue())).toEqual(['allow'])
  expect(await effectUnder(allow('*', topic()), 'cmqtopic:PublishMessage', topic())).toEqual(['allow'])
  const swapped = queue().replace('cmqqueue', 'cmqtopic')
  expect(await effectUnder(allow('*', queue()), 'cmqtopic:PublishMessage', swapped)).toEqual(['deny'])
})

test('strategyInfo is JSON text', async () => {
  const text = ` ${JSON.stringify(allow('cmqqueue:*', queue()), null, 2)}\n`
  expect(await effectUnder(text, 'cmqqueue:SendMessage', queue())).toEqual(['allow'])
})

test('strategyInfo is the object itself, numbers as they were spelled', async () => {
  const info = `{"version":"2.0","statement":[{"effect":"allow","action":"cos:*","resource":"*","condition":{"numeric_equal":{"cos:content-length":[12345678901234567890,1.50]}}}]}`
  const envelope = `{"version":1,"componentName":"MC","eventId":77,"interface":{"interfaceName":"CreateCamStrategy","para":{"strategyName":"spelled","strategyInfo":${info}}}}`
  const answer = await caller.send(envelope)
  expect(answer).toMatchObject({ returnCode: 0, eventId: 77 })
  const { PolicyDocument } = await server.ok('GetPolicy', { PolicyId: answer.data['strategyId'] })
  expect(PolicyDocument).toBe(info)
})

test('strategyInfo in single quotes is refused', async () => {
  const text = JSON.stringify(allow('cmqqueue:*')).replaceAll('"', "'")
  expect(await refusedText(4000, text)).toMatch(/^InvalidParameter\.PolicyDocumentError: .*not JSON/)
})

test('project: empty, id/0, * and id/* all mean every project', async () => {
  for (const project of ['', 'id/0', '*', 'id/*']) {
    const asked = ['', 'id/0', 'id/1158313'].map((one) => queue('bj', 'orders', one))
    const effects = await effectUnder(allow('cmqqueue:*', queue('bj', 'orders', project)), 'cmqqueue:X', ...asked)
    expect(effects, project).toEqual(['allow', 'allow', 'allow'])
  }
})

test('project: every other one is refused, as no policy has projects today', async () => {
  const message = await refusedText(4000, allow('cmqqueue:*', queue('bj', 'orders', 'id/1158313')))
  expect(message).toContain('InvalidParameter.ResourceProjectError')
})

test('serviceType: * is every product', async () => {
  const every = allow('*', queue().replace('cmqqueue', '*'))
  const swapped = queue().replace('cmqqueue', 'cmqtopic')
  expect(await effectUnder(every, 'cmqqueue:X', queue())).toEqual(['allow'])
  expect(await effectUnder(every, 'cmqtopic:X', swapped)).toEqual(['allow'])
})

test.each(['gz', 'st', 'tj', 'sh', 'hk', 'ca', 'shjr', 'bj'])('region: %s, and no other', async (region) => {
  const others = ['gz', 'st', 'tj', 'sh', 'hk', 'ca', 'shjr', 'bj'].filter((other) => other !== region)
  const effects = await effectUnder(
    allow('cmqqueue:*', queue(region)),
    'cmqqueue:X',
    ...[region, ...others].map((one) => queue(one)),
  )
  expect(effects).toEqual(['allow', ...others.map(() => 'deny')])
})

test('region: the long name of a short one', async () => {
  const effects = await effectUnder(allow('cmqqueue:*', queue('shjr')), 'cmqqueue:X', queue('ap-shanghai-fsi'))
  expect(effects).toEqual(['allow'])
})

test('region: empty is every region', async () => {
  const effects = await effectUnder(allow('cmqqueue:*', queue('')), 'cmqqueue:X', queue('st'), queue('ca'))
  expect(effects).toEqual(['allow', 'allow'])
})

test('account: empty is uin/<root account>', async () => {
  const { account } = server.root
  const open = queue().replace(`uin/${account}:`, ':')
  const foreign = queue().replace(`uin/${account}:`, `uin/${account + 5_000}:`)
  expect(await effectUnder(allow('*', open), 'cmqqueue:X', queue(), foreign)).toEqual(['allow', 'deny'])
})

test('account: empty is uid/<AppId> for COS', async () => {
  const object = (id: number): string => `qcs::cos:gz:uid/${id}:prefix//${appId}/bucket/object`
  const open = `qcs::cos:gz::prefix//${appId}/bucket/*`
  expect(await effectUnder(allow('cos:*', open), 'cos:X', object(appId), object(appId + 1))).toEqual(['allow', 'deny'])
})

test('account: uin/-1 of a preset is the root account of the asker', async () => {
  const operate = { groupId: -1, relateUin: user.uin, strategyId: presetId }
  await caller.ok('OperateCamStrategy', { ...operate, actionType: 1 })
  const { account } = server.root
  const foreign = queue().replace(`uin/${account}:`, `uin/${account + 5_000}:`)
  expect(await effectsOf('cmqqueue:ReceiveMessage', queue(), foreign)).toEqual(['allow', 'deny'])
  await caller.ok('OperateCamStrategy', { ...operate, actionType: 2 })
  expect(await effectsOf('cmqqueue:ReceiveMessage', queue())).toEqual(['deny'])
})

test('account: uin/-1 is for presets alone', async () => {
  const message = await refusedText(4000, allow('cmqqueue:*', 'qcs::cmqqueue::uin/-1:queueName/*'))
  expect(message).toContain('InvalidParameter.ResourceUinError')
})

test('resource: name and creator and queue; another creator’s queue is another', async () => {
  const other = queue().replace(`queueName/uin/${user.uin}`, `queueName/uin/${server.root.uin}`)
  expect(await effectUnder(allow('cmqqueue:*', queue()), 'cmqqueue:X', queue(), other)).toEqual(['allow', 'deny'])
})

test('resource: the creator may be whoever asks', async () => {
  const own = `qcs::cmqqueue::uin/${server.root.account}:queueName/uin/\${uin}/*`
  const other = queue().replace(`queueName/uin/${user.uin}`, `queueName/uin/${server.root.uin}`)
  expect(await effectUnder(allow('cmqqueue:*', own), 'cmqqueue:X', queue(), other)).toEqual(['allow', 'deny'])
})

test.each(['*', '*/*', ''])('resource: "%s" is every resource, and no object too', async (last) => {
  const { account } = server.root
  const every = `qcs::*::uin/${account}:${last}`
  const asked = [queue(), topic(), `qcs::cam::uin/${account}:root`, '*']
  expect(await effectUnder(allow('*', every), 'cmqqueue:X', ...asked)).toEqual(asked.map(() => 'allow'))
})

test('resource: a statement whose resource is nothing at all is refused, as nothing is not everything', async () => {
  for (const resource of ['', [], undefined]) {
    const statement = [{ effect: 'allow', action: 'cmqqueue:*', resource }]
    const message = await refusedText(4000, { version: '2.0', statement })
    expect(message).toMatch(/InvalidParameter\.Resource(Qcs)?Error/)
  }
})

test('principal, action and resource may be one text, or a list with it', async () => {
  const principal = `qcs::cam::uin/${server.root.account}:uin/${user.uin}`
  const statement = [
    { effect: 'allow', action: 'cmqqueue:SendMessage', resource: queue() },
    { effect: 'allow', action: ['cmqqueue:PeekMessage'], resource: [queue()] },
  ]
  for (const qcs of [principal, [principal]]) {
    made += 1
    const strategyInfo = { version: '2.0', principal: { qcs }, statement }
    const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: `scalar-${made}`, strategyInfo })
    expect(await effectsOf('cmqqueue:SendMessage', queue())).toEqual(['allow'])
    expect(await effectsOf('cmqqueue:PeekMessage', queue())).toEqual(['allow'])
    await server.ok('DeletePolicy', { PolicyId: [strategyId] })
  }
})

test('principal may be left out: nobody has the policy until it is attached', async () => {
  const strategyInfo = allow('cmqqueue:SendMessage', queue())
  const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'unattached', strategyInfo })
  expect(await effectsOf('cmqqueue:SendMessage', queue())).toEqual(['deny'])
  await caller.ok('OperateCamStrategy', { groupId: -1, relateUin: user.uin, strategyId, actionType: 1 })
  expect(await effectsOf('cmqqueue:SendMessage', queue())).toEqual(['allow'])
  await server.ok('DeletePolicy', { PolicyId: [strategyId] })
})

test('a sub-account is named as a principal and as a resource', async () => {
  const named = `qcs::cam::uin/${server.root.account}:uin/${user.uin}`
  const strategyInfo = { ...allow('cam:UpdateUser', named), principal: { qcs: [named] } }
  const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'about-itself', strategyInfo })
  const other = `qcs::cam::uin/${server.root.account}:uin/${user.uin + 1}`
  expect(await effectsOf('cam:UpdateUser', named, other)).toEqual(['allow', 'deny'])
  await server.ok('DeletePolicy', { PolicyId: [strategyId] })
})

const noHolders = [
  ['the root account', (account: number) => `qcs::cam::uin/${account}:uin/${account}`, 4404, 'UserNotExist'],
  ['the root account by its other name', (account: number) => `qcs::cam::uin/${account}:root`, 4404, 'UserNotExist'],
  ['the anonymous user', () => 'qcs::cam::anonymous:anonymous', 4000, 'PrincipalError'],
  ['another account', (account: number) => `qcs::cam::uin/${account + 5_000}:uin/1`, 4000, 'PrincipalError'],
  ['a user with a tail', (account: number) => `qcs::cam::uin/${account}:uin/3232/myqueue`, 4000, 'PrincipalError'],
] as const

test.each(noHolders)('principal: %s is understood and cannot have a policy', async (_name, qcs, returnCode, code) => {
  const principal = { qcs: qcs(server.root.account) }
  expect(await refusedText(returnCode, { ...allow('cmqqueue:*'), principal })).toContain(code)
})

test('the root account is a resource like any other', async () => {
  const { account } = server.root
  const named = `qcs::cam::uin/${account}:uin/${account}`
  expect(await effectUnder(allow('cam:GetUser', named), 'cam:GetUser', named)).toEqual(['allow'])
})

test('the owner is verified: nothing of another account is within reach, whatever the policy says', async () => {
  const { account } = server.root
  const foreign = queue().replace(`uin/${account}:`, `uin/${account + 5_000}:`)
  expect(await effectUnder(allow('cmqqueue:*', foreign), 'cmqqueue:X', foreign)).toEqual(['deny'])
})

test('a policy made with a principal stays as it was sent, and the API still refuses a principal of its own', async () => {
  const principal = { qcs: `qcs::cam::uin/${server.root.account}:uin/${user.uin}` }
  const strategyInfo = JSON.stringify({ ...allow('cmqqueue:SendMessage'), principal })
  const { strategyId } = await caller.ok('CreateCamStrategy', { strategyName: 'kept', strategyInfo })
  expect((await server.ok('GetPolicy', { PolicyId: strategyId }))['PolicyDocument']).toBe(strategyInfo)
  const parameters = { PolicyName: 'by-api', PolicyDocument: strategyInfo }
  await server.refused('InvalidParameter.PrincipalError', 'CreatePolicy', parameters)
})
