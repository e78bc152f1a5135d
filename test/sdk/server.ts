// A server as an operator starts it, with sockets and the machine's own clock, over each of the databases.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRootAccount } from '../../src/actions/account/root.ts'
import { readSettings } from '../../src/config.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { type CoverageRecorder, createRecorder } from '../api/coverage.ts'
import { openTestDatabase } from '../store/postgres.ts'
import { type Credential, createClient, type SdkClient, type Variant } from './clients.ts'
import type { SdkProduct } from './models.ts'

export const databases = ['SQLite', 'PostgreSQL'] as const
export type Database = (typeof databases)[number]

export interface Started {
  readonly server: RunningServer
  /** The root account that the first start made. */
  readonly root: Root
  /** Another root account in the same store. */
  account(name: string): Promise<Root>
  /** A client of a library, the domestic one unless told. */
  client(by: Credential, product?: SdkProduct, packageName?: Variant['packageName']): SdkClient
  readonly recorder: CoverageRecorder
  close(): Promise<void>
}

export interface Root extends Credential {
  readonly account: number
}

let started = 0

/** Starts a server on a free port with an empty store. Close it after the tests. */
export async function startOn(
  database: Database,
  given: { readonly flags?: readonly string[]; readonly clock?: Clock } = {},
): Promise<Started> {
  started += 1
  const folder = mkdtempSync(join(tmpdir(), 'opencam-sdk-'))
  const postgres = database === 'PostgreSQL' ? await openTestDatabase() : undefined
  const flags = [
    '--port',
    '0',
    '--data',
    folder,
    '--rate-limits',
    'off',
    '--log-level',
    'error',
    ...(given.flags ?? []),
  ]
  const settings = readSettings(flags, { OPENCAM_DATABASE_URL: postgres?.url })
  const server = await startServer(settings, given.clock === undefined ? {} : { clock: given.clock })
  const { firstRoot } = server
  if (firstRoot?.secretKey === undefined) throw new Error('the store was not empty')
  const { account, secretId, secretKey } = firstRoot
  const recorder = createRecorder()
  const recordName = `sdk-${process.pid}-${started}-${Math.trunc(performance.now() * 1000)}`
  return {
    server,
    root: { account, secretId, secretKey },
    recorder,
    client: (by, product = 'cam', packageName = 'tencentcloud-sdk-nodejs') =>
      createClient(server.port, by, { packageName }, recorder, product),
    async account(name) {
      const { store, random, sealer, clock, rules } = server.world
      const given = { name, verified: true, site: rules.site, passwordHash: undefined, nowMs: clock() }
      const made = await store.transaction((writes) => makeRootAccount(writes, { random, sealer }, given))
      if (made === 'taken') throw new Error(`account ${name} could not be made`)
      return made
    },
    async close() {
      await server.close()
      await postgres?.drop()
      recorder.write(recordName)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
