import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import { makeFirstRoot } from '../../src/server/bootstrap.ts'
import { openStore } from '../../src/store/open.ts'
import { sealer } from '../../src/store/seal.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { temporaryFolder } from './cli.ts'

const keys = { current: { id: 'test', key: new Uint8Array(32) }, others: [] }
const given = { uin: undefined, key: undefined, password: undefined, site: 'intl' }

test('of servers that start at once on an empty database, one makes the root account', async () => {
  const database = await openTestDatabase()
  onTestFinished(() => database.drop())
  const made = await Promise.all(
    [1, 2, 3].map(async () => {
      const store = await openStore({ databaseUrl: database.url, dataDir: temporaryFolder(), role: 'server' })
      onTestFinished(() => store.close())
      const parts = { store, sealer: sealer(keys), clock: systemClock, random: systemRandom }
      return { root: await makeFirstRoot(parts, given), accounts: await store.read.accounts.list() }
    }),
  )
  expect(made.filter(({ root }) => root !== undefined)).toHaveLength(1)
  for (const { accounts } of made) expect(accounts.map(({ account }) => account)).toEqual([100000000001])
})
