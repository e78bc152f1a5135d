import { expect, test } from 'vitest'
import { openHarness } from '../harness.ts'
import { scimToken } from './tokens.ts'

test('DeleteScimToken ok: once; ResourceNotFound.NotFound: again', async () => {
  const server = await openHarness()
  const user = await server.user('provisioner')
  const [first, second] = [await scimToken(server, user), await scimToken(server, user)]
  await server.ok('DeleteScimToken', { TokenId: first.tokenId })
  await server.refused('ResourceNotFound.NotFound', 'DeleteScimToken', { TokenId: first.tokenId })
  expect(await server.ok('ListScimTokens')).toMatchObject({ ScimTokens: [{ TokenId: second.tokenId }] })
  await server.close()
})
