// Refused calls, kept so that an operator can ask why. Explaining and writing happen in batches off the hot path; the
// verdict itself was taken before.
import type { Caller } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import { type Explanation, explain, type Remedy, remedyOf } from '../policy/index.ts'
import type { ContextValue, RequestContext } from '../policy/types.ts'
import type { RefusalRow } from '../store/store.ts'
import type { Refused } from './authorize.ts'

export interface Refusals {
  /** `passed`: the call was let through all the same. */
  note(refused: Refused, passed?: boolean): void
  /** Writes what has gathered. A failure keeps it for the next time. */
  flush(): Promise<void>
  /** Resolves when that call is written, where it was refused by this process; writes what has gathered if it is among it. */
  written(requestId: string): Promise<void>
  /** Drops what is past its time or beyond the count. */
  prune(): Promise<void>
}

/** Kept for seven days or a million rows, whichever ends first. */
const keptMs = 7 * 24 * 3_600_000
const keptRowsMax = 1_000_000
/** Under a flood of refusals the oldest unwritten ones are dropped rather than memory filled. */
const waitingMax = 10_000
/** Of those written at once, how many are told what would allow them: looking for it takes longer than explaining. */
const remediesMax = 16

export function createRefusals(world: Pick<World, 'store' | 'clock' | 'log' | 'presets'>): Refusals {
  let waiting: Noted[] = []
  let dropped = 0
  let writing: Promise<void> | undefined

  async function write(batch: readonly Noted[]): Promise<void> {
    try {
      await world.store.recordRefusals(
        batch.map((noted, index) => rowOf(noted, index < remediesMax ? remedied(world, noted) : undefined)),
      )
    } catch (error) {
      waiting = [...batch, ...waiting].slice(0, waitingMax)
      throw error
    }
  }

  async function flush(): Promise<void> {
    while (writing !== undefined) await writing.catch(() => {})
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    if (dropped > 0) world.log.warn({ dropped }, 'refused calls came faster than they could be kept')
    dropped = 0
    writing = write(batch).finally(() => {
      writing = undefined
    })
    await writing
  }

  return {
    note(refused, passed = false) {
      if (waiting.length >= waitingMax) dropped += 1
      else waiting.push({ refused, passed })
    },
    flush,
    async written(requestId) {
      if (waiting.some(({ refused }) => refused.subject.call.requestId === requestId)) await flush()
      // Whoever is in the batch that somebody else has just begun to write.
      await writing
    },
    async prune() {
      await world.store.pruneRefusals(world.clock() - keptMs, keptRowsMax)
    },
  }
}

interface Noted {
  readonly refused: Refused
  readonly passed: boolean
}

/** What `opencam why` prints. */
export interface RefusalRecord {
  readonly requestId: string
  readonly time: string
  readonly caller: {
    readonly kind: string
    readonly account: number
    readonly uin: number
    readonly secretId: string
    /** Of a temporary key: what it was made for. */
    readonly session?: { readonly kind: string; readonly name: string; readonly role?: string }
  }
  readonly from: string
  readonly action: string
  readonly resources: readonly string[]
  readonly parameters: unknown
  /** What was answered, or would have been. */
  readonly code: string
  /** The gateway only watches this product: the call was let through all the same. */
  readonly passed?: true
  /** Condition keys that statements looked at, and those of every call; what else a call carries says nothing here. */
  readonly context: readonly { readonly key: string; readonly values: readonly string[] }[]
  readonly explanation: unknown
  /** The smallest change that would allow it; left out under a flood of refusals. */
  readonly remedy?: Remedy
}

/** Keys that every call of somebody has, worth knowing whether or not a statement asked. */
const usualKeys = ['qcs:ip', 'qcs:current_time', 'qcs:mfa']
const contextKeysMax = 50

/** Passes a context on and remembers what was asked of it. Where resources differ in a key, the first one's value stays. */
function watchedContext(whole: RequestContext) {
  const asked = new Map<string, ContextValue>()
  const over = (context: RequestContext): RequestContext => ({
    get(key) {
      const value = context.get(key)
      if (value !== undefined && asked.size < contextKeysMax && !asked.has(key)) asked.set(key, value)
      return value
    },
    ...(context.withheld && { withheld: (key: string) => context.withheld?.(key) }),
  })
  const context = over(whole)
  const seen = () => {
    for (const key of usualKeys) context.get(key)
    return [...asked].map(([key, value]) => ({
      key,
      values: (typeof value === 'object' ? value : [value]).map(String),
    }))
  }
  return { context, over, seen }
}

/** Statements that matched, kept per layer. Of those of one effect any one settles it. */
const statementsKeptMax = 20

/** What settled the call and what came nearest. A caller can have thousands of statements; the rest say nothing. */
function decisive({ resources, ...rest }: Explanation): Explanation {
  return {
    ...rest,
    resources: resources.map(({ layers, ...resource }) => ({
      ...resource,
      layers: layers.map((layer) => ({
        ...layer,
        statements: layer.statements
          .filter((one) => one.matched && (one.effect === 'deny') === (layer.outcome === 'explicit-deny'))
          .slice(0, statementsKeptMax),
      })),
    })),
  }
}

function callerOf({ kind, account, uin, secretId, session }: Caller): RefusalRecord['caller'] {
  if (session === undefined) return { kind, account, uin, secretId }
  const role = session.role === undefined ? {} : { role: session.role.name }
  const of = { kind: session.kind, name: session.name, ...role }
  return { kind, account, uin: session.callerUin, secretId, session: of }
}

function remedied({ presets }: Pick<World, 'presets'>, { refused: { program, access } }: Noted): Remedy {
  return remedyOf(program, access, ({ policyId }) => presets.byId(policyId) !== undefined)
}

function rowOf({ refused: { subject, access, program }, passed }: Noted, remedy: Remedy | undefined): RefusalRow {
  const { call, caller } = subject
  const { contextOf } = access
  const watched = watchedContext(access.context)
  const explanation = explain(program, {
    ...access,
    context: watched.context,
    ...(contextOf && { contextOf: (resource: string) => watched.over(contextOf(resource)) }),
  })
  const record: RefusalRecord = {
    requestId: call.requestId,
    time: new Date(call.receivedMs).toISOString(),
    caller: callerOf(caller),
    from: call.from.address,
    action: access.action,
    resources: access.resources,
    parameters: subject.shown(),
    code: 'AuthFailure.UnauthorizedOperation',
    ...(passed ? { passed } : {}),
    context: watched.seen(),
    explanation: decisive(explanation),
    ...(remedy === undefined ? {} : { remedy }),
  }
  return { account: caller.account, requestId: call.requestId, timeMs: call.receivedMs, record: JSON.stringify(record) }
}
