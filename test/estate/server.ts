// A server in this process and an account on it, for whoever reads and changes it by calls.
import type { Answer } from '../../src/client/call.ts'
import { type Applied, apply } from '../../src/estate/apply.ts'
import { asking, type Call } from '../../src/estate/calls.ts'
import type { Journal } from '../../src/estate/journal.ts'
import type { Estate } from '../../src/estate/model.ts'
import { planOf, presetsBy } from '../../src/estate/plan.ts'
import { type Pulled, pull } from '../../src/estate/pull.ts'
import type { Harness, Identity } from '../api/harness.ts'

export const noSleep = async (): Promise<void> => {}

/** Calls signed by somebody. */
export const callAs =
  (server: Harness, as: Identity): Call =>
  (product, version, action, parameters): Promise<Answer> =>
    server.call(action, parameters, { as, product, version, host: `${product}.tencentcloudapi.com` })

export const pullBy = (call: Call): Promise<Pulled> => pull({ call, sleep: noSleep })

/** A journal that lives as long as the test. */
export function memoryJournal(): Journal & { text: string } {
  const journal = {
    text: '',
    read: () => journal.text,
    restart(line: string) {
      journal.text = line
    },
    append(line: string) {
      journal.text += line
    },
  }
  return journal
}

/** Makes the account what the model says, whatever it is now. */
export async function applyTo(call: Call, folder: Estate, journal: Journal = memoryJournal()): Promise<Applied> {
  const live = await pullBy(call)
  const ask = asking(call, noSleep)
  const plan = await planOf({
    before: live.estate,
    folder,
    numbers: live.directory,
    endpoint: 'http://server',
    prune: true,
    presetDocument: presetsBy(ask, live.directory),
  })
  const of = { digest: 'test', account: live.account }
  return apply(plan.changes, of, { ask, directory: live.directory, journal })
}

/** What two models of different accounts have in common when they say the same. */
export const comparable = ({ account: _, incomplete: __, ...estate }: Estate): unknown => estate
