import { expect, test } from 'vitest'
import { dayMs } from '../../../src/actions/decision/token.ts'
import { openHarness } from '../harness.ts'

test('ListDecisionTokens: those in force of the own account, oldest first, without what is secret', async () => {
  const server = await openHarness()
  const made: Record<string, unknown>[] = []
  for (const Days of [1, 3, 2]) {
    made.push(await server.ok('CreateDecisionToken', { Service: `s${Days}`, Days }))
    server.clock.advance(1_000)
  }
  const other = await server.account('other')
  const { Tokens } = await server.ok('ListDecisionTokens')
  expect(Tokens).toEqual(made.map(({ Detail }) => Detail))
  for (const { Token } of made) expect(JSON.stringify(Tokens)).not.toContain(String(Token).split('.')[3])
  expect(await server.ok('ListDecisionTokens', {}, { as: other })).toEqual({ Tokens: [] })
  server.clock.advance(dayMs)
  expect(await server.ok('ListDecisionTokens')).toMatchObject({ Tokens: [{ Service: 's3' }, { Service: 's2' }] })
  await server.close()
})
