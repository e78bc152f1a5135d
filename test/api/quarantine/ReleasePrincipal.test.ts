import { expect, test } from 'vitest'
import { allow, openHarness } from '../harness.ts'

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
