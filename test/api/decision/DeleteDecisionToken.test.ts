import { expect, test } from 'vitest'
import { tokenInForce } from '../../../src/actions/decision/token.ts'
import { openHarness } from '../harness.ts'

test('DeleteDecisionToken: once, and by its own account only', async () => {
  const server = await openHarness()
  const { Token, Detail } = await server.ok('CreateDecisionToken', { Service: 'todo' })
  const { TokenId } = Detail as { TokenId: string }
  const inForce = () => tokenInForce(server.world.store.read, String(Token), server.clock())
  const other = await server.account('other')
  await server.refused('ResourceNotFound.NotFound', 'DeleteDecisionToken', { TokenId }, { as: other })
  expect(await inForce()).toBeDefined()
  expect(await server.ok('DeleteDecisionToken', { TokenId })).toEqual({})
  expect(await inForce()).toBeUndefined()
  await server.refused('ResourceNotFound.NotFound', 'DeleteDecisionToken', { TokenId })
  await server.refused('InvalidParameter.ParamError', 'DeleteDecisionToken', { TokenId: 'a b' })
  await server.close()
})
