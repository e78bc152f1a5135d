import { expect, test } from 'vitest'
import { openHarness } from '../harness.ts'
import { scimToken } from './tokens.ts'

test('ListScimTokens ok: oldest first, without secrets; gone with their user', async () => {
  const server = await openHarness()
  expect(await server.ok('ListScimTokens')).toEqual({ ScimTokens: [] })
  const user = await server.user('provisioner')
  const first = await scimToken(server, user, { Description: 'one' })
  server.clock.advance(1_000)
  const second = await scimToken(server, user)
  const listed = await server.ok('ListScimTokens')
  expect(listed).toMatchObject({ ScimTokens: [{ TokenId: first.tokenId }, { TokenId: second.tokenId }] })
  for (const { token } of [first, second]) expect(JSON.stringify(listed)).not.toContain(token.split('.')[1])
  await server.ok('DeleteUser', { Name: 'provisioner', Force: 1 })
  expect(await server.ok('ListScimTokens')).toEqual({ ScimTokens: [] })
  await server.close()
})
