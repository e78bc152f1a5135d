import { expect, test } from 'vitest'
import { allow, openHarness } from '../harness.ts'

test('GetGuardState: moves on with every change of the own account, and with nothing else', async () => {
  const server = await openHarness()
  const guard = await server.user('guard', allow('cam:GetGuardState', 'qcs::cam:::guard/todo'))
  const other = await server.account('other')
  const revision = async () => (await server.ok('GetGuardState', { Service: 'todo' }, { as: guard }))['Revision']
  const before = Number(await revision())
  await server.ok('ListUsers')
  await server.ok('CreateGroup', { GroupName: 'elsewhere' }, { as: other })
  expect(await revision()).toBe(before)
  await server.ok('CreateGroup', { GroupName: 'here' })
  expect(await revision()).toBe(before + 1)
  const code = 'AuthFailure.UnauthorizedOperation'
  await server.refused(code, 'GetGuardState', { Service: 'ses' }, { as: guard })
  await server.refused('InvalidParameter.ParamError', 'GetGuardState', { Service: 'To do' }, { as: guard })
  await server.close()
})
