// Opening a store: files and their modes, who may share a folder, what is refused and how it is said.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { insertAccount } from './contract/context.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'

describe('SQLite', () => {
  let root = ''
  let count = 0
  const folder = (): string => join(root, `data-${++count}`)
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'opencam-open-'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('makes a private folder and a private file, and says where', async () => {
    const dataDir = join(folder(), 'deep')
    const store = await openStore({ dataDir, role: 'server' })
    await insertAccount(store)
    const modes = ['', 'opencam.db', 'opencam.db-wal', 'opencam.db-shm', 'server.lock'].map((name) =>
      (statSync(join(dataDir, name)).mode & 0o777).toString(8),
    )
    expect(modes).toEqual(['700', '600', '600', '600', '600'])
    expect(store.description).toBe(`SQLite ${join(dataDir, 'opencam.db')}`)
    await store.close()
  })

  test('closing twice is closing once; what was written is there again', async () => {
    const dataDir = folder()
    const store = await openStore({ dataDir })
    const account = await insertAccount(store)
    await Promise.all([store.close(), store.close()])
    await expect(store.transaction(async () => 1)).rejects.toThrow('closed')
    await expect(store.revision(account)).rejects.toThrow()
    const again = await openStore({ dataDir })
    expect(await again.revision(account)).toBe(0)
    await again.close()
  })

  test('closing waits for transactions under way', async () => {
    const store = await openStore({ dataDir: folder() })
    const writes = Array.from({ length: 20 }, () => insertAccount(store))
    const closing = store.close()
    expect(new Set(await Promise.all(writes)).size).toBe(20)
    await closing
  })

  test('a second server is refused, a tool is welcome, and the folder is free after the first closed', async () => {
    const dataDir = folder()
    const server = await openStore({ dataDir, role: 'server' })
    await expect(openStore({ dataDir, role: 'server' })).rejects.toThrow('another server uses the data folder')
    const tool = await openStore({ dataDir })
    const accounts = await Promise.all([tool, server, tool, server].map(insertAccount))
    expect(new Set(accounts).size).toBe(4)
    expect(await server.read.accounts.count()).toBe(4)
    await tool.close()
    await server.close()
    await (await openStore({ dataDir, role: 'server' })).close()
  })

  test('a file that is no database is refused by name and left as it was', async () => {
    const dataDir = folder()
    await (await openStore({ dataDir })).close()
    const file = join(dataDir, 'opencam.db')
    writeFileSync(file, 'this is no database, whatever its name says')
    await expect(openStore({ dataDir, role: 'server' })).rejects.toThrow(
      `${file} cannot be opened: file is not a database`,
    )
    expect(readFileSync(file, 'utf8')).toContain('no database')
    rmSync(file)
    await (await openStore({ dataDir, role: 'server' })).close()
  })

  test('a folder where the system lets nobody make one is refused', async () => {
    await expect(openStore({ dataDir: '/proc/opencam/data' })).rejects.toThrow('the data folder /proc/opencam/data')
  })

  test('a folder that cannot be made is refused by name', async () => {
    const file = folder()
    writeFileSync(file, '')
    await expect(openStore({ dataDir: join(file, 'data') })).rejects.toThrow(`the data folder ${join(file, 'data')}`)
  })

  test('a database of a newer version is refused', async () => {
    const dataDir = folder()
    await (await openStore({ dataDir })).close()
    const db = new DatabaseSync(join(dataDir, 'opencam.db'))
    db.exec(`insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')`)
    db.close()
    await expect(openStore({ dataDir })).rejects.toThrow('newer version (it has 9999-future)')
  })

  test('a transaction that waits for something else is taken back and says so', async () => {
    const store = await openStore({ dataDir: folder() })
    const account = await insertAccount(store)
    const waiting = store.transaction(async (writes) => {
      await writes.accounts.setQuota(account, 'early', 1)
      await new Promise((resolve) => setImmediate(resolve))
      await new Promise((resolve) => setImmediate(resolve))
      await writes.accounts.setQuota(account, 'late', 1)
    })
    await expect(waiting).rejects.toThrow('other than the store')
    await store.transaction((writes) => writes.accounts.setQuota(account, 'next', 1))
    expect([...(await store.read.accounts.quotas(account)).keys()]).toEqual(['next'])
    await store.close()
  })
})

describe('PostgreSQL', () => {
  let database: TestDatabase | undefined
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database?.drop())
  const url = () => database?.url ?? ''
  const dataDir = join(tmpdir(), 'opencam-is-not-made')

  test('two nodes that start at once on an empty database both come up', async () => {
    const nodes = await Promise.all([1, 2, 3].map(() => openStore({ dataDir, databaseUrl: url(), role: 'server' })))
    for (const node of nodes) await expect(node.ready()).resolves.toBeUndefined()
    for (const node of nodes) await node.close()
    expect(existsSync(dataDir)).toBe(false)
  })

  test('the description names host and database, not the password', async () => {
    const store = await openStore({ dataDir, databaseUrl: url() })
    const { host, pathname, password } = new URL(url())
    expect(store.description).toBe(`PostgreSQL ${host}${pathname}`)
    expect(store.description).not.toContain(password)
    await store.close()
  })

  test('a server that is not there, a wrong password and a wrong address are said without the password', async () => {
    const at = (change: (address: URL) => void): string => {
      const address = new URL(url())
      change(address)
      return address.href
    }
    const cases: [string, string][] = [
      [at((address) => Object.assign(address, { port: '1' })), 'ECONNREFUSED'],
      [at((address) => Object.assign(address, { password: 'letmein' })), 'password authentication failed'],
      [at((address) => Object.assign(address, { pathname: '/nowhere' })), 'does not exist'],
      ['mysql://user:letmein@host/db', 'must begin with postgres://'],
      ['letmein', 'must begin with postgres://'],
    ]
    for (const [databaseUrl, reason] of cases) {
      const error: unknown = await openStore({ dataDir, databaseUrl }).catch((fault: unknown) => fault)
      expect(String(error)).toContain(reason)
      expect(String(error)).not.toContain('letmein')
      expect(String(error)).not.toContain(new URL(url()).password)
    }
  })

  test('a work may wait for something else here, and a caught statement error still undoes the work', async () => {
    const store = await openStore({ dataDir, databaseUrl: url() })
    const account = await insertAccount(store)
    const hiding = store.transaction(async (writes) => {
      await writes.accounts.setQuota(account, 'x', 1)
      await writes.groups.addMember(account, 4, 4, 1).catch(() => undefined)
    })
    await expect(hiding).rejects.toThrow('took the transaction back')
    expect((await store.read.accounts.quotas(account)).size).toBe(0)
    await store.close()
  })
})
