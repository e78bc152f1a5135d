// The policy actions where the operator has them checked on the object named: a grant for exactly those objects lets the
// call through; one that lacks any of them does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from './harness.ts'
import { create, group, readable, store } from './policy/stored.ts'

interface Objects {
  readonly policy: number
  readonly uin: number
  readonly crew: number
}
type Kind = keyof Objects

/** Parameters of a call on these objects, and the kinds of object that it is checked on. */
const calls: readonly (readonly [action: string, on: readonly Kind[], parameters: (on: Objects) => object])[] = [
  ['AttachGroupPolicy', ['policy', 'crew'], ({ policy, crew }) => ({ PolicyId: policy, AttachGroupId: crew })],
  ['AttachUserPolicy', ['policy', 'uin'], ({ policy, uin }) => ({ PolicyId: policy, AttachUin: uin })],
  ['CheckAccess', ['uin'], ({ uin }) => ({ TargetUin: uin, ActionName: 'cos:GetObject', Resource: ['*'] })],
  [
    'CreatePolicyVersion',
    ['policy'],
    ({ policy }) => ({ PolicyId: policy, PolicyDocument: readable, SetAsDefault: false }),
  ],
  ['DeletePolicy', ['policy'], ({ policy }) => ({ PolicyId: [policy] })],
  ['DeletePolicyVersion', ['policy'], ({ policy }) => ({ PolicyId: policy, VersionId: [2] })],
  ['DetachGroupPolicy', ['policy', 'crew'], ({ policy, crew }) => ({ PolicyId: policy, DetachGroupId: crew })],
  ['DetachUserPolicy', ['policy', 'uin'], ({ policy, uin }) => ({ PolicyId: policy, DetachUin: uin })],
  ['GetPolicy', ['policy'], ({ policy }) => ({ PolicyId: policy })],
  ['GetPolicyVersion', ['policy'], ({ policy }) => ({ PolicyId: policy, VersionId: 1 })],
  ['ListAttachedGroupPolicies', ['crew'], ({ crew }) => ({ TargetGroupId: crew })],
  ['ListAttachedUserAllPolicies', ['uin'], ({ uin }) => ({ TargetUin: uin, Rp: 1, Page: 1, AttachType: 0 })],
  ['ListAttachedUserPolicies', ['uin'], ({ uin }) => ({ TargetUin: uin })],
  ['ListEntitiesForPolicy', ['policy'], ({ policy }) => ({ PolicyId: policy })],
  ['ListPolicyVersions', ['policy'], ({ policy }) => ({ PolicyId: policy })],
  ['SetDefaultPolicyVersion', ['policy'], ({ policy }) => ({ PolicyId: policy, VersionId: 2 })],
  ['UpdatePolicy', ['policy'], ({ policy }) => ({ PolicyId: policy, Description: 'x' })],
]

describe('checked on the object', () => {
  let server: Harness
  let target: Identity
  beforeAll(async () => {
    server = await openHarness({ rules: { resourceLevel: 'fine' } })
    target = await server.user('target')
  })
  afterAll(() => server.close())

  const own = (segment: string): string => `qcs::cam::uin/${server.root.account}:${segment}`
  const segmentOf = { policy: 'policyid', uin: 'uin', crew: 'groupid' }

  test.each(calls)('%s', async (action, on, parameters) => {
    const policy = await store(server, { documents: [readable, readable] })
    const objects: Objects = { policy, uin: target.uin, crew: await group(server, `${action}-crew`) }
    const grants = on.map((kind) => own(`${segmentOf[kind]}/${objects[kind]}`))
    const given = parameters(objects)
    for (const [index, missing] of grants.entries()) {
      const others = [...grants.filter((grant) => grant !== missing), `${missing}0`]
      const wrong = await server.user(`${action}-wrong-${index}`, allow(`cam:${action}`, others))
      await server.refused('AuthFailure.UnauthorizedOperation', action, given, { as: wrong })
    }
    const right = await server.user(`${action}-right`, allow(`cam:${action}`, grants))
    await server.ok(action, given, { as: right })
  })

  test('UpdatePolicy by name is checked on the policy of that name', async () => {
    const [mine, other] = [await create(server, 'mine'), await create(server, 'other')]
    const editor = await server.user('editor', allow('cam:UpdatePolicy', own(`policyid/${mine}`)))
    await server.ok('UpdatePolicy', { PolicyName: 'MINE', Description: 'x' }, { as: editor })
    for (const PolicyName of ['other', 'nothing', 'AdministratorAccess']) {
      const parameters = { PolicyName, Description: 'x' }
      await server.refused('AuthFailure.UnauthorizedOperation', 'UpdatePolicy', parameters, { as: editor })
    }
    expect((await server.ok('GetPolicy', { PolicyId: other }))['Description']).toBe('')
  })

  test('DeletePolicy needs a grant for each policy named', async () => {
    const [mine, other] = [await create(server), await create(server)]
    const cleaner = await server.user('cleaner', allow('cam:DeletePolicy', own(`policyid/${mine}`)))
    const both = { PolicyId: [mine, other] }
    await server.refused('AuthFailure.UnauthorizedOperation', 'DeletePolicy', both, { as: cleaner })
    await server.ok('DeletePolicy', { PolicyId: [mine] }, { as: cleaner })
  })

  test('making and listing need a grant for all of the kind', async () => {
    const all = await server.user('all', allow(['cam:CreatePolicy', 'cam:ListPolicies'], own('policyid/*')))
    await server.ok('CreatePolicy', { PolicyName: 'made', PolicyDocument: readable }, { as: all })
    await server.ok('ListPolicies', {}, { as: all })
    const one = await server.user('one', allow('cam:*', own('policyid/1')))
    await server.refused('AuthFailure.UnauthorizedOperation', 'ListPolicies', {}, { as: one })
    const parameters = { PolicyName: 'not-made', PolicyDocument: readable }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreatePolicy', parameters, { as: one })
  })
})
