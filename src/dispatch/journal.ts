// Calls that changed nothing, as audit events: gathered in memory and written in batches off the hot path, each account's
// at the end of its chain. A crash loses those of the last second; changes are not here but in their own transactions.
import type { World } from '../actions/world.ts'
import { operatorProduct } from '../audit/operator.ts'
import type { AuditAccess, AuditEvent } from '../store/store.ts'
import { callEvent, type Reached } from './audit-event.ts'

export interface Journal {
  /** A call that only read and was answered; kept where the operator wants reads. */
  read(reached: Reached, outcome?: string, access?: AuditAccess): void
  /** A call that ended with the code. */
  failed(reached: Reached, code: string, access?: AuditAccess): void
  /** Writes what has gathered. What could not be written is kept for the next time. */
  flush(): Promise<void>
}

/** Events of one account that are taken between two writes; of calls without proof fewer, because anybody can make them. */
const perAccountMax = 1_000
const unprovedMax = 200
/** Reads are held down by the rates of their actions; this is for memory only. */
const readsMax = 50_000
/** Of one transaction, so that no writer waits long. */
const batchMax = 200
/** Accounts written at the same time. */
const atOnce = 4

interface Gathered {
  events: AuditEvent[]
  reads: number
  failures: number
  /** Came too fast to be kept. */
  missed: number
}

function gatheredOf(waiting: Map<number, Gathered>, account: number): Gathered {
  const known = waiting.get(account)
  if (known !== undefined) return known
  const gathered = { events: [], reads: 0, failures: 0, missed: 0 }
  waiting.set(account, gathered)
  return gathered
}

/** An event of ours in place of those that were not kept. */
const missingEvent = (account: number, missed: number, at: Pick<AuditEvent, 'requestId' | 'timeMs'>): AuditEvent => ({
  ...at,
  account,
  revision: 0,
  uin: account,
  secretId: '',
  access: 'unknown',
  product: operatorProduct,
  action: 'MissAuditEvents',
  resources: [],
  decision: 'none',
  outcome: 'ok',
  sourceIp: '',
  userAgent: '',
  parameters: JSON.stringify({ missed }),
})

type Parts = Pick<World, 'store' | 'clock' | 'random' | 'log'> & { readonly rules: Pick<World['rules'], 'auditReads'> }

export function createJournal({ store, clock, random, log, rules }: Parts): Journal {
  let waiting = new Map<number, Gathered>()
  const of = (account: number): Gathered => gatheredOf(waiting, account)

  /** Writes one account's events in their order; what is left of them after a fault comes back. */
  async function write(account: number, { events, missed }: Gathered): Promise<unknown> {
    const all =
      missed === 0 ? events : [...events, missingEvent(account, missed, { requestId: random.uuid(), timeMs: clock() })]
    for (let from = 0; from < all.length; from += batchMax) {
      try {
        const batch = all.slice(from, from + batchMax)
        await store.transaction((writes) => writes.audit.appendAll(account, batch))
      } catch (error) {
        const again = of(account)
        again.events = [...all.slice(from), ...again.events].slice(0, readsMax)
        return error
      }
    }
    return undefined
  }

  return {
    read(reached, outcome = 'ok', access = 'unknown') {
      if (!rules.auditReads || reached.recorded) return
      const event = callEvent(reached, outcome, access)
      const gathered = of(event.account)
      if (gathered.reads >= readsMax) gathered.missed += 1
      else {
        gathered.reads += 1
        gathered.events.push(event)
      }
    },
    failed(reached, code, access = 'unknown') {
      if (reached.recorded) return
      const proved = reached.caller !== undefined && reached.caller.kind !== 'stranger'
      const gathered = of(proved ? (reached.caller?.account ?? 0) : 0)
      if (gathered.failures >= (proved ? perAccountMax : unprovedMax)) gathered.missed += 1
      else {
        gathered.failures += 1
        gathered.events.push(callEvent(reached, code, access))
      }
    },
    async flush() {
      if (waiting.size === 0) return
      const batch = [...waiting]
      waiting = new Map()
      const missed = batch.reduce((sum, [, gathered]) => sum + gathered.missed, 0)
      if (missed > 0) log.warn({ missed }, 'calls came faster than their audit events could be kept')
      const faults: unknown[] = []
      const next = batch.values()
      const work = async (): Promise<void> => {
        for (const [account, gathered] of next) {
          const fault = await write(account, gathered)
          if (fault !== undefined) faults.push(fault)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      if (faults.length > 0) throw faults[0]
    },
  }
}
