// A server that loses its database: it says so, refuses what it cannot know, and is well again by itself; or, if its operator
// chose that, goes on deciding by what it has in memory.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/main.ts'
import { openTestDatabase, type TestDatabase } from '../store/postgres.ts'
import { allowAll, call, makeUser, ok, type Person, startNode } from './nodes.ts'
import { type FaultyProxy, startProxy } from './proxy.ts'

let database: TestDatabase
let folder: string
let proxy: FaultyProxy
let strict: RunningServer
let lenient: RunningServer
let ann: Person
const said: { readonly message: string; readonly fields: object }[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'opencam-unreachable-'))
  const target = new URL(database.url)
  proxy = await startProxy({ host: target.hostname, port: Number(target.port) })
  target.port = String(proxy.port)
  const note = (fields: object, message: string): void => void said.push({ fields, message })
  const log = { debug() {}, info: note, warn() {}, error: note }
  const given = { databaseUrl: target.href, overrides: { log } }
  strict = await startNode({ ...given, dataDir: join(folder, 'strict') })
  lenient = await startNode({ ...given, dataDir: join(folder, 'lenient'), flags: ['--stale-seconds', '86400'] })
  ann = await makeUser(strict.url, 'ann', allowAll('ses:*'))
}, 120_000)
afterAll(async () => {
  await strict.close()
  await lenient.close()
  await proxy.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** A call that needs a decision and nothing else: the service has no upstream. */
const decide = (node: RunningServer, by = ann) =>
  call(node.url, 'BatchSendEmail', {}, { by, product: { name: 'ses', version: '2020-10-02' } })
const ready = async (node: RunningServer): Promise<string> => {
  const reply = await fetch(`${node.url}/readyz`)
  return `${reply.status} ${(await reply.text()).trim()}`
}
/** Asks until the answer is right; how long that takes is the machine's business. */
async function until(ask: () => Promise<unknown>, wanted: unknown): Promise<void> {
  for (;;) {
    const answer = await ask()
    if (answer === wanted) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

for (const kind of ['cut', 'half-open'] as const) {
  test(`${kind}: refused with a documented code, not ready, and well again when the database is back`, async () => {
    for (const node of [strict, lenient]) expect((await decide(node)).code).toBe('DryRunOperation')
    proxy.set({ kind })
    await until(async () => (await decide(strict)).code, 'ServiceUnavailable')
    await until(() => ready(strict), '503 the store cannot be reached')
    expect((await call(strict.url, 'CreateGroup', { GroupName: 'never' })).code).toBe('ServiceUnavailable')
    await until(async () => (await decide(lenient)).code, 'DryRunOperation')
    expect(await ready(lenient)).toMatch(/^200 ready, without the store for \d+ s$/)
    // What is not in memory is not guessed.
    const stranger = { ...ann, secretId: `AKID${'x'.repeat(32)}` }
    expect((await decide(lenient, stranger)).code).toBe('ServiceUnavailable')
    expect((await call(lenient.url, 'CreateGroup', { GroupName: 'never' })).code).toBe('ServiceUnavailable')
    proxy.set({ kind: 'fair' })
    for (const node of [strict, lenient]) {
      await until(() => ready(node), '200 ready')
      await until(async () => (await decide(node)).code, 'DryRunOperation')
    }
    expect(said.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['the database cannot be reached', 'the database is reached again']),
    )
    const listed = await ok(strict.url, 'ListGroups')
    expect(listed.answer['TotalNum']).toBe(0)
  }, 120_000)
}
