// What all states and forks of one bench have in common: settings, what is known of services, folders, the master key.
import { actions } from '../actions/index.ts'
import { quotaRows } from '../actions/quotas.ts'
import type { Log } from '../actions/world.ts'
import { type Catalogs, loadCatalogs } from '../catalog/load.ts'
import { ownCatalogs } from '../catalog/own.ts'
import { type Environment, UsageError } from '../config/read.ts'
import { checkQuotaNames, readSettings, type Settings } from '../config.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { seededRandom } from '../kernel/random.ts'
import { knowledgeOf } from '../main.ts'
import { createLog } from '../server/log.ts'
import { createOutbound, type Outbound } from '../server/outbound.ts'
import { openThrowaway, type StoreImage } from '../store/throwaway.ts'
import { seedFor } from './draws.ts'
import { folderBack, takeFolder } from './folders.ts'
import type { StartOptions } from './types.ts'

export interface Plan {
  readonly settings: Settings
  readonly seed: number
  /** The clock runs along with real time. */
  readonly runs: boolean
  readonly real: Clock
  readonly log: Log
  readonly catalogs: Catalogs
  readonly knowledge: ReturnType<typeof knowledgeOf>
  readonly outbound: Outbound
  readonly masterKey: Uint8Array
}

/** Settings of a server that a bench decides itself, or has none of. */
const unfit: ReadonlySet<string> = new Set([
  ...['OPENCAM_HOST', 'OPENCAM_PORT', 'OPENCAM_PROCESSES', 'OPENCAM_DATA_DIR', 'OPENCAM_DATABASE_URL'],
  ...['OPENCAM_MASTER_KEY', 'OPENCAM_TLS', 'OPENCAM_TLS_CERT', 'OPENCAM_TLS_KEY', 'OPENCAM_CONSOLE'],
  ...['OPENCAM_METRICS_PORT', 'OPENCAM_METADATA_PORT', 'OPENCAM_TRACE_URL', 'OPENCAM_REDIS_URL'],
  ...['OPENCAM_AUDIT_WEBHOOK_URL', 'OPENCAM_TEST_DATABASE_URL', 'OPENCAM_TEST_SEED'],
])

/** The settings as somebody would give them to a server. */
function environmentOf({ rateLimits, quotas = {}, catalogDir, settings: given = {} }: StartOptions): Environment {
  for (const name of Object.keys(given)) {
    if (unfit.has(name)) throw new UsageError(`${name} is not for a test server`)
  }
  const raised = Object.entries(quotas).map(([name, limit]) => `${name}=${limit}`)
  return {
    OPENCAM_LOG_LEVEL: 'error',
    OPENCAM_PROVIDER_FETCH: 'off',
    OPENCAM_CONSOLE: 'off',
    ...given,
    OPENCAM_RATE_LIMITS: rateLimits ?? given['OPENCAM_RATE_LIMITS'] ?? 'off',
    ...(raised.length === 0 ? {} : { OPENCAM_QUOTAS: raised.join(',') }),
    ...(catalogDir === undefined ? {} : { OPENCAM_CATALOG_DIR: catalogDir }),
  }
}

type Known = Pick<Plan, 'settings' | 'catalogs' | 'knowledge' | 'log'>

/** By the settings: what is read from the program's own files is the same each time, and takes as long as all the rest. */
const kept = new Map<string, Known>()
const keptMax = 20
let shipped: Catalogs | undefined

function known(environment: Environment): Known {
  const key = JSON.stringify(environment)
  const before = kept.get(key)
  if (before !== undefined) return before
  const settings = readSettings([], environment)
  const quotas = quotaRows.map((row) => row.name)
  checkQuotaNames(settings.quotas.keys(), quotas)
  const catalogs = catalogsOf(settings.catalogDir)
  const found = { settings, catalogs, knowledge: knowledgeOf(settings, catalogs), log: createLog(settings.logLevel) }
  // A folder of catalogs may have others in it the next time.
  if (settings.catalogDir === undefined && kept.size < keptMax) kept.set(key, found)
  return found
}

function catalogsOf(folder: string | undefined): Catalogs {
  if (folder !== undefined) return loadCatalogs(folder, ownCatalogs(actions))
  shipped ??= loadCatalogs(undefined, ownCatalogs(actions))
  return shipped
}

/** Throws UsageError for a setting, name or value that cannot be, and where a catalog has faults. */
export function planOf(options: StartOptions): Plan {
  const { seed = 1, clock = {} } = options
  if (!Number.isInteger(seed)) throw new UsageError(`the seed must be a whole number, not ${seed}`)
  const found = known(environmentOf(options))
  return {
    ...found,
    seed,
    runs: clock.runs ?? false,
    real: systemClock,
    outbound: createOutbound(found.settings.providerFetch),
    masterKey: seededRandom(seedFor(seed, 0)).bytes(32),
  }
}

let empty: Promise<StoreImage> | undefined

/** A store of the newest shape with nothing in it, made once in a process: its tables take longer than all the rest. */
export function emptyImage(): Promise<StoreImage> {
  empty ??= makeEmpty()
  return empty
}

async function makeEmpty(): Promise<StoreImage> {
  const folder = takeFolder()
  const opened = await openThrowaway(folder)
  try {
    return opened.image()
  } finally {
    await opened.close()
    folderBack(folder)
  }
}
