// Counts what the server does, where somebody asked for metrics: makes the counters, gives each part its watch, and opens
// the listener last, when there is something to tell.
import type { ActionRow } from '../actions/define.ts'
import type { Log } from '../actions/world.ts'
import type { ServiceCatalog } from '../catalog/service.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { CallWatch, StoreWatch } from '../kernel/watch.ts'
import { createMetrics } from '../observe/metrics.ts'
import { otherValue } from '../observe/row.ts'
import { type TaskWatch, taskWatch } from '../observe/tasks.ts'
import type { Tracing, TracingOptions } from '../observe/trace.ts'
import { type ActionNames, callWatch, storeWatch } from '../observe/watch.ts'
import type { Store } from '../store/store.ts'
import type { HttpServer } from './http.ts'
import { type MetricsServer, processGauges, serveMetrics } from './metrics.ts'
import type { Overloaded } from './overload.ts'

/** The actions that there are, by product: ours, and those of the gateway's catalogs. */
export function actionNames(rows: readonly ActionRow[], catalogs: readonly ServiceCatalog[]): ActionNames {
  const actions = new Map<string, Set<string>>()
  const add = (product: string, names: Iterable<string>): void => {
    actions.set(product, new Set([...(actions.get(product) ?? []), ...names]))
  }
  for (const row of rows) add(row.product, [row.name])
  for (const { service, actions: names, own } of catalogs) if (own !== true) add(service, names.keys())
  return actions
}

export interface Observed {
  readonly call: CallWatch
  readonly store: StoreWatch
  /** By name, how often each runs in milliseconds. */
  tasks(everyMs: ReadonlyMap<string, number>): TaskWatch
  overloaded(limit: Overloaded): void
  /** Opens the listener. Throws with a plain reason where it cannot. */
  serve(parts: ServeParts): Promise<MetricsServer>
}

interface ServeParts {
  readonly store: Store
  readonly log: Log
  /** The server that is observed. */
  readonly http: Pick<HttpServer, 'load' | 'ready'>
}

interface Facts {
  readonly actions: ActionNames
  readonly version: string
  readonly clock: Clock
  readonly random: Random
}

interface Place {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
}

export interface Observers {
  readonly observed: Observed | undefined
  readonly tracing: Tracing | undefined
}

/** Makes those that are asked for. */
export async function observers({
  metrics,
  traces,
  ...facts
}: Facts & {
  readonly metrics: Place | undefined
  readonly traces: Pick<TracingOptions, 'url' | 'share' | 'headers'> | undefined
}): Promise<Observers> {
  const observed = metrics === undefined ? undefined : observe(facts, metrics)
  if (traces === undefined) return { observed, tracing: undefined }
  // Loaded only where it is used.
  const { openTracing } = await import('../observe/trace.ts')
  const { actions, version, random } = facts
  const chance = (): number => new DataView(Uint8Array.from(random.bytes(4)).buffer).getUint32(0) / 2 ** 32
  return { observed, tracing: openTracing({ ...traces, actions, version, chance }) }
}

const now = (): number => performance.now()

function observe({ actions, version, clock }: Facts, place: Place): Observed {
  const task: string[] = []
  const metrics = createMetrics({
    product: [...actions.keys(), otherValue],
    action: [...new Set([...actions.values()].flatMap((names) => [...names])), otherValue],
    task,
    version: [version],
  })
  const startedMs = clock()
  return {
    call: callWatch(metrics, actions, now),
    store: storeWatch(metrics, now),
    tasks(everyMs) {
      task.push(...everyMs.keys())
      return taskWatch(metrics, everyMs, clock)
    },
    overloaded(limit) {
      metrics.cell('opencam_overloaded_total', limit).value += 1
    },
    async serve({ store, log, http }) {
      const gauges = processGauges(metrics, { version, startedMs, store, load: http.load })
      const server = await serveMetrics({ ...place, metrics, ready: http.ready, log })
      return { ...server, close: () => server.close().finally(gauges.stop) }
    },
  }
}
