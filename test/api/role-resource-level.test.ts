// The role actions where the operator has them checked on the object named: a grant for exactly that role lets the call
// through, by id or by name; one for the next role does not. A name never gets round a rule about a number.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from './harness.ts'
import { create as createPolicy } from './policy/stored.ts'
import { create, cvmTrust } from './role/roles.ts'

type Given = (role: string) => object

/** Parameters of a call on a role, besides those that name it. */
const calls: readonly (readonly [action: string, given: object])[] = [
  ['DeleteRolePermissionsBoundary', {}],
  ['GetRole', {}],
  ['ListAttachedRolePolicies', { Page: 1, Rp: 10 }],
  ['ListRoleSessions', { Page: 1, Rp: 10 }],
  ['LogoutRoleSessions', {}],
  ['PutRolePermissionsBoundary', { PolicyId: 1 }],
  ['TagRole', { Tags: [{ Key: 'k', Value: 'v' }] }],
  ['UntagRole', { TagKeys: ['k'] }],
  ['UpdateAssumeRolePolicy', { PolicyDocument: cvmTrust }],
  ['UpdateRoleConsoleLogin', { ConsoleLogin: 1 }],
  ['UpdateRoleDescription', { Description: 'x' }],
  ['UpdateRoleSessionDuration', { SessionDuration: 1 }],
  ['RegisterRoleUse', { ServiceName: 'a.example', Resource: 'x' }],
  ['ReleaseRoleUse', { ServiceName: 'a.example', Resource: 'x' }],
]

describe('checked on the object', () => {
  let server: Harness
  let own: (segment: string) => string
  beforeAll(async () => {
    server = await openHarness({ rules: { resourceLevel: 'fine' } })
    own = (segment) => `qcs::cam::uin/${server.root.account}:${segment}`
  })
  afterAll(() => server.close())

  const passed = async (action: string, given: object, as: Awaited<ReturnType<Harness['user']>>) =>
    (await server.call(action, given, { as })).Error?.Code !== 'AuthFailure.UnauthorizedOperation'

  test.each(calls)('%s', async (action, given) => {
    const mine = await create(server, `mine-${action}`)
    const other = await create(server, `other-${action}`)
    const editor = await server.user(`editor-${action}`, allow(`cam:${action}`, own(`roleName/mine-${action}`)))
    const choices: readonly (readonly [boolean, object])[] = [
      [true, { RoleId: mine }],
      [true, { RoleName: `MINE-${action}` }],
      [false, { RoleId: other }],
      [false, { RoleName: `other-${action}` }],
      [false, { RoleId: mine, RoleName: `other-${action}` }],
      [false, { RoleName: 'nobody' }],
    ]
    for (const [allowed, choice] of choices) {
      expect(await passed(action, { ...given, ...choice }, editor), JSON.stringify(choice)).toBe(allowed)
    }
  })

  test('DeleteRole and GetRolePermissionBoundary', async () => {
    const [mine, other] = [await create(server, 'mine'), await create(server, 'other')]
    const actions = ['cam:DeleteRole', 'cam:GetRolePermissionBoundary']
    const editor = await server.user('editor', allow(actions, own('roleName/mine')))
    for (const action of ['GetRolePermissionBoundary', 'DeleteRole']) {
      expect(await passed(action, { RoleId: other }, editor)).toBe(false)
      expect(await passed(action, { RoleId: mine }, editor)).toBe(true)
    }
  })

  test.each(['Attach', 'Detach'])('%sRolePolicy needs policy and role, however they are named', async (kind) => {
    const action = `${kind}RolePolicy`
    const role: Given = (name) => ({ [`${kind}RoleName`]: name })
    await create(server, `crew-${kind}`)
    await create(server, `chiefs-${kind}`)
    const PolicyId = await createPolicy(server, `duties-${kind}`)
    const grants = [own(`policyid/${PolicyId}`), own(`roleName/crew-${kind}`)]
    const editor = await server.user(`editor-${kind}`, allow(`cam:${action}`, grants))
    const crew = role(`crew-${kind}`)
    expect(await passed(action, { PolicyId, ...crew }, editor)).toBe(true)
    expect(await passed(action, { PolicyName: `DUTIES-${kind}`, ...crew }, editor)).toBe(true)
    expect(await passed(action, { PolicyId, ...role(`chiefs-${kind}`) }, editor)).toBe(false)
    for (const policy of [{ PolicyId: 1 }, { PolicyName: 'AdministratorAccess' }, { PolicyName: 'nothing' }]) {
      expect(await passed(action, { ...policy, ...crew }, editor)).toBe(false)
    }
    const statement = [
      { effect: 'allow', action: `cam:${action}`, resource: '*' },
      { effect: 'deny', action: `cam:${action}`, resource: own('policyid/1') },
    ]
    const barred = await server.user(`barred-${kind}`, { version: '2.0', statement })
    expect(await passed(action, { PolicyId: 400411, ...crew }, barred)).toBe(true)
    for (const policy of [{ PolicyId: 1 }, { PolicyName: 'AdministratorAccess' }]) {
      expect(await passed(action, { ...policy, ...crew }, barred)).toBe(false)
    }
  })

  test('making a role needs a grant for its name, listing one for all', async () => {
    const maker = await server.user('maker', allow('cam:CreateRole', own('roleName/made-*')))
    expect(await passed('CreateRole', { RoleName: 'made-1', PolicyDocument: cvmTrust }, maker)).toBe(true)
    expect(await passed('CreateRole', { RoleName: 'other-1', PolicyDocument: cvmTrust }, maker)).toBe(false)
    const all = await server.user('all', allow(['cam:DescribeRoleList', 'cam:CreateService*'], own('roleName/*')))
    expect(await passed('DescribeRoleList', { Page: 1, Rp: 1 }, all)).toBe(true)
    expect(await passed('CreateServiceLinkedRole', { QCSServiceName: ['a.example'] }, all)).toBe(true)
    const one = await server.user('one', allow('cam:*', own('roleName/one')))
    expect(await passed('DescribeRoleList', { Page: 1, Rp: 1 }, one)).toBe(false)
    expect(await passed('CreateServiceLinkedRole', { QCSServiceName: ['b.example'] }, one)).toBe(false)
  })
})
