// The databases that the contract holds for. A new one is one entry here.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenOptions, openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { openTestDatabase } from './postgres.ts'

export interface Place {
  readonly options: OpenOptions
  /** Another node on the same database. */
  open(): Promise<Store>
  drop(): Promise<void>
}
export interface Backend {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** An empty database that nobody else uses. */
  make(): Promise<Place>
}

const sqlite: Backend = {
  name: 'SQLite',
  async make() {
    const folder = mkdtempSync(join(tmpdir(), 'opencam-store-'))
    const options = { dataDir: join(folder, 'data') }
    const drop = async (): Promise<void> => rmSync(folder, { recursive: true, force: true })
    return { options, open: () => openStore(options), drop }
  },
}

const postgres: Backend = {
  name: 'PostgreSQL',
  async make() {
    const database = await openTestDatabase()
    const options = { dataDir: join(tmpdir(), 'opencam-not-used'), databaseUrl: database.url }
    return { options, open: () => openStore(options), drop: () => database.drop() }
  },
}

export const backends: readonly Backend[] = [sqlite, postgres]
