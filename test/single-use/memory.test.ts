// Requests that came once are remembered in a place that may be lost: a loss is noticed, and what was made before it is not
// taken for new.
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { buildCall, readAnswer } from '../../src/client/call.ts'
import { openStore } from '../../src/store/open.ts'
import { asHttp, type Harness, homeOf, openHarness, textOf } from '../api/harness.ts'
import { openTestDatabase } from '../store/postgres.ts'

/** A signed call of the old method, made so many seconds ago; sends it. */
function request(server: Harness, agoSeconds: number) {
  const timestamp = Math.floor(server.clock() / 1000) - agoSeconds
  const target = { ...homeOf('GetUserAppId'), action: 'GetUserAppId', form: 'v1-form' } as const
  const wire = buildCall(target, {}, server.root, { timestamp, nonce: 1 + agoSeconds })
  return async (): Promise<string> => {
    const { Error: refused } = readAnswer(textOf(await server.dispatcher.respond(asHttp(wire))))
    return refused?.Code ?? 'ok'
  }
}
const refusal = 'AuthFailure.SignatureFailure'

test('PostgreSQL: a crash that empties the table lets nothing come twice', async () => {
  const database = await openTestDatabase()
  const server = await openHarness({ databaseUrl: database.url })
  const [used, old] = [request(server, 10), request(server, 20)]
  expect([await used(), await used()]).toEqual(['ok', refusal])
  // What a crash leaves of unlogged tables.
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(`select relname from pg_class where relpersistence = 'u' and relkind = 'r'`)
  expect(rows.map(({ relname }) => String(relname)).toSorted()).toEqual([
    'call_uses',
    'fleeting_memory',
    'rate_counts',
    'server_beats',
  ])
  await client.query('truncate call_uses, fleeting_memory, rate_counts, server_beats')
  await client.end()
  // Nobody has noticed yet, and nobody can say.
  expect([await used(), await old(), await request(server, 0)()]).toEqual([refusal, refusal, refusal])
  await server.world.store.fleeting.remember(server.clock())
  expect([await used(), await old()]).toEqual([refusal, refusal])
  server.clock.advance(1_000)
  const next = request(server, 0)
  expect([await next(), await next()]).toEqual(['ok', refusal])
  await server.close()
  await database.drop()
})

test('SQLite: a file of another start of the machine is not read, and goes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-memory-'))
  const dataDir = join(folder, 'data')
  const open = () => openStore({ dataDir, role: 'server' })
  const at = { stampMs: 5_000, expiresMs: 99_000 }
  const first = await open()
  expect(await first.fleeting.use(1, 'a', at)).toBe('first')
  await first.close()
  const again = await open()
  expect(await again.fleeting.use(1, 'a', at)).toBe('again')
  await again.close()
  const files = () => readdirSync(dataDir).filter((file) => file.startsWith('fleeting-'))
  for (const file of files()) renameSync(join(dataDir, file), join(dataDir, file.replace(/-\w+\.db/, '-another.db')))
  const later = await open()
  expect(files().some((file) => file.includes('another'))).toBe(false)
  expect(await later.fleeting.use(1, 'a', at)).toBe('unknown')
  await later.fleeting.remember(6_000)
  expect(await later.fleeting.use(1, 'a', at)).toBe('unknown')
  expect(await later.fleeting.use(1, 'b', { ...at, stampMs: 6_000 })).toBe('first')
  await later.close()
  rmSync(folder, { recursive: true, force: true })
})

test('where the memory cannot be asked, the old method is refused and TC3 goes on', async () => {
  const server = await openHarness({
    wrap: (store) => ({
      ...store,
      fleeting: { ...store.fleeting, use: () => Promise.reject(new Error('it cannot be reached')) },
    }),
  })
  expect(await request(server, 0)()).toMatch(/^InternalError/)
  await server.ok('GetUserAppId')
  await server.close()
})
