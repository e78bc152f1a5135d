// The comparison with the reference is worth something only if it finds bugs: some are put into copies of the engine.
// `npm run prove:policy -- --mutants` does the same with all of them.
import { expect, test } from 'vitest'
import { checkTrust, huntMutants, mutants, trustMutants } from './mutants.ts'

test.each(mutants.slice(0, 5))('a copy in which $name is found out', { timeout: 120_000 }, async (mutant) => {
  const [hunt] = await huntMutants(7, 400, [mutant])
  expect(hunt?.found, `${hunt?.requests} requests went through`).toBeDefined()
})

test.each(trustMutants.slice(0, 5))('a copy in which $name is found out', { timeout: 120_000 }, async (mutant) => {
  const [hunt] = await huntMutants(7, 400, [mutant], checkTrust)
  expect(hunt?.found, `${hunt?.requests} questions went through`).toBeDefined()
})

test('an edit that no longer applies is an error, not a bug that was missed', async () => {
  const gone = { name: 'gone', file: 'decide.ts', from: 'this text stands nowhere', to: '' }
  await expect(huntMutants(7, 1, [gone])).rejects.toThrow('stands 0 times')
})
