// Opens the store that a command works on: the same options as the server's, from flags or environment.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readSettings, type Settings } from '../config.ts'
import { openStore } from '../store/open.ts'
import type { Sealer } from '../store/seal.ts'
import type { Store } from '../store/store.ts'
import { CommandFailure, type Io } from './io.ts'
import type { Operator } from './operations.ts'

export interface StoreOptions {
  readonly data?: string
  readonly databaseUrl?: string
  readonly json?: true
}

/** Adds the options that say which store it is. */
export function withPlaceOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder of the server [OPENCAM_DATA_DIR]')
    .option('--database-url <url>', 'PostgreSQL of the server [OPENCAM_DATABASE_URL]')
}

/** Adds the options that most commands on the store have. */
export function withStoreOptions(command: Command): Command {
  return withPlaceOptions(command).option('--json', 'answer in JSON')
}

/** The settings that a command on the store goes by. */
export function settingsOf({ data, databaseUrl }: StoreOptions, io: Io): Settings {
  const argv = [
    ...(data === undefined ? [] : [`--data=${data}`]),
    ...(databaseUrl === undefined ? [] : [`--database-url=${databaseUrl}`]),
  ]
  return readSettings(argv, io.env)
}

/** A key sealed under a master key that the server does not have would be of no use to anybody. */
async function sealerFor(store: Store, settings: Settings): Promise<Sealer> {
  const { masterKey, dataDir } = settings
  const isNew = (await store.read.accounts.count()) === 0
  if (masterKey === undefined && !isNew && !existsSync(join(dataDir, 'master.key'))) {
    throw new CommandFailure(
      `there is no master key in ${dataDir}: give the server's data folder or OPENCAM_MASTER_KEY`,
    )
  }
  const { assertMasterKey, sealerOf } = await import('../main.ts')
  const sealer = sealerOf(settings)
  await assertMasterKey(store, sealer)
  return sealer
}

/** Opens the store for the work and closes it afterwards. `create` allows a store that is not there yet. */
export async function onStore<T>(
  options: StoreOptions,
  io: Io,
  work: (operator: Operator, settings: Settings) => Promise<T>,
  create = false,
): Promise<T> {
  const settings = settingsOf(options, io)
  const { databaseUrl, dataDir } = settings
  // A mistyped folder must not become a new, empty store.
  if (!create && databaseUrl === undefined && !existsSync(join(dataDir, 'opencam.db'))) {
    throw new CommandFailure(`there is no store in ${dataDir}: give the server's data folder with --data`)
  }
  const store = await openStore({ databaseUrl, dataDir, role: 'tool' })
  try {
    const { clock, random } = io
    return await work({ store, clock, random, sealer: () => sealerFor(store, settings) }, settings)
  } finally {
    await store.close()
  }
}
