// Counts what the server does, where somebody asked for metrics: makes the counters, gives each part its watch, and opens
// the listener last, when there is something to tell.
import type { ActionRow } from '../actions/define.ts'
import type { Log } from '../actions/world.ts'
import type { ServiceCatalog } from '../catalog/service.ts'
import type { Clock } from '../kernel/clock.ts'
import type { CallWatch, StoreWatch } from '../kernel/watch.ts'
import { createMetrics } from '../observe/metrics.ts'
import { otherValue } from '../observe/row.ts'
import { type TaskWatch, taskWatch } from '../observe/tasks.ts'
import { type ActionNames, callWatch, storeWatch } from '../observe/watch.ts'
import type { Store } from '../store/store.ts'
import type { HttpLoad } from './http.ts'
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
  readonly host: string
  readonly port: number
  readonly store: Store
  readonly load: () => HttpLoad
  readonly ready: () => Promise<void>
  readonly log: Log
}

interface Facts {
  readonly actions: ActionNames
  readonly version: string
  readonly clock: Clock
}

const now = (): number => performance.now()

export function observe({ actions, version, clock }: Facts): Observed {
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
    async serve({ host, port, store, load, ready, log }) {
      const gauges = processGauges(metrics, { version, startedMs, store, load })
      const server = await serveMetrics({ host, port, metrics, ready, log })
      return { ...server, close: () => server.close().finally(gauges.stop) }
    },
  }
}
