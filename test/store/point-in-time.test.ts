// Restores to a moment, of both stores, while others write: everything acknowledged before it is there and nothing that
// began after it.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dropPoints, listPoints, openPoints } from '../../src/store/backup/points.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { temporaryFolder } from '../server/cli.ts'
import { opencam, opencamJson, opencamProcess, startWriters, wholeGroups } from './command.ts'
import { auditEvent, insertAccount } from './contract/context.ts'
import { recoverDebian, startDebian } from './debian-postgres.ts'
import { ask } from './debian-programs.ts'

const at = (point: { readonly untilMs: number } | undefined): string => new Date(point?.untilMs ?? 0).toISOString()

test('SQLite: points are taken while others write, and each restores to its moment', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder()
  const [options, kept] = [{ dataDir: join(folder, 'data') }, join(folder, 'points')]
  const store = await openStore(options)
  const account = await insertAccount(store)
  await store.close()
  const writers = await startWriters(options, account, 'w')
  const taken: { readonly before: readonly number[]; readonly point: string }[] = []
  for (let round = 0; round < 3; round++) {
    await writers.more(60)
    const before = writers.acknowledged()
    await opencamJson(
      ['backup', 'follow', kept, '--once', '--data', options.dataDir],
      round === 0 ? opencamProcess : opencam,
    )
    taken.push({ before, point: at(listPoints(kept).at(-1)) })
  }
  await writers.more(20)
  await writers.kill()
  let last = 0
  for (const [round, { before, point }] of taken.entries()) {
    const dataDir = join(folder, `again-${round}`)
    expect(await opencamJson(['restore', kept, '--at', point, '--data', dataDir])).toMatchObject({ point, accounts: 1 })
    const there = await wholeGroups({ dataDir }, account)
    expect(before.filter((id) => !there.has(id))).toEqual([])
    expect(there.size).toBeGreaterThan(last)
    last = there.size
  }
  expect(last).toBeLessThan(writers.acknowledged().length)
  expect(JSON.parse((await opencam(['backup', 'points', kept, '--json'])).out)).toHaveLength(3)
  expect(await opencamJson(['backup', 'verify', kept])).toMatchObject({ points: 3, first: taken[0]?.point })
  const early = await opencam(['restore', kept, '--at', '2020-01-01T00:00:00Z', '--data', join(folder, 'early')])
  expect([early.code, early.err]).toEqual([
    1,
    expect.stringMatching(/the first point is of .*, after the moment asked for/),
  ])
  expect((await opencam(['restore', kept, '--at', '2020-01-01 00:00', '--data', folder])).code).toBe(2)
})

/** A store of one account with points of it, on a clock that the test moves. */
async function followed(): Promise<{
  folder: string
  kept: string
  store: Store
  account: number
  clock: { ms: number }
}> {
  const folder = temporaryFolder()
  const store = await openStore({ dataDir: join(folder, 'data') })
  onTestFinished(() => store.close())
  return { folder, kept: join(folder, 'points'), store, account: await insertAccount(store), clock: { ms: 1_000_000 } }
}

const writeGroup = (store: Store, account: number, name: string): Promise<void> =>
  store.transaction(async (writes) => {
    const revision = await writes.accounts.advance(account)
    const groupId = await writes.ids.next('group')
    await writes.groups.insert(account, { groupId, name, remark: String(revision), createdMs: 1 })
    await writes.audit.append(auditEvent(account, revision, { requestId: String(groupId) }))
  })

test('SQLite: a point costs what changed; where nothing did there is none; old ones go with their chunks', async () => {
  const { folder, kept, store, account, clock } = await followed()
  const filler = 'x'.repeat(900)
  for (let i = 0; i < 400; i++) {
    await store.transaction((writes) =>
      writes.groups.insert(account, { groupId: 9_000 + i, name: `${i}`, remark: filler, createdMs: 1 }),
    )
  }
  const points = await openPoints(join(folder, 'data'), kept, () => clock.ms)
  const chunks = () =>
    readdirSync(join(kept, 'chunks'), { recursive: true }).filter((name) => String(name).length > 60).length
  await points.take()
  const first = chunks()
  expect(first).toBeGreaterThan(8)
  expect(await points.take()).toBeUndefined()
  clock.ms += 60_000
  await store.transaction((writes) =>
    writes.groups.insert(account, { groupId: 1, name: 'one', remark: '', createdMs: 1 }),
  )
  await points.take()
  expect(chunks() - first).toBeLessThan(8)
  await expect(openPoints(join(folder, 'data'), kept, () => clock.ms)).rejects.toThrow(
    'another process writes points to',
  )
  points.close()
  expect(dropPoints(kept, clock.ms)).toBe(1)
  expect(listPoints(kept).map(({ untilMs }) => untilMs)).toEqual([clock.ms])
  expect(new Set(listPoints(kept).flatMap((point) => point.chunks)).size).toBe(chunks())
  expect(await opencamJson(['restore', kept, '--data', join(folder, 'again')])).toMatchObject({ accounts: 1 })
})

test('SQLite: damaged points and points of another store are refused', async () => {
  const { folder, kept, store, account, clock } = await followed()
  await writeGroup(store, account, 'one')
  const points = await openPoints(join(folder, 'data'), kept, () => clock.ms)
  const point = await points.take()
  points.close()
  const other = await openStore({ dataDir: join(folder, 'other') })
  await other.close()
  await expect(openPoints(join(folder, 'other'), kept, () => clock.ms)).rejects.toThrow('holds points of another store')

  const [sha256 = ''] = point?.chunks ?? []
  const chunk = join(kept, 'chunks', sha256.slice(0, 2), sha256)
  const bytes = readFileSync(chunk)
  const target = join(folder, 'target')
  const refused = async (expected: RegExp): Promise<void> => {
    const { code, err } = await opencam(['restore', kept, '--data', target])
    expect(err).toMatch(expected)
    expect([code, existsSync(target)]).toEqual([1, false])
  }
  writeFileSync(chunk, bytes.with(100, 1 + (bytes[100] ?? 0)))
  await refused(/a chunk does not have its digest/)
  rmSync(chunk)
  await refused(/a chunk is missing/)
  writeFileSync(chunk, bytes)
  const [name = ''] = readdirSync(join(kept, 'points'))
  writeFileSync(join(kept, 'points', name), '{}\n')
  await refused(/is damaged, or none of OpenCAM/)
})

test('SQLite: a follower that is told to stop takes what came last', { timeout: 60_000 }, async () => {
  const { folder, kept, store, account } = await followed()
  await writeGroup(store, account, 'one')
  const { spawn } = await import('node:child_process')
  const cli = join(import.meta.dirname, '../../src/cli/main.ts')
  const args = [cli, 'backup', 'follow', kept, '--every', '3600', '--data', join(folder, 'data')]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await writeGroup(store, account, 'two')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(listPoints(kept)).toHaveLength(2)
  await opencamJson(['restore', kept, '--data', join(folder, 'again')])
  expect((await wholeGroups({ dataDir: join(folder, 'again') }, account)).size).toBe(2)
})

test('PostgreSQL: a base backup and the WAL archive restore to a moment', { timeout: 240_000 }, async () => {
  const server = await startDebian()
  const databaseUrl = await server.database()
  const options = { dataDir: temporaryFolder(), databaseUrl }
  const store = await openStore(options)
  const account = await insertAccount(store)
  const base = await server.baseBackup()
  const [acknowledged, begun] = [new Set<string>(), new Set<string>()]
  let going = true
  const writers = [0, 1, 2, 3].map(async (writer) => {
    for (let i = 0; going; i++) {
      const name = `${writer}-${i}`
      begun.add(name)
      await writeGroup(store, account, name)
      acknowledged.add(name)
    }
  })
  const past = async (count: number): Promise<void> => {
    while (acknowledged.size < count) await new Promise((resolve) => setImmediate(resolve))
  }
  await past(80)
  const before = new Set(acknowledged)
  const moment = String(await ask(databaseUrl, 'select clock_timestamp()::text'))
  const after = new Set(begun)
  await past(acknowledged.size + 80)
  going = false
  await Promise.all(writers)
  await store.close()
  const segment = String(await ask(server.url, 'select pg_walfile_name(pg_switch_wal())'))
  while (!existsSync(join(server.archive, segment))) await new Promise((resolve) => setTimeout(resolve, 20))
  await server.stop()

  const restored = await recoverDebian(base, server.archive, moment)
  const url = new URL(restored.url)
  url.pathname = new URL(databaseUrl).pathname
  const again = { ...options, databaseUrl: url.href }
  await wholeGroups(again, account)
  const reopened = await openStore(again)
  const { rows } = await reopened.read.groups.list(account, {}, { offset: 0, limit: 1_000_000 })
  await reopened.close()
  const there = new Set(rows.map(({ name }) => name))
  expect([...before].filter((name) => !there.has(name))).toEqual([])
  expect([...there].filter((name) => !after.has(name))).toEqual([])
  expect(there.size).toBeLessThan(acknowledged.size)
})
