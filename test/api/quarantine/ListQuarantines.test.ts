import { expect, test } from 'vitest'
import { openHarness } from '../harness.ts'

test('ListQuarantines: those of the account, and nobody where nobody is', async () => {
  const server = await openHarness()
  expect(await server.ok('ListQuarantines')).toEqual({ Quarantines: [] })
  const ann = await server.user('ann')
  await server.ok('QuarantinePrincipal', { TargetUin: String(ann.uin) })
  const Since = new Date(server.clock()).toISOString()
  const Quarantines = [{ Kind: 'user', Id: String(ann.uin), Name: 'ann', Since }]
  expect(await server.ok('ListQuarantines')).toEqual({ Quarantines })
  const other = await server.account('other')
  expect(await server.ok('ListQuarantines', {}, { as: other })).toEqual({ Quarantines: [] })
  await server.close()
})
