// `opencam master-key …`: change the key that seals secrets in the store, while servers serve. The keys are those of the data
// folder's file, or of OPENCAM_MASTER_KEY, which the operator changes by hand.
import { Command } from 'commander'
import type { Settings } from '../config.ts'
import { parseMasterKeys } from '../store/master-key.ts'
import { dropKey, keysOf, type Progress, putNewKey, reseal, restsOn } from '../store/rotation.ts'
import { type MasterKeys, sealer } from '../store/seal.ts'
import { moment, number } from './arguments.ts'
import { CommandFailure, type Io, table } from './io.ts'
import type { Operator } from './operations.ts'
import { show } from './show.ts'
import { onStore, type StoreOptions, withStoreOptions } from './store.ts'

export function masterKeyCommand(io: Io): Command {
  return new Command('master-key').addCommand(rotate(io)).addCommand(status(io)).addCommand(retire(io))
}

function keysAt({ masterKey, dataDir }: Settings): MasterKeys {
  const keys = masterKey === undefined ? keysOf(dataDir) : parseMasterKeys(masterKey)
  if (keys !== undefined) return keys
  throw new CommandFailure(`there is no master key in ${dataDir}: give the server's data folder or OPENCAM_MASTER_KEY`)
}

function rotate(io: Io): Command {
  interface Options extends StoreOptions {
    readonly batch: number
    readonly pauseMs: number
    readonly resume?: true
  }
  return withStoreOptions(new Command('rotate'))
    .description('Put a new key in front and seal every secret under it; goes on with a rotation that was cut off.')
    .option('--batch <rows>', 'rows in one transaction', number, 100)
    .option('--pause-ms <ms>', 'rest after each, for the calls', number, 20)
    .option('--resume', 'make no new key, whatever there is to do')
    .action(async (options: Options) => {
      const made = await onStore(options, io, (operator, settings) => rotated(operator, settings, options, io))
      show(io, options, made)
      if (made.unreadable.length > 0) {
        throw new CommandFailure(
          'some secrets open under none of the keys: they stay as they are, and so does what opened them',
        )
      }
    })
}

async function rotated(
  { store, random, clock }: Operator,
  settings: Settings,
  options: Parameters<typeof paced>[0] & { readonly resume?: true },
  io: Io,
) {
  const before = keysAt(settings)
  const rows = await store.sealed.countByKey()
  const unfinished = before.others.some(({ id }) => (rows.get(id) ?? 0) > 0)
  if (settings.masterKey !== undefined && before.others.length === 0) {
    throw new CommandFailure(
      'OPENCAM_MASTER_KEY holds one key: put a new one in front of it, separated by a comma, for this command and all servers',
    )
  }
  // A second key before the first change is through would be one more to wait for.
  const making = settings.masterKey === undefined && !unfinished && options.resume !== true
  const keys = making ? putNewKey(settings.dataDir, random.bytes, clock()) : before
  const { done, unreadable } = await reseal(store, sealer(keys, random.bytes), paced(options, io))
  const older = keys.others.map(({ id }) => id)
  return { key: keys.current.id, made: making, resealed: done, older, unreadable }
}

/** Says how far it is, and lets calls come between. */
function paced({ batch, pauseMs }: { readonly batch: number; readonly pauseMs: number }, io: Io) {
  return {
    batch: Math.max(1, batch),
    async between({ done, total }: Progress): Promise<void> {
      io.err(`${done} of ${total} sealed anew\n`)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    },
  }
}

function status(io: Io): Command {
  return withStoreOptions(new Command('status'))
    .description('List the master keys and how many rows each seals.')
    .action(async (options: StoreOptions) => {
      const rows = await onStore(options, io, async ({ store }, settings) => {
        const { current, others } = keysAt(settings)
        const found = new Map(await store.sealed.countByKey())
        const known = [current, ...others].map(({ id }) => {
          const sealed = found.get(id) ?? 0
          found.delete(id)
          return { key: id, seals: id === current.id, rows: sealed }
        })
        const unknown = [...found.values()].reduce((sum, one) => sum + one, 0)
        return unknown === 0 ? known : [...known, { key: 'others', seals: false, rows: unknown }]
      })
      if (options.json === true) return io.out(`${JSON.stringify(rows, undefined, 2)}\n`)
      io.out(
        `${table(
          ['Key', 'Seals', 'Rows'],
          rows.map((row) => Object.values(row)),
        )}\n`,
      )
    })
}

function retire(io: Io): Command {
  interface Options extends StoreOptions {
    readonly sealedUntil?: number
  }
  return withStoreOptions(new Command('retire'))
    .description('Take an old key away, once no row and no temporary key rests on it.')
    .argument('<key>', 'id of the key, as `status` tells it')
    .option(
      '--sealed-until <time>',
      'of keys in OPENCAM_MASTER_KEY: when the last server had the new one in front',
      moment,
    )
    .action(async (keyId: string, options: Options) => {
      const made = await onStore(options, io, async ({ store, clock }, settings) => {
        const keys = keysAt(settings)
        const known = keys.others.find(({ id }) => id === keyId)?.sealedUntilMs
        // Unknown: whatever is alive may rest on it.
        const sealedUntilMs = options.sealedUntil ?? known ?? clock()
        const reason = await restsOn(store, keys, { keyId, sealedUntilMs, nowMs: clock() })
        if (reason !== undefined) throw new CommandFailure(`the key stays: ${reason}`)
        if (settings.masterKey === undefined) dropKey(settings.dataDir, keyId)
        return {
          retired: keyId,
          from: settings.masterKey === undefined ? 'master.key' : 'take it out of OPENCAM_MASTER_KEY',
        }
      })
      show(io, options, made)
    })
}
