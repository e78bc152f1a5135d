// What is said to be out of reach stays so on a whole server: whoever tries calls at random, with every key that comes of them, never
// comes to the right.
import { expect, test } from 'vitest'
import { type HowCouldQuestion, howCould } from '../../src/reach/how-could.ts'
import { allow, deny, type Harness, type Identity, openHarness, sessionIdentity } from '../api/harness.ts'
import { type Dice, dice } from '../property/policy/dice.ts'
import { populationOf, rulesOf } from './replay.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20261127)
const goal = 'cam:GetAccountSummary'
const callsMax = 120

/** Calls of the walks that were carried out, and accounts in which there was somebody to walk. */
const tally = { done: 0, walked: 0 }

let server: Harness

const powers = [
  'sts:AssumeRole',
  'cam:CreateAccessKey',
  'cam:DetachUserPolicy',
  'cam:DetachGroupPolicy',
  'cam:AddUserToGroup',
  'cam:RemoveUserFromGroup',
  'cam:SetDefaultPolicyVersion',
  'cam:DeletePolicy',
  'cam:DeleteUserPermissionsBoundary',
  'cam:DeleteRolePermissionsBoundary',
  'cam:CreatePolicy',
  'cam:CreateRole',
  'cam:CreateGroup',
  'cam:AddUser',
]

interface Scene {
  readonly people: readonly Identity[]
  readonly policies: readonly number[]
  readonly groups: readonly number[]
  readonly roles: readonly string[]
}

/** Powers without those that attach and write, so that not everything leads everywhere; the goal is somewhere, and denied too. */
async function build(draw: Dice): Promise<Scene> {
  const document = (): object => {
    const actions = Array.from({ length: 1 + draw.below(2) }, () => draw.pick(powers))
    return draw.chance(0.25) ? deny(draw.pick([goal, ...actions])) : allow(actions)
  }
  const policies: number[] = []
  for (let at = 0; at < 6; at += 1) {
    const PolicyDocument = JSON.stringify(at === 0 ? allow(goal) : document())
    const made = await server.ok('CreatePolicy', { PolicyName: `p${at}`, PolicyDocument })
    policies.push(Number(made['PolicyId']))
    if (draw.chance(0.4)) {
      const PolicyId = made['PolicyId']
      await server.ok('CreatePolicyVersion', {
        PolicyId,
        PolicyDocument: JSON.stringify(document()),
        SetAsDefault: draw.chance(0.5),
      })
    }
  }
  const people = [await server.user('ann'), await server.user('bob'), await server.user('eve')]
  const groups: number[] = []
  for (const GroupName of ['g1', 'g2']) {
    const { GroupId } = await server.ok('CreateGroup', { GroupName })
    groups.push(Number(GroupId))
    for (const PolicyId of policies)
      if (draw.chance(0.25)) await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
  }
  for (const { uin } of people) {
    for (const PolicyId of policies)
      if (draw.chance(0.3)) await server.ok('AttachUserPolicy', { PolicyId, AttachUin: uin })
    if (draw.chance(0.3))
      await server.ok('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId: draw.pick(policies) })
    if (draw.chance(0.3)) await server.ok('AddUserToGroup', { Info: [{ GroupId: draw.pick(groups), Uin: uin }] })
  }
  const roles = ['r1', 'r2']
  for (const RoleName of roles) {
    const principal = draw.chance(0.6)
      ? { qcs: [`qcs::cam::uin/${server.root.account}:root`] }
      : { service: ['cvm.qcloud.com'] }
    const statement = [{ effect: 'allow', action: 'name/sts:AssumeRole', principal }]
    await server.ok('CreateRole', { RoleName, PolicyDocument: JSON.stringify({ version: '2.0', statement }) })
    for (const PolicyId of policies)
      if (draw.chance(0.3)) await server.ok('AttachRolePolicy', { PolicyId, AttachRoleName: RoleName })
  }
  return { people, policies, groups, roles }
}

/** One call at random; whose keys came of it. */
async function wander(draw: Dice, scene: Scene, as: Identity): Promise<Identity | undefined> {
  const { people, policies, groups, roles } = scene
  const [PolicyId, group, RoleName] = [draw.pick(policies), draw.pick(groups), draw.pick(roles)]
  const one = draw.pick(people)
  const pair = { Info: [{ GroupId: group, Uin: one.uin }] }
  const arn = `qcs::cam::uin/${server.root.account}:roleName/${RoleName}`
  const [action, parameters] = draw.pick<readonly [string, object]>([
    ['AssumeRole', { RoleArn: arn, RoleSessionName: 'walk' }],
    ['CreateAccessKey', { TargetUin: one.uin }],
    ['DetachUserPolicy', { PolicyId, DetachUin: one.uin }],
    ['DetachGroupPolicy', { PolicyId, DetachGroupId: group }],
    ['AddUserToGroup', pair],
    ['RemoveUserFromGroup', pair],
    ['SetDefaultPolicyVersion', { PolicyId, VersionId: 1 + draw.below(2) }],
    ['DeletePolicy', { PolicyId: [PolicyId] }],
    ['DeleteUserPermissionsBoundary', { TargetUin: one.uin }],
    ['DeleteRolePermissionsBoundary', { RoleName }],
    ['CreatePolicy', { PolicyName: `w${draw.below(5)}`, PolicyDocument: JSON.stringify(allow('*')) }],
    ['AttachUserPolicy', { PolicyId, AttachUin: one.uin }],
    ['UpdatePolicy', { PolicyId, PolicyDocument: JSON.stringify(allow('*')) }],
    ['GetFederationToken', { Name: 'walk', Policy: JSON.stringify(allow('*')) }],
    ['GetSessionToken', {}],
  ])
  const answer = await server.call(action, parameters, { as })
  if (answer.Error !== undefined) return undefined
  tally.done += 1
  if (action === 'AssumeRole' || action === 'GetFederationToken') return sessionIdentity(answer, as)
  if (action !== 'CreateAccessKey') return undefined
  const { AccessKeyId, SecretAccessKey } = (answer as unknown as { AccessKey: Record<string, string> })
    .AccessKey as Record<string, string>
  return { ...one, secretId: AccessKeyId ?? '', secretKey: SecretAccessKey ?? '' }
}

function question(): HowCouldQuestion {
  const asked = { action: goal, granularity: 'operation', resource: '*', pattern: false } as const
  return { ...asked, context: new Map(), closed: false, rules: rulesOf(), detoursMax: 4, statesMax: 500 }
}

test('walks do not come to what is out of reach', { timeout: 240_000 }, async () => {
  for (let index = 1; index <= 8; index += 1) await walk(index)
  // Walks on which everything is refused would prove nothing.
  expect(tally.done).toBeGreaterThan(15)
  expect(tally.walked).toBeGreaterThan(3)
})

async function walk(index: number): Promise<void> {
  const draw = dice(seed, index)
  server = await openHarness({ seed: index })
  const scene = await build(draw)
  const { now, paths, unknown } = howCould(await populationOf(server), question())
  const reaching = [
    ...now,
    ...[...paths, ...unknown].flatMap(({ who, alike }) => [{ who }, ...alike.map((one) => ({ who: one }))]),
  ]
  const got = new Set(reaching.flatMap(({ who }) => (who.kind === 'user' ? [who.uin] : [])))
  const start = scene.people.find(({ uin }) => !got.has(uin))
  // Where everybody gets there, nothing is said that could be wrong.
  if (start === undefined) return server.close()
  tally.walked += 1
  const held = [start]
  for (let at = 0; at < callsMax; at += 1) {
    const found = await wander(draw, scene, draw.pick(held))
    if (found !== undefined && held.length < 8) held.push(found)
    const last = held.at(-1) ?? start
    for (const as of [start, last]) {
      const answer = await server.call('GetAccountSummary', {}, { as })
      expect(answer.Error?.Code, `account ${index}, call ${at}`).toBeDefined()
    }
  }
  await server.close()
}
