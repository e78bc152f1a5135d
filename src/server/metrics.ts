// The listener for metrics: an address of its own, so that the one for clients tells nothing about the inside, a firewall
// can tell the two apart, and the answer comes also while the other is full. It takes no call.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import type { Log } from '../actions/world.ts'
import type { Metrics } from '../observe/metrics.ts'
import { metricsType, renderMetrics } from '../observe/text.ts'
import type { Store } from '../store/store.ts'
import { authority } from './address.ts'
import { type HttpLoad, serveHttp } from './http.ts'
import { plainReply } from './reply.ts'

export interface MetricsServer {
  readonly port: number
  readonly listening: string
  close(): Promise<void>
}

export interface MetricsOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly metrics: Metrics
  /** Throws when calls cannot be served now. */
  readonly ready: () => Promise<void>
  readonly log: Log
}

/** Listens. Throws with a plain reason where it cannot. */
export async function serveMetrics({ host, port, metrics, ready, log }: MetricsOptions): Promise<MetricsServer> {
  let isReady = 0
  metrics.gauge('opencam_ready', () => [[[], isReady]])
  const http = await serveHttp({
    host,
    port,
    flags: { host: '--metrics-host', port: '--metrics-port' },
    limits: { bodyBytesMax: 0, headerBytesMax: 16 * 1024, headerCountMax: 100, drainMs: 1000 },
    async respond({ method, path }) {
      if (path !== '/metrics') return plainReply(404, 'not found\n')
      if (method !== 'GET' && method !== 'HEAD') return plainReply(405, 'only GET\n')
      isReady = await ready().then(
        () => 1,
        () => 0,
      )
      const body = renderMetrics(metrics)
      const length = String(Buffer.byteLength(body))
      return { status: 200, headers: ['Content-Type', metricsType, 'Content-Length', length], body }
    },
    ready,
    onFault: (error) => log.error({ error }, 'metrics could not be answered'),
  })
  return { port: http.port, listening: `http://${authority(host, http.port)}`, close: () => http.close() }
}

/** What is read off the process when somebody asks. `stop` ends what it keeps running. */
export function processGauges(
  metrics: Metrics,
  { version, startedMs, store, load }: { version: string; startedMs: number; store: Store; load: () => HttpLoad },
): { stop(): Promise<void> } {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  metrics.gauge('opencam_build_info', () => [[[version], 1]])
  metrics.gauge('opencam_start_time_seconds', () => [[[], startedMs / 1000]])
  metrics.gauge('opencam_connections', () => [[[], load().connections]])
  metrics.gauge('opencam_requests_under_way', () => [[[], load().underWay]])
  metrics.gauge('opencam_request_body_bytes', () => [[[], load().bodyBytes]])
  metrics.gauge('opencam_store_pool_connections', () => {
    const pool = store.pool?.()
    if (pool === undefined) return []
    return [
      [['busy'], pool.busy],
      [['idle'], pool.idle],
      [['waiting'], pool.waiting],
    ]
  })
  metrics.gauge('opencam_event_loop_delay_seconds', () => {
    const shares = [0.5, 0.99, 1] as const
    const read = shares.map((share) => [[String(share)], delay.percentile(share * 100) / 1e9] as const)
    delay.reset()
    return read
  })
  metrics.gauge('opencam_memory_bytes', () => {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    return [
      [['resident'], rss],
      [['heap-used'], heapUsed],
      [['heap-total'], heapTotal],
      [['heap-limit'], getHeapStatistics().heap_size_limit],
      [['external'], external],
    ]
  })
  metrics.gauge('opencam_cpu_seconds_total', () => {
    const { user, system } = process.cpuUsage()
    return [
      [['user'], user / 1e6],
      [['system'], system / 1e6],
    ]
  })
  return {
    async stop() {
      delay.disable()
    },
  }
}
