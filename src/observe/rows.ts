// Every metric, one row each. Names and labels are part of the interface: alerts and dashboards of operators stand on them.
import { counter, gauge, histogram, otherValue } from './row.ts'

/** How a call ended, from `outcome.ts`. */
export const outcomes = [
  'ok',
  'invalid',
  'unauthenticated',
  'refused',
  'throttled',
  'rehearsed',
  'unavailable',
  'fault',
] as const
export type Outcome = (typeof outcomes)[number]

/** Why nobody could be recognised as the sender of a call. */
export const authenticationReasons = [
  'unknown-key',
  'expired',
  'scope-date',
  'header-missing',
  'payload-unsigned',
  'signature',
  'replayed',
  'token',
  'authorization',
  'second-factor',
  otherValue,
] as const

export const layers = ['general', 'root', 'identity', 'boundary', 'session', 'cross-account', otherValue] as const
/** Why a request is answered 503 before it is looked at. */
export const overloads = ['connections', 'bodies', 'memory'] as const
export type Overload = (typeof overloads)[number]

const callSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const storeSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export const metricRows = [
  gauge('opencam_build_info', 'Always 1; the version that runs is in the label', { version: 'version' }),
  gauge('opencam_start_time_seconds', 'When the process started, in seconds since 1970'),
  gauge(
    'opencam_ready',
    '1 where calls can be served now, 0 where the store cannot be reached or the server is closing',
  ),
  counter('opencam_calls_total', 'Calls answered, by what was called and how it ended', {
    product: 'product',
    action: 'action',
    outcome: outcomes,
  }),
  histogram('opencam_call_seconds', 'Time from a whole request to its answer, in seconds', callSeconds, {
    product: 'product',
    action: 'action',
  }),
  counter('opencam_authentication_failures_total', 'Calls whose sender could not be recognised', {
    reason: authenticationReasons,
  }),
  counter('opencam_decisions_total', 'Verdicts on calls, by the layer of policies that settled them', {
    layer: layers,
    effect: ['allow', 'deny'],
  }),
  counter('opencam_throttled_calls_total', 'Calls over a rate limit'),
  counter('opencam_overloaded_total', 'Requests answered 503 because a limit of the process was reached', {
    limit: overloads,
  }),
  gauge('opencam_connections', 'Open connections of clients'),
  gauge('opencam_requests_under_way', 'Requests that have no answer yet'),
  gauge('opencam_request_body_bytes', 'Bytes of request bodies held in memory now'),
  counter('opencam_store_transactions_total', 'Write transactions of the store', {
    outcome: ['committed', 'rolled-back'],
  }),
  histogram(
    'opencam_store_transaction_seconds',
    'Time of a write transaction, its wait included, in seconds',
    storeSeconds,
  ),
  histogram(
    'opencam_store_commit_works',
    'Transactions that shared one durable commit (SQLite)',
    [1, 2, 4, 8, 16, 32, 64, 128, 256],
  ),
  gauge('opencam_store_pool_connections', 'Connections to the database, and works that wait for one (PostgreSQL)', {
    state: ['busy', 'idle', 'waiting'],
  }),
  counter('opencam_program_lookups_total', 'Looks for the compiled policies of a caller', { result: ['kept', 'made'] }),
  gauge('opencam_programs', 'Compiled policies of callers kept in memory'),
  gauge('opencam_program_statements', 'Statements in them'),
  counter('opencam_program_evictions_total', 'Compiled policies dropped to keep within the bound of memory'),
  counter('opencam_task_runs_total', 'Runs of work done beside the calls', {
    task: 'task',
    outcome: ['done', 'failed'],
  }),
  gauge(
    'opencam_task_last_success_time_seconds',
    'When such work last succeeded, in seconds since 1970; the start at first',
    {
      task: 'task',
    },
  ),
  gauge('opencam_task_interval_seconds', 'How often such work runs', { task: 'task' }),
  gauge('opencam_event_loop_delay_seconds', 'How late the event loop was since the last time this was asked', {
    quantile: ['0.5', '0.99', '1'],
  }),
  gauge('opencam_memory_bytes', 'Memory of the process', {
    kind: ['resident', 'heap-used', 'heap-total', 'heap-limit', 'external'],
  }),
  counter('opencam_cpu_seconds_total', 'Processor time of the process', { mode: ['user', 'system'] }),
] as const

export type MetricName = (typeof metricRows)[number]['name']
