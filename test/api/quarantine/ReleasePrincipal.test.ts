import { expect, test } from 'vitest'
import { allow, openHarness } from '../harness.ts'
import { makeTestRole } from '../sessions.ts'

test('ReleasePrincipal: lets a user in again, and says whether there was anything to end', async () => {
  const server = await openHarness()
  const ann = await server.user('ann', allow('*'))
  const target = { TargetUin: String(ann.uin) }
  expect(await server.ok('ReleasePrincipal', target)).toEqual({ Released: false })
  await server.ok('QuarantinePrincipal', target)
  await server.refused('UnauthorizedOperation', 'GetUserAppId', {}, { as: ann })
  expect(await server.ok('ReleasePrincipal', target)).toEqual({ Released: true })
  await server.ok('GetUserAppId', {}, { as: ann })
  await server.close()
})

test('ReleasePrincipal: another account knows nobody here', async () => {
  const server = await openHarness()
  const other = await server.account('other')
  const ann = await server.user('ann')
  const target = { TargetUin: String(ann.uin) }
  await server.ok('QuarantinePrincipal', target)
  await server.refused('InvalidParameter.UserNotExist', 'ReleasePrincipal', target, { as: other })
  await server.refused('UnauthorizedOperation', 'GetUserAppId', {}, { as: ann })
  await server.close()
})

test.each([
  ['QuarantinePrincipal', {}],
  ['ReleasePrincipal', {}],
  ['ListRoleSessions', { Page: 1, Rp: 10 }],
])('%s: an id and a name are of one role', async (call, more) => {
  const server = await openHarness()
  const { roleId } = await makeTestRole(server, 'one')
  await makeTestRole(server, 'two')
  const both = { RoleId: roleId, RoleName: 'two', ...more }
  await server.refused('InvalidParameter.OperateEntitiesOverLimit', call, both)
  await server.close()
})

test('ReleasePrincipal: the owner is never in it', async () => {
  const server = await openHarness()
  await server.refused('OperationDenied.SubUin', 'ReleasePrincipal', { TargetUin: String(server.root.account) })
  await server.close()
})
