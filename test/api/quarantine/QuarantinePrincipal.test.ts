import { expect, test } from 'vitest'
import { allow, type Identity, openHarness } from '../harness.ts'

test('QuarantinePrincipal: every call of a user is refused from then on, whatever signs it', async () => {
  const server = await openHarness()
  const ann = await server.user('ann', allow('*'))
  const bob = await server.user('bob', allow('*'))
  const trust = {
    version: '2.0',
    statement: [
      { effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${server.root.account}:root`] } },
    ],
  }
  await server.ok('CreateRole', { RoleName: 'worker', PolicyDocument: JSON.stringify(trust) })
  const roleArn = `qcs::cam::uin/${server.root.account}:roleName/worker`
  const first = await server.assume(roleArn, {}, { as: ann })
  const second = await server.assume(roleArn, {}, { as: ann })
  const hers: readonly Identity[] = [ann, first, second]
  const { Since } = await server.ok('QuarantinePrincipal', { TargetUin: String(ann.uin) }, { as: bob })
  expect(Since).toBe(new Date(server.clock()).toISOString())
  for (const as of hers) {
    const message = await server.refused('UnauthorizedOperation', 'GetUserAppId', {}, { as })
    expect(message).toContain('quarantine')
    await server.refused('UnauthorizedOperation', 'ReleasePrincipal', { TargetUin: String(ann.uin) }, { as })
  }
  await server.ok('GetUserAppId', {}, { as: bob })
  server.clock.advance(60_000)
  // Again is no other quarantine.
  expect(await server.ok('QuarantinePrincipal', { TargetUin: String(ann.uin) })).toEqual({ Since })
  await server.close()
})

test('QuarantinePrincipal: of a role, its sessions and those that came through it', async () => {
  const server = await openHarness()
  const { account } = server.root
  const ann = await server.user('ann', allow('*'))
  const trust = {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${account}:root`] } }],
  }
  const all = await server.ok('CreatePolicy', { PolicyName: 'all', PolicyDocument: JSON.stringify(allow('*')) })
  for (const RoleName of ['middle', 'last']) {
    await server.ok('CreateRole', { RoleName, PolicyDocument: JSON.stringify(trust) })
    await server.ok('AttachRolePolicy', { PolicyId: all['PolicyId'], AttachRoleName: RoleName })
  }
  const middle = await server.assume(`qcs::cam::uin/${account}:roleName/middle`, {}, { as: ann })
  const last = await server.assume(`qcs::cam::uin/${account}:roleName/last`, {}, { as: middle })
  await server.ok('QuarantinePrincipal', { RoleName: 'middle' })
  for (const as of [middle, last]) await server.refused('UnauthorizedOperation', 'GetUserAppId', {}, { as })
  await server.ok('GetUserAppId', {}, { as: ann })
  await server.close()
})

test('QuarantinePrincipal: who is named must be one user or role of the account, and not its owner', async () => {
  const server = await openHarness()
  const call = 'QuarantinePrincipal'
  await server.refused('InvalidParameter.ParamError', call, {})
  await server.refused('InvalidParameter.ParamError', call, { TargetUin: 'ann' })
  await server.refused('InvalidParameter.ParamError', call, { TargetUin: '5', RoleName: 'r' })
  await server.refused('InvalidParameter.UserNotExist', call, { TargetUin: '5' })
  await server.refused('InvalidParameter.RoleNotExist', call, { RoleName: 'r' })
  await server.refused('OperationDenied.SubUin', call, { TargetUin: String(server.root.account) })
  const ann = await server.user('ann', allow('cam:ListUsers'))
  await server.refused('AuthFailure.UnauthorizedOperation', call, { TargetUin: String(ann.uin) }, { as: ann })
  await server.close()
})

test('QuarantinePrincipal: what the user calls afterwards is among the audit events of its account, under the code', async () => {
  const server = await openHarness()
  const ann = await server.user('ann', allow('*'))
  await server.ok('QuarantinePrincipal', { TargetUin: String(ann.uin) })
  const message = await server.refused('UnauthorizedOperation', 'CreateGroup', { GroupName: 'hers' }, { as: ann })
  expect(message).toContain('quarantine')
  await server.dispatcher.flushEvents()
  const { Events } = await server.ok('DescribeAuditEvents', { Limit: 1 })
  expect(Events).toMatchObject([{ Action: 'CreateGroup', Uin: ann.uin, Outcome: 'UnauthorizedOperation' }])
  await server.close()
})
