// A share of the model in every run of the suite; `npm run model` plays as many sequences as it is told.
import { expect, test } from 'vitest'
import { openTestDatabase } from '../store/postgres.ts'
import { faultsOf, huntMutant, mutants } from './model/mutants.ts'
import { type Count, emptyCount, type Failure, kindNames } from './model/play.ts'
import { failureLines, runShare } from './model/run.ts'

const shown = (failure: Failure | undefined): string =>
  failure === undefined ? 'agreed' : failureLines(failure).join('\n')

async function played(end: number, databaseUrl?: string): Promise<Count> {
  const count = emptyCount()
  const share = { seed: 20_261_122, first: 0, step: 1, end, length: 20, databaseUrl }
  expect(shown(await runShare(share, count))).toBe('agreed')
  return count
}

test('nobody can do what policies, boundary, session and trust forbid, on SQLite', { timeout: 120_000 }, async () => {
  const { kinds } = await played(100)
  // What never happens shows nothing; waiting is no call.
  expect(kindNames.filter((kind) => kind !== 'wait' && (kinds.get(kind)?.done ?? 0) === 0)).toEqual([])
  expect([...kinds.values()].reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(100)
})

test('nor on PostgreSQL', { timeout: 120_000 }, async () => {
  const database = await openTestDatabase()
  try {
    expect((await played(10, database.url)).steps).toBeGreaterThan(10 * 20)
  } finally {
    await database.drop()
  }
})

// Those that few sequences find.
const quick = mutants.filter(({ name }) => /child credential|skipped on own|bounds nobody/.test(name))

test.each(quick)('a copy of the server in which $name is found out', { timeout: 120_000 }, async (mutant) => {
  expect((await huntMutant(mutant, 1, 300)).found).toBeDefined()
})

test.each(mutants)('the edit still applies in which $name', async (mutant) => {
  expect(await faultsOf(mutant)).toEqual([])
})

test('an edit that no longer applies is an error, not a bug that was missed', async () => {
  const gone = { name: 'gone', edits: [{ file: 'dispatch/find.ts', from: 'this text stands nowhere', to: '' }] }
  await expect(huntMutant(gone, 1, 1)).rejects.toThrow('stands 0 times')
})
