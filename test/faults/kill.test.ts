// A few of the points at which `npm run faults:kill` kills a server, on both databases.
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server/cli.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { type KillReport, killRounds } from './kill.ts'

const said: string[] = []
const options = { seed: 20_260_102, say: (line: string) => void said.push(line) }

function judge({ points, killed, notReached, wrong }: KillReport, rounds: number): void {
  expect(wrong).toEqual([])
  expect(killed + notReached).toBe(rounds)
  expect(killed).toBeGreaterThan(0)
  // The call's own awaits are counted, and a write has more of them than a handful.
  expect(Math.min(...Object.values(points))).toBeGreaterThan(10)
}

test('SQLite: killed at awaits of writes, nothing is lost and nothing is half there', {
  timeout: 300_000,
}, async () => {
  judge(await killRounds({ dataDir: temporaryFolder(), databaseUrl: undefined }, { ...options, rounds: 5 }), 5)
})

test('PostgreSQL: killed at awaits of writes, nothing is lost and nothing is half there', {
  timeout: 300_000,
}, async () => {
  const database = await openTestDatabase()
  try {
    judge(await killRounds({ dataDir: temporaryFolder(), databaseUrl: database.url }, { ...options, rounds: 3 }), 3)
  } finally {
    await database.drop()
  }
})
