// An account that is read whole: each principal is put together as the server does it for a call, so that verdicts are the server's.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everybody, subjectOf, type Who } from '../../src/reach/population.ts'
import { allow, deny, type Harness, openHarness } from '../api/harness.ts'
import { populationOf } from './replay.ts'

let server: Harness
beforeAll(async () => {
  server = await openHarness()
})
afterAll(() => server.close())

const trust =
  '{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"service":["cvm.qcloud.com"]}}]}'

async function policy(PolicyName: string, document: object): Promise<number> {
  const answer = await server.ok('CreatePolicy', { PolicyName, PolicyDocument: JSON.stringify(document) })
  return Number(answer['PolicyId'])
}

test('everybody has the policies that the server would ask', async () => {
  const { account } = server.root
  const ann = await server.user('ann', allow('cos:GetObject'), deny('cos:PutObject'))
  const bob = await server.user('bob', allow('cam:*'))
  const [first, second] = [await policy('first', allow('cvm:*')), await policy('second', allow('vpc:*'))]
  for (const [GroupName, ids] of [
    ['staff', [first, second, 1]],
    ['empty', []],
    ['more', [second]],
  ] as const) {
    const { GroupId } = await server.ok('CreateGroup', { GroupName })
    for (const PolicyId of ids) await server.ok('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
    await server.ok('AddUserToGroup', { Info: [{ GroupId, Uin: ann.uin }] })
  }
  await server.ok('AttachUserPolicy', { PolicyId: 1, AttachUin: bob.uin })
  await server.ok('PutUserPermissionsBoundary', { TargetUin: ann.uin, PolicyId: first })
  await server.ok('CreatePolicyVersion', {
    PolicyId: second,
    PolicyDocument: JSON.stringify(deny('vpc:*')),
    SetAsDefault: true,
  })
  await server.ok('CreateRole', { RoleName: 'app', PolicyDocument: trust })
  await server.ok('AttachRolePolicy', { PolicyId: second, AttachRoleName: 'app' })
  await server.ok('PutRolePermissionsBoundary', { RoleName: 'app', PolicyId: first })
  await server.ok('AddUser', { Name: 'idle' })
  await server.ok('QuarantinePrincipal', { TargetUin: bob.uin })

  const population = await populationOf(server)
  const { decider } = server.world
  const revision = (await server.world.store.revision(account)) ?? 0
  const { appId } = population
  for (const who of everybody(population)) {
    const principal = principalOf(who)
    const { subject } = await decider.subjectOf({ ...principal, account, appId, revision })
    expect(subjectOf(population, who)).toEqual(subject)
  }
  expect(everybody(population).length).toBe(5)
  expect([...population.users.values()].map(({ name, keys, quarantined }) => [name, keys, quarantined])).toEqual([
    ['idle', 'none', false],
    ['bob', 'active', true],
    ['ann', 'active', false],
  ])
  const versions = population.policies.get(second)
  expect([versions?.inForce, versions?.versions.map(({ versionId }) => versionId)]).toEqual([2, [1, 2]])

  function principalOf(who: Who) {
    if (who.kind === 'root') return { kind: 'root', uin: account } as const
    if (who.kind === 'user') return { kind: 'user', uin: who.uin } as const
    const role = { roleId: who.roleId, name: 'app' }
    const times = {
      expiresMs: 0,
      callerUin: 0,
      callerAccount: account,
      issuingSecretId: '',
      issuingGeneration: 0,
      roleGeneration: 0,
    }
    const face = {
      sessionId: 's',
      kind: 'role',
      name: 's',
      policy: undefined,
      mfa: false,
      role,
      through: [],
      sourceIdentity: undefined,
      tags: [],
      console: undefined,
    } as const
    return { kind: 'role', uin: 0, session: { ...face, ...times } } as const
  }
})
