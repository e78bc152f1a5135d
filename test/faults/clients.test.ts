// Some seconds of `npm run faults:clients` with few clients.
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server/cli.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { runClients } from './clients/run.ts'

test('servers are killed under mixed clients: nothing acknowledged is lost, nothing refused is done', {
  timeout: 300_000,
}, async () => {
  const database = await openTestDatabase()
  try {
    const report = await runClients({
      ...{ folder: temporaryFolder(), databaseUrl: database.url },
      ...{ nodes: 2, clients: 24, seconds: 5, pauseMs: 100, killEveryMs: 1_000, seed: 20_260_102, say: () => {} },
    })
    expect(report.wrong).toEqual([])
    expect(report.kills).toBeGreaterThan(0)
    for (const end of ['done', 'refused', 'allowed', 'forbidden']) expect(report.ends.get(end)).toBeGreaterThan(0)
    expect(report.there).toBeGreaterThan(0)
    expect(report.notThere).toBeGreaterThan(0)
  } finally {
    await database.drop()
  }
})
