// Backups of both stores, taken while others write and restored: what was acknowledged before is there, a restored database
// holds exactly what the backup says, and what is refused changes nothing.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBackup, readSignedText, signedText } from '../../src/store/backup/manifest.ts'
import { describePostgres } from '../../src/store/backup/postgres.ts'
import { describeSqlite } from '../../src/store/backup/sqlite.ts'
import { type OpenOptions, openStore } from '../../src/store/open.ts'
import { temporaryFolder } from '../server/cli.ts'
import { opencam, opencamJson, opencamProcess, startWriters, wholeGroups } from './command.ts'
import { insertAccount } from './contract/context.ts'
import { startDebian } from './debian-postgres.ts'
import { ask, debianPrograms } from './debian-programs.ts'
import { openTestDatabase } from './postgres.ts'

const optionsOf = ({ dataDir, databaseUrl }: OpenOptions): readonly string[] => [
  '--data',
  dataDir,
  ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl]),
]

/** A store with a root account that has a key, as the command makes it. */
async function made(options: OpenOptions): Promise<number> {
  await opencamJson(['account', 'create', ...optionsOf(options)])
  const store = await openStore(options)
  const account = await insertAccount(store)
  await store.close()
  return account
}

async function backedUpUnderLoad(options: OpenOptions, target: OpenOptions, folder: string): Promise<void> {
  const account = await made(options)
  const writers = await startWriters(options, account, 'w')
  await writers.more(100)
  const before = writers.acknowledged()
  const taken = await opencamJson(['backup', folder, ...optionsOf(options)], opencamProcess)
  await writers.more(50)
  await writers.kill()
  expect(taken).toMatchObject({
    accounts: 2,
    masterKeyIncluded: false,
    masterKeys: [expect.stringMatching(/^[0-9a-f]{12}$/)],
  })

  const restored = await opencamJson(['restore', folder, ...optionsOf(target)], opencamProcess)
  expect(restored).toMatchObject({ compared: true, masterKeysToGive: taken['masterKeys'] })
  const there = await wholeGroups(target, account)
  expect(before.filter((id) => !there.has(id))).toEqual([])
  // The writers went on after it: it is a moment of theirs, not their end.
  expect(there.size).toBeLessThan(writers.acknowledged().length)
}

describe('SQLite', () => {
  test('a backup under load is restored whole', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder()
    const [options, target] = [{ dataDir: join(folder, 'data') }, { dataDir: join(folder, 'again') }]
    await backedUpUnderLoad(options, target, join(folder, 'backup'))
    const { contents, files } = readBackup(join(folder, 'backup'))
    expect(files.map(({ name }) => name)).toEqual(['opencam.db', 'revisions.txt'])
    expect(contents.tables['groups']?.rows).toBeGreaterThan(100)
    const modes = readdirSync(join(folder, 'backup')).map((name) => statSync(join(folder, 'backup', name)).mode & 0o777)
    expect(new Set(modes)).toEqual(new Set([0o600]))
    expect(
      readFileSync(join(folder, 'backup', 'revisions.txt'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(2)
    expect(existsSync(join(target.dataDir, 'master.key'))).toBe(false)
    expect((await opencam(['backup', 'verify', join(folder, 'backup')])).out).toMatch(/MasterKeyIncluded +no/)
  })

  test('the master key comes along when asked for, and what was restored opens with it', async () => {
    const folder = temporaryFolder()
    const options = { dataDir: join(folder, 'data') }
    await made(options)
    const taken = await opencamJson(['backup', 'create', join(folder, 'b'), '--with-master-key', ...optionsOf(options)])
    expect(taken['masterKeyIncluded']).toBe(true)
    const again = join(folder, 'again')
    expect(await opencamJson(['restore', join(folder, 'b'), '--data', again])).toMatchObject({ masterKeysToGive: [] })
    expect(readFileSync(join(again, 'master.key'))).toEqual(readFileSync(join(options.dataDir, 'master.key')))
    expect(statSync(join(again, 'master.key')).mode & 0o777).toBe(0o600)
    // A key can be made under it, which asks that the old ones open.
    const [account] = (await opencamJson(['account', 'list', '--data', again])) as unknown as { account: number }[]
    expect(await opencamJson(['account', 'rotate-key', String(account?.account), '--data', again])).toHaveProperty(
      'secretKey',
    )
  })

  test('what cannot be restored is refused, and nothing changes', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder()
    const options = { dataDir: join(folder, 'data') }
    await made(options)
    const whole = join(folder, 'whole')
    await opencamJson(['backup', whole, ...optionsOf(options)])
    const damagedAs = (name: string, damage: (copy: string) => void): string => {
      const copy = join(folder, name)
      cpSync(whole, copy, { recursive: true })
      damage(copy)
      return copy
    }
    const manifestAs = (
      name: string,
      change: (manifest: { formatVersion: number; contents: { schema: string[] } }) => void,
    ) =>
      damagedAs(name, (copy) => {
        const path = join(copy, 'manifest.json')
        const value = readSignedText(readFileSync(path, 'utf8')) as {
          formatVersion: number
          contents: { schema: string[] }
        }
        change(value)
        writeFileSync(path, signedText(value))
      })
    const flip = (path: string): void => {
      const bytes = readFileSync(path)
      const at = bytes.length >> 1
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(path, bytes)
    }
    const cases: readonly (readonly [folder: string, expected: RegExp])[] = [
      [damagedAs('bit', (copy) => flip(join(copy, 'opencam.db'))), /damaged: opencam\.db does not have the digest/],
      [damagedAs('short', (copy) => truncateSync(join(copy, 'opencam.db'), 4096)), /damaged: opencam\.db/],
      [damagedAs('lost', (copy) => rmSync(join(copy, 'revisions.txt'))), /damaged: revisions\.txt is missing/],
      [damagedAs('manifest', (copy) => flip(join(copy, 'manifest.json'))), /damaged: .*manifest\.json/],
      [manifestAs('format', (value) => value.formatVersion++), /newer version \(its format is 2\)/],
      [
        manifestAs('schema', (value) => value.contents.schema.push('9999-later')),
        /newer version \(it has 9999-later\)/,
      ],
      [damagedAs('none', (copy) => rmSync(join(copy, 'manifest.json'))), /holds no backup/],
      [options.dataDir, /holds no backup/],
      [join(folder, 'nowhere'), /holds no backup/],
      [
        damagedAs('other', (copy) =>
          writeFileSync(join(copy, 'manifest.json'), signedText({ format: 'x', formatVersion: 1 })),
        ),
        /is no backup of OpenCAM/,
      ],
    ]
    const target = join(folder, 'target')
    for (const [from, expected] of cases) {
      const { code, err } = await opencam(['restore', from, '--data', target])
      expect(err).toMatch(expected)
      expect([code, existsSync(target)]).toEqual([1, false])
    }

    const before = await describeSqlite(join(options.dataDir, 'opencam.db'))
    const full = await opencam(['restore', whole, '--data', options.dataDir])
    expect([full.code, full.err]).toEqual([1, expect.stringMatching(/is not empty \(it holds \S+\.db\)/)])
    expect(await describeSqlite(join(options.dataDir, 'opencam.db'))).toEqual(before)

    mkdirSync(target)
    writeFileSync(join(target, 'master.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 })
    const foreign = await opencam(['restore', whole, '--data', target])
    expect([foreign.code, foreign.err]).toEqual([
      1,
      expect.stringMatching(/sealed under the master key [0-9a-f]{12}, and the one/),
    ])
    expect(readdirSync(target)).toEqual(['master.key'])

    const again = await opencam(['backup', whole, ...optionsOf(options)])
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/is there and not empty/)])
    expect(readBackup(whole).contents).toEqual(before)
    expect((await opencam(['backup', join(folder, 'x'), '--data', join(folder, 'no')])).err).toMatch(
      /there is no store in/,
    )
    expect(existsSync(join(folder, 'x'))).toBe(false)
  })
})

describe('PostgreSQL', () => {
  test('a backup under load is restored whole, and only into an empty database', { timeout: 180_000 }, async () => {
    const folder = temporaryFolder()
    const server = await startDebian()
    const dataDir = join(folder, 'data')
    const options = { dataDir, databaseUrl: await server.database() }
    const target = { dataDir: join(folder, 'again'), databaseUrl: await server.database() }
    const backup = join(folder, 'backup')
    await backedUpUnderLoad(options, target, backup)
    expect(readBackup(backup).files.map(({ name }) => name)).toEqual(['opencam.dump', 'revisions.txt'])

    const before = await describePostgres(target.databaseUrl)
    const full = await opencam(['restore', backup, ...optionsOf(target)])
    expect([full.code, full.err]).toEqual([1, expect.stringMatching(/the database is not empty \(it has public\./)])
    expect(await describePostgres(target.databaseUrl)).toEqual(before)

    const across = await opencam(['restore', backup, '--data', join(folder, 'sqlite')])
    expect([across.code, across.err]).toEqual([1, expect.stringMatching(/is one of PostgreSQL, the target is SQLite/)])
    const none = await opencam(['backup', join(folder, 'b'), '--programs', folder, ...optionsOf(options)])
    expect([none.code, none.err]).toEqual([
      1,
      expect.stringMatching(/pg_dump is not here: install PostgreSQL's programs/),
    ])
    expect(readdirSync(folder).toSorted()).toEqual(['backup', 'data'])

    // A dump that is damaged where its digest does not tell fails whole.
    const empty = await server.database()
    const damaged = join(folder, 'damaged')
    cpSync(backup, damaged, { recursive: true })
    truncateSync(join(damaged, 'opencam.dump'), 20_000)
    const refused = await opencam(['restore', damaged, '--data', dataDir, '--database-url', empty])
    expect(refused.err).toMatch(/damaged: opencam\.dump/)
    expect(await describeEmpty(empty)).toBe(0)
  })

  test('programs that are older than the server say so', { timeout: 60_000 }, async () => {
    const database = await openTestDatabase()
    const folder = temporaryFolder()
    try {
      const options = { dataDir: join(folder, 'data'), databaseUrl: database.url }
      await (await openStore(options)).close()
      const { code, err } = await opencam([
        'backup',
        join(folder, 'b'),
        '--programs',
        debianPrograms(),
        ...optionsOf(options),
      ])
      expect([code, err]).toEqual([1, expect.stringMatching(/pg_dump failed \(1\): .*server version mismatch/)])
      expect(existsSync(join(folder, 'b'))).toBe(false)
    } finally {
      await database.drop()
    }
  })
})

async function describeEmpty(url: string): Promise<unknown> {
  return ask(url, "select count(*)::int from information_schema.tables where table_schema = 'public'")
}
