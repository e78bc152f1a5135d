// The server of one state: store, gateway and dispatcher over it, and the work beside the calls, which here is done when it is
// asked for. It knows no socket; what becomes of it is thrown away.
import { actions } from '../actions/index.ts'
import { createDispatcher, type Dispatcher } from '../dispatch/pipeline.ts'
import type { Probe } from '../dispatch/probe.ts'
import { copyOfCounts, noCounts, type RateCounts } from '../dispatch/rates/rates.ts'
import { type Gateway, openGateway } from '../gateway/open.ts'
import { seededRandom } from '../kernel/random.ts'
import { doorsOf, gatewayOf, signInOf } from '../main.ts'
import type { Door, StreamedReply } from '../protocol/door.ts'
import { auditWork } from '../server/audit-work.ts'
import { dispatcherTasks, type Task } from '../server/tasks.ts'
import { sealer as createSealer } from '../store/seal.ts'
import { openThrowaway, type StoreImage, type ThrowawayStore } from '../store/throwaway.ts'
import { type BenchClock, nearerClock } from './clock.ts'
import { type DrawsState, draws, drawsAt, seedFor } from './draws.ts'
import { folderBack, takeFolder } from './folders.ts'
import { emptyImage, type Plan } from './plan.ts'

/** Everything that a server is at a moment. */
export interface InsideState {
  readonly image: StoreImage
  readonly nowMs: number
  readonly draws: DrawsState
  readonly counts: RateCounts
  /** When work beside the calls was last done, by its name. */
  readonly done: ReadonlyMap<string, number>
}

export interface Inside {
  /** Calls of clients. */
  readonly dispatcher: Dispatcher<StreamedReply>
  readonly gateway: Gateway
  readonly doors: readonly Door[]
  /** The same store without rates, faults and records: for makers. */
  quiet(): Dispatcher
  listensOn(port: number): void
  /** What a server does within a second or two: what was gathered is written, deletions of roles that were asked for happen. */
  afterCalls(): Promise<void>
  /** All work beside the calls that is due by the clock. */
  runDue(): Promise<void>
  /** All of it, due or not. */
  settle(): Promise<void>
  /** No call may be under way. */
  state(): Promise<InsideState>
  close(): Promise<void>
}

interface Given {
  readonly plan: Plan
  readonly clock: BenchClock
  readonly probe: Probe
  /** Left out: an empty store. */
  readonly from: InsideState | undefined
}

export async function openInside({ plan, clock, probe, from }: Given): Promise<Inside> {
  const { settings, knowledge, log, real, outbound, catalogs } = plan
  const drawn = draws(from?.draws ?? drawsAt(plan.seed))
  const sealer = createSealer({ current: { id: 'testing', key: plan.masterKey }, others: [] }, drawn.seal)
  // Before anything is open: it throws where settings do not fit the catalogs.
  const gateway = openGateway({ ...gatewayOf(settings, catalogs.all, {}), sealer, log })
  const image = from?.image ?? (await emptyImage())
  const folder = takeFolder()
  const opened = await openThrowaway(folder, image)
  const { store } = opened
  const parts = { store, clock: clock.now, random: drawn.random, log, sealer }
  const counts = from === undefined ? noCounts() : copyOfCounts(from.counts)
  const { addressPerSecond: address, accountPerSecond: account, allPerSecond: all } = settings
  const fetches = settings.providerFetch !== 'off'
  const fetchText = fetches ? outbound.fetchText : undefined
  const known = { ...parts, ...knowledge, fetchText, signatureClock: nearerClock(clock.now, real) }
  const rates = { limits: { address, account, all }, counts }
  const asked = askedTasks(probe)
  const dispatcher = createDispatcher({ ...known, rates, probe: asked.probe }, actions, gateway.elsewhere)
  let quiet: Dispatcher | undefined
  const rules = { ...knowledge.rules, rateLimits: 'off' as const }
  const signIn = signInOf(settings, undefined)
  const keyRandom = seededRandom(seedFor(plan.seed, 4))
  const work = beside({ plan, clock, dispatcher, opened, done: from?.done ?? new Map() }, () =>
    auditWork({ ...parts, random: keyRandom, flushEvents: dispatcher.flushEvents }, settings),
  )
  const flush = async (): Promise<void> => {
    await dispatcher.flush()
    await quiet?.flush()
  }
  const afterCalls = async (): Promise<void> => {
    await dispatcher.flushRefusals()
    await dispatcher.flushEvents()
    if (asked.take()) await dispatcher.runRoleTasks()
    await work.runDue()
  }
  return {
    dispatcher,
    gateway,
    doors: doorsOf(settings, { dispatcher, gateway, catalogs, signIn }),
    quiet() {
      quiet ??= createDispatcher({ ...known, rules }, actions)
      return quiet
    },
    listensOn: (port) => signIn.listensOn(port),
    afterCalls,
    runDue: work.runDue,
    async settle() {
      await flush()
      await work.runAll()
    },
    async state() {
      await afterCalls()
      await flush()
      return {
        image: opened.image(),
        nowMs: clock.now(),
        draws: drawn.state(),
        counts: copyOfCounts(counts),
        done: work.done(),
      }
    },
    async close() {
      gateway.close()
      await opened.close()
      folderBack(folder)
    },
  }
}

/** The one call whose work is done beside it: nothing need be looked for after all others. */
const asksForTask = 'DeleteServiceLinkedRole'

/** The probe, which sees whether there is such work. */
function askedTasks(probe: Probe): { readonly probe: Probe; take(): boolean } {
  let asked = false
  return {
    probe: {
      ...probe,
      ended(reached, outcome, access) {
        asked ||= reached.call.action === asksForTask
        probe.ended(reached, outcome, access)
      },
    },
    take() {
      const was = asked
      asked = false
      return was
    },
  }
}

interface BesideGiven {
  readonly plan: Plan
  readonly clock: BenchClock
  readonly dispatcher: Dispatcher<StreamedReply>
  readonly opened: ThrowawayStore
  readonly done: ReadonlyMap<string, number>
}

/** The periodic work of a server, by the bench's clock in place of timers. */
function beside({ plan, clock, dispatcher, opened, done }: BesideGiven, openAudit: () => ReturnType<typeof auditWork>) {
  // Under no name: when the first state began, which stands for what was never done.
  const last = new Map([['', clock.now()], ...done])
  // A v1 call is too old by the real time or by the server's: forgotten only when it is by both.
  const sweep = async (): Promise<void> => {
    await opened.store.fleeting.sweep(Math.min(clock.now(), plan.real()))
  }
  const own: readonly Task[] = [
    ...dispatcherTasks(dispatcher, plan.settings.providerFetch !== 'off'),
    [10_000, 'dropping what was used once', sweep],
  ]
  // Opening makes a key that is kept in the store: not before time has moved.
  let audit: Promise<readonly Task[]> | undefined
  const all = async (): Promise<readonly Task[]> => {
    audit ??= openAudit().then(({ tasks }) => tasks)
    return [...own, ...(await audit)]
  }
  const soonestMs = Math.min(...own.map(([everyMs]) => everyMs))
  let lookedMs = Math.max(...last.values())
  return {
    async runDue(): Promise<void> {
      const nowMs = clock.now()
      if (nowMs - lookedMs < soonestMs) return
      lookedMs = nowMs
      for (const [everyMs, what, work] of await all()) {
        if (nowMs - (last.get(what) ?? last.get('') ?? 0) < everyMs) continue
        last.set(what, nowMs)
        await work()
      }
    },
    async runAll(): Promise<void> {
      for (const [, , work] of await all()) await work()
    },
    done: (): ReadonlyMap<string, number> => new Map(last),
  }
}
