// A few hours of `npm run faults:day`, with fewer calls.
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server/cli.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { type DayReport, runDay } from './day/run.ts'

const options = { hours: 2, seed: 20_260_102, everySeconds: 40, say: () => {} }

function judge({ wrong, hours, calls, left }: DayReport): void {
  expect(wrong).toEqual([])
  // There was something to forget, and something to refuse.
  const most = (name: string): number => Math.max(...hours.map(({ counts }) => counts.get(name) ?? 0))
  for (const name of ['sessions', 'console_sessions', 'refusals']) expect([name, most(name) > 0]).toEqual([name, true])
  expect(calls.get('ended sessions tried')).toBeGreaterThan(0)
  expect(new Set(left.values())).toEqual(new Set([0]))
}

test('SQLite: some hours of calls leave what was acknowledged and nothing else', { timeout: 300_000 }, async () => {
  judge(await runDay({ ...options, dataDir: temporaryFolder(), databaseUrl: undefined }))
})

test('PostgreSQL: some hours of calls leave what was acknowledged and nothing else', { timeout: 300_000 }, async () => {
  const database = await openTestDatabase()
  try {
    judge(await runDay({ ...options, dataDir: temporaryFolder(), databaseUrl: database.url }))
  } finally {
    await database.drop()
  }
})
