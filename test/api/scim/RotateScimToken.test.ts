import { expect, test } from 'vitest'
import { openHarness } from '../harness.ts'
import { readToken, scimToken } from './tokens.ts'

test('RotateScimToken ok: another secret and end under the same id', async () => {
  const server = await openHarness()
  const made = await scimToken(server, await server.user('provisioner'))
  const before = await server.world.store.scimToken(made.tokenId)
  server.clock.advance(86_400_000)
  const answer = await server.ok('RotateScimToken', { TokenId: made.tokenId, ValidDays: 2 })
  expect(answer).toMatchObject({ ScimToken: { CreateTime: '2026-01-02 11:04:05', ExpireTime: '2026-01-05 11:04:05' } })
  const rotated = readToken(answer)
  expect(rotated.tokenId).toBe(made.tokenId)
  expect(rotated.token).not.toBe(made.token)
  expect((await server.world.store.scimToken(made.tokenId))?.secretHash).not.toBe(before?.secretHash)
  await server.refused('ResourceNotFound.NotFound', 'RotateScimToken', { TokenId: 'SCIMnone' })
  await server.close()
})
