// Every alert, one row each: its rule for Prometheus and its page of the runbook. deploy/alerts.yaml, the chart's copy of it and
// docs/operating/runbooks.md are written from these rows.

export interface AlertRow {
  readonly name: string
  /** PromQL over the metrics of `rows.ts`; true while something is wrong. */
  readonly expression: string
  /** How long it must be true, as Prometheus writes it. */
  readonly for: string
  /** `page`: somebody is woken. `ticket`: in working hours. */
  readonly severity: 'page' | 'ticket'
  readonly summary: string
  /** What clients see of it, and what it does not mean. */
  readonly means: string
  /** What to look at, most telling first. */
  readonly look: readonly string[]
  /** What to do, in this order. */
  readonly act: readonly string[]
}

export const alertRows: readonly AlertRow[] = [
  {
    name: 'OpenCamDown',
    expression: 'up{job=~".*opencam.*"} == 0',
    for: '1m',
    severity: 'page',
    summary: 'A node of OpenCAM does not answer at its metrics address',
    means:
      'The process is gone, starts over and over, or is so busy that it cannot answer within the time of a scrape. Other nodes go on; with a single node no call is served.',
    look: [
      'the state of the unit or pod, and its last exit code: 1 is a start that could not be, 2 a wrong option, 137 the kernel for memory',
      'the last lines of its log: a start that cannot be says why in one line',
      '`OpenCamEventLoopSlow` and `OpenCamMemoryHigh` before it fell',
    ],
    act: [
      'wrong option or file: mend it, the line names it; nothing was changed in the store',
      'ended for memory: raise the limit or lower `OPENCAM_BODY_MB` and set `OPENCAM_MEMORY_MB` below the limit',
      'another server uses the data folder: two nodes must not share SQLite; use PostgreSQL, or stop one',
      'start it again: what was acknowledged is on disk',
    ],
  },
  {
    name: 'OpenCamNotReady',
    expression: 'opencam_ready == 0',
    for: '1m',
    severity: 'page',
    summary: 'A node of OpenCAM runs but cannot serve calls',
    means:
      'The store cannot be reached, or the node has been closing for longer than it should. Every call to it fails.',
    look: [
      'what `/readyz` says: closing, or the store cannot be reached',
      'the log for errors of the database',
      '`opencam_store_pool_connections{state="waiting"}`',
    ],
    act: [
      'the store: bring the database back; nodes need no restart, they reach it with the next call',
      'SQLite: look for a full disk, or a file system that became read-only',
      'closing: something under way does not end; a second SIGTERM ends the node at once',
    ],
  },
  {
    name: 'OpenCamFaults',
    expression: 'sum by (action) (rate(opencam_calls_total{outcome="fault"}[5m])) > 0.01',
    for: '5m',
    severity: 'page',
    summary: 'Calls end with an error of the server itself',
    means: 'Callers hear InternalError or the code that the action has for it. Nothing of such a call was carried out.',
    look: [
      'the log: each fault stands there as `a call failed`, with its RequestId, action, error and stack',
      'whether one action is hit or all: all means the store',
      '`opencam_store_transactions_total{outcome="rolled-back"}`',
    ],
    act: [
      'all actions: treat the database first',
      'one action: keep the log lines and the call, and file a bug; going back to the version before is safe while no migration lies between',
    ],
  },
  {
    name: 'OpenCamSlowCalls',
    expression: 'histogram_quantile(0.99, sum by (le) (rate(opencam_call_seconds_bucket[5m]))) > 0.5',
    for: '10m',
    severity: 'ticket',
    summary: 'One call in a hundred takes longer than half a second',
    means: 'Calls are answered, late. Upstreams of the gateway count in: their time is part of the call.',
    look: [
      'the same by action: `sum by (le, action)`',
      '`opencam_store_transaction_seconds` for writes, `opencam_event_loop_delay_seconds` for everything',
      'traces of slow calls, where they are sent: the span that takes the time',
    ],
    act: [
      'the store: look for slow disks, long transactions of others, a pool with waiting works',
      'the event loop: see OpenCamEventLoopSlow',
      'an upstream: it is the service that is slow, not OpenCAM',
    ],
  },
  {
    name: 'OpenCamStoreSlow',
    expression: 'histogram_quantile(0.99, sum by (le) (rate(opencam_store_transaction_seconds_bucket[5m]))) > 1',
    for: '10m',
    severity: 'ticket',
    summary: 'Write transactions take longer than a second',
    means: 'Writes are late, and those of one account wait for each other. Reads of SQLite go on beside them.',
    look: [
      'latency of the disk under the database (`iostat`): each commit waits for one sync',
      '`opencam_store_commit_works`: many works for each commit means that the disk is the limit',
      'PostgreSQL: `pg_stat_activity` for what waits for locks',
    ],
    act: [
      'give the database a faster disk, or end what holds its locks',
      'PostgreSQL: see that the replica that commits wait for is well',
    ],
  },
  {
    name: 'OpenCamStorePoolFull',
    expression: 'opencam_store_pool_connections{state="waiting"} > 0',
    for: '2m',
    severity: 'page',
    summary: 'Works wait for a connection to PostgreSQL',
    means: 'All connections of the node are busy. Calls wait; after ten seconds they fail.',
    look: [
      '`pg_stat_activity`: what the connections of `opencam` do, and for how long',
      '`opencam_store_transaction_seconds`',
      'whether `max_connections` of the database is reached',
    ],
    act: [
      'end what blocks in the database',
      'more load than before: add a node, and see that the database allows its connections',
    ],
  },
  {
    name: 'OpenCamAuthenticationFailures',
    expression:
      'sum(rate(opencam_authentication_failures_total[5m])) > 1 and sum(rate(opencam_authentication_failures_total[5m])) > 0.2 * sum(rate(opencam_calls_total[5m]))',
    for: '10m',
    severity: 'ticket',
    summary: 'One call in five or more comes from a sender that is not recognised',
    means: 'Somebody tries keys, or a client has a wrong clock, key or library. Nobody got in by this.',
    look: [
      'the reason: `expired` is a clock, `unknown-key` a deleted key or a guess, `signature` a wrong secret, `replayed` a copied request',
      'the log at info: `signature refused` with the SecretId and the address',
      '`opencam why <RequestId>` for one of them',
    ],
    act: [
      'a client of yours: give it the right key or time',
      'a stranger: keep the address out in front of the server; rates hold each account, not the guesser',
      'a key that others have copied: turn it off (UpdateAccessKey), then make a new one',
    ],
  },
  {
    name: 'OpenCamReplays',
    expression: 'sum(rate(opencam_authentication_failures_total{reason="replayed"}[10m])) > 0.1',
    for: '10m',
    severity: 'ticket',
    summary: 'Requests are sent again by somebody who copied them',
    means: 'A proxy or client repeats requests of its own accord, or somebody listened in. Each was refused.',
    look: ['the log at info for `replayed`: key and address', 'whether a proxy in front repeats requests on time-outs'],
    act: ['a proxy: turn its retries off', 'anything else: use HTTPS on the whole way, and change the keys concerned'],
  },
  {
    name: 'OpenCamThrottled',
    expression: 'rate(opencam_throttled_calls_total[5m]) > 5',
    for: '15m',
    severity: 'ticket',
    summary: 'Calls are refused for their rate',
    means: 'An account makes more calls of an action than its documented number a second. Others are not concerned.',
    look: ['which action: `opencam_calls_total{outcome="throttled"}`', 'the audit log of the time for the account'],
    act: [
      'ask whoever owns the client to slow down or to use the batch calls',
      'a gateway of yours: raise `OPENCAM_GATEWAY_PER_SECOND`',
    ],
  },
  {
    name: 'OpenCamOverloaded',
    expression: 'sum by (limit) (rate(opencam_overloaded_total[5m])) > 0',
    for: '2m',
    severity: 'page',
    summary: 'Requests are answered 503 because a limit of the process is reached',
    means: 'The process keeps itself alive by refusing. What is refused was not begun and may be sent again.',
    look: [
      'which limit: `connections`, `bodies` or `memory`',
      '`opencam_connections`, `opencam_request_body_bytes`, `opencam_memory_bytes`',
    ],
    act: [
      'connections: look for clients that never close; raise `OPENCAM_CONNECTIONS` and the limit of open files',
      'bodies: look for who sends many large bodies at a time; raise `OPENCAM_BODY_MB` where there is memory for it',
      'memory: raise the limit of the unit or pod and `OPENCAM_MEMORY_MB` with it, or add a node',
    ],
  },
  {
    name: 'OpenCamEventLoopSlow',
    expression: 'opencam_event_loop_delay_seconds{quantile="0.99"} > 0.25',
    for: '5m',
    severity: 'ticket',
    summary: 'The process does not come round to its work in time',
    means: 'One thread does all the work of a node: it has more than it can do, or one thing takes long.',
    look: [
      '`rate(opencam_cpu_seconds_total[5m])` near 1: a full processor',
      'calls that became slow at the same time, by action',
    ],
    act: ['add a node', 'one action: look for an account with very many or very large policies'],
  },
  {
    name: 'OpenCamMemoryHigh',
    expression: 'opencam_memory_bytes{kind="heap-used"} / on(instance) opencam_memory_bytes{kind="heap-limit"} > 0.8',
    for: '10m',
    severity: 'ticket',
    summary: 'The heap is nearly as large as it may become',
    means:
      'At its limit the process ends. It starts again, and nothing acknowledged is lost, but what was under way is.',
    look: [
      '`opencam_programs` and `opencam_program_statements`',
      '`opencam_request_body_bytes`',
      'whether it grows with the load or with time',
    ],
    act: [
      'set `OPENCAM_MEMORY_MB`, so that it refuses before it ends',
      'give Node more with `NODE_OPTIONS=--max-old-space-size=`',
      'it grows with time under the same load: keep a heap snapshot (`--heapsnapshot-signal`) and file a bug',
    ],
  },
  {
    name: 'OpenCamProgramCacheSmall',
    expression: 'rate(opencam_program_evictions_total[10m]) > 10',
    for: '30m',
    severity: 'ticket',
    summary: 'Compiled policies are dropped as fast as they are made',
    means: 'More callers are active than a node keeps programs for: calls are decided rightly, at a higher cost.',
    look: [
      'the share of `opencam_program_lookups_total{result="made"}`',
      '`opencam_program_statements`: few callers with huge policies, or many',
    ],
    act: ['let the load balancer send an account to the same nodes', 'add nodes'],
  },
  {
    name: 'OpenCamTaskLate',
    expression:
      '(time() - opencam_task_last_success_time_seconds - 60) / on(task, instance) opencam_task_interval_seconds > 5',
    for: '1m',
    severity: 'ticket',
    summary: 'Work beside the calls has not succeeded for a long time',
    means:
      'Depending on the task: last uses of keys, refused calls, deletions of roles or keys of providers are out of date.',
    look: ['the log: `… failed; it is tried again` with the error', '`opencam_task_runs_total{outcome="failed"}`'],
    act: [
      'treat the store where it cannot write',
      'fetching keys of identity providers: see that `OPENCAM_PROVIDER_FETCH` and the network let them be reached',
    ],
  },
]
