// A server without sockets for benches: SQLite in a folder of its own, real signatures, rates off.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRootAccount } from '../src/actions/account/root.ts'
import { actions } from '../src/actions/index.ts'
import { quotasWith } from '../src/actions/quotas.ts'
import { loadCatalogs } from '../src/catalog/load.ts'
import { ownCatalogs } from '../src/catalog/own.ts'
import { loadPresets } from '../src/catalog/presets.ts'
import { createDispatcher, type Dispatcher } from '../src/dispatch/pipeline.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { systemRandom } from '../src/kernel/random.ts'
import type { Credential } from '../src/signing/index.ts'
import { openStore } from '../src/store/open.ts'
import { sealer as createSealer } from '../src/store/seal.ts'

export interface BenchWorld {
  readonly dispatcher: Dispatcher
  readonly credential: Credential
  /** Another root account. */
  account(): Promise<Credential>
  readonly folder: string
  close(): Promise<void>
}

const quiet = (): void => {}

export async function openWorld(quotas: Readonly<Record<string, number>> = {}): Promise<BenchWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
  const store = await openStore({ dataDir: folder })
  const sealer = createSealer({ current: { id: 'bench', key: systemRandom.bytes(32) }, others: [] })
  const catalogs = loadCatalogs(undefined, ownCatalogs(actions))
  const rules = {
    rateLimits: 'off',
    resourceLevel: 'vendor',
    policyPrincipal: 'refuse',
    catalogFlags: 'strict',
    strictServices: false,
    language: 'en-US',
    site: 'default',
    fetchesKeys: false,
    auditReads: false,
    samlRecipients: [],
  } as const
  const dispatcher = createDispatcher(
    {
      store,
      clock: systemClock,
      random: systemRandom,
      sealer,
      presets: loadPresets(catalogs),
      catalogs,
      vocabulary: catalogs.vocabulary(),
      quotas: quotasWith(new Map(Object.entries(quotas))),
      rules,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    },
    actions,
  )
  const given = { name: 'bench', verified: true, site: 'default', passwordHash: undefined, nowMs: Date.now() }
  const account = async (): Promise<Credential> => {
    const made = await store.transaction((writes) => makeRootAccount(writes, { random: systemRandom, sealer }, given))
    if (made === 'taken') throw new Error('the account could not be made')
    return made
  }
  return {
    dispatcher,
    credential: await account(),
    account,
    folder,
    async close() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
