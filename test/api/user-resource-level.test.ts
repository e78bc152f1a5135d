// The user actions where the operator has them checked on the object named: a grant for exactly that object lets the
// call through, one for the next object does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, type Identity, openHarness } from './harness.ts'

const name = 'target'

/** Parameters of a call on the user or the group, and the last segment it is checked on. */
const calls: readonly (readonly [
  action: string,
  on: 'user' | 'group',
  parameters: (uin: number, group: number) => object,
])[] = [
  ['GetUser', 'user', () => ({ Name: name })],
  ['UpdateUser', 'user', () => ({ Name: 'TARGET', Remark: 'x' })],
  ['ListGroupsForUser', 'user', (uin) => ({ SubUin: uin })],
  ['DescribeSafeAuthFlagColl', 'user', (uin) => ({ SubUin: uin })],
  ['SetMfaFlag', 'user', (uin) => ({ OpUin: uin, LoginFlag: { Stoken: 1 } })],
  ['DescribeSubAccounts', 'user', (uin) => ({ FilterSubAccountUin: [uin] })],
  ['ListAccessKeys', 'user', (uin) => ({ TargetUin: uin })],
  ['CreateAccessKey', 'user', (uin) => ({ TargetUin: uin })],
  ['UpdateAccessKey', 'user', (uin) => ({ TargetUin: uin, AccessKeyId: 'AKIDnone', Status: 'Active' })],
  ['DeleteAccessKey', 'user', (uin) => ({ TargetUin: uin, AccessKeyId: 'AKIDnone' })],
  ['CreateScimToken', 'user', (uin) => ({ TargetUin: uin })],
  ['PutUserPermissionsBoundary', 'user', (uin) => ({ TargetUin: uin, PolicyId: 1 })],
  ['DeleteUserPermissionsBoundary', 'user', (uin) => ({ TargetUin: uin })],
  ['GetGroup', 'group', (_, group) => ({ GroupId: group })],
  ['ListUsersForGroup', 'group', (_, group) => ({ GroupId: group })],
  ['UpdateGroup', 'group', (_, group) => ({ GroupId: group, Remark: 'x' })],
  ['DeleteGroup', 'group', (_, group) => ({ GroupId: group })],
]

describe('checked on the object', () => {
  let server: Harness
  let target: Identity
  beforeAll(async () => {
    server = await openHarness({ rules: { resourceLevel: 'fine' } })
    target = await server.user(name)
  })
  afterAll(() => server.close())

  test.each(calls)('%s', async (action, on, parameters) => {
    const group = Number((await server.ok('CreateGroup', { GroupName: `${action}-group` }))['GroupId'])
    const segment = (beyond: number) => (on === 'user' ? `uin/${target.uin + beyond}` : `groupid/${group + beyond}`)
    const own = (beyond: number) => `qcs::cam::uin/${server.root.account}:${segment(beyond)}`
    const given = parameters(target.uin, group)
    const wrong = await server.user(`${action}-wrong`, allow(`cam:${action}`, own(1)))
    await server.refused('AuthFailure.UnauthorizedOperation', action, given, { as: wrong })
    const right = await server.user(`${action}-right`, allow(`cam:${action}`, own(0)))
    const { Error: refusal } = await server.call(action, given, { as: right })
    expect(refusal?.Code).not.toBe('AuthFailure.UnauthorizedOperation')
  })

  test('making something new needs a grant for all of its kind', async () => {
    const users = `qcs::cam::uin/${server.root.account}:uin/*`
    const maker = await server.user('maker', allow('cam:AddUser', users))
    await server.ok('AddUser', { Name: 'made' }, { as: maker })
    const groups = `qcs::cam::uin/${server.root.account}:groupid/*`
    const other = await server.user('other', allow('cam:CreateGroup', groups))
    await server.ok('CreateGroup', { GroupName: 'made' }, { as: other })
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateGroup', { GroupName: 'no' }, { as: maker })
  })
})

test('without the switch a grant for one object is no grant for the call, but for access keys made', async () => {
  const server = await openHarness()
  try {
    const target = await server.user(name)
    const own = `qcs::cam::uin/${server.root.account}:uin/${target.uin}`
    const keeper = await server.user('keeper', allow(['cam:GetUser', 'cam:CreateAccessKey'], own))
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUser', { Name: name }, { as: keeper })
    await server.ok('CreateAccessKey', { TargetUin: target.uin }, { as: keeper })
  } finally {
    await server.close()
  }
})
