// What could not be read is asked again: rows that are kept while nothing was committed are rows that were read.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeOver } from '../../src/store/sql-store.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { change, insertAccount, insertUser, newKey } from './contract/context.ts'

test('a read that failed once is made again, though nothing was committed since', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-kept-'))
  const driver = await openSqlite(join(folder, 'a.db'), 'a')
  let faults = 0
  const first: typeof driver.reader.first = async (statement, parameters) => {
    if (faults === 0) return driver.reader.first(statement, parameters)
    faults -= 1
    throw new Error('disk I/O error')
  }
  const store = storeOver({ ...driver, reader: { ...driver.reader, first } })
  try {
    const account = await insertAccount(store)
    const uin = await change(store, account, async (writes) => {
      const made = await insertUser(writes, account, { name: 'ann' })
      await writes.keys.insert(account, newKey(made, 'AKIDkept'))
      return made
    })
    const reads = [
      async () => (await store.read.users.byName(account, 'ann'))?.uin,
      async () => (await store.read.users.byUin(account, uin))?.uin,
      async () => (await store.keyHolder('AKIDkept'))?.uin,
    ]
    for (const read of reads) {
      faults = 1
      await expect(read()).rejects.toThrow('disk I/O error')
      expect(await read()).toBe(uin)
      faults = 1
      // From memory: the fault is still to come.
      expect([await read(), faults]).toEqual([uin, 1])
      faults = 0
    }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
