// docs/operating/metrics.md: every metric with its labels. Derived from the metric rows. Pure.
import type { LabelValues, MetricRow } from '../../src/observe/row.ts'
import { cell, code, generatedFrom, table } from './markdown.ts'

const open: Readonly<Record<Extract<LabelValues, string>, string>> = {
  product: 'products that are served, or `other`',
  action: 'actions of the product, or `other`',
  task: 'work beside the calls, by what it does',
  version: 'the version',
}

function labelText([name, values]: readonly [string, LabelValues]): string {
  const which = typeof values === 'string' ? open[values] : values.map(code).join(' ')
  return `${code(name)}: ${which}`
}

/** The text of docs/operating/metrics.md. */
export function renderMetricsDocument(rows: readonly MetricRow[]): string {
  const distributions = rows.filter((row) => row.buckets !== undefined)
  return `${generatedFrom('src/observe/rows.ts')}
# Metrics

\`OPENCAM_METRICS_PORT=9464\` opens an address of its own that answers \`/metrics\` in Prometheus's text format, and \`/healthz\` and
\`/readyz\` like the other one. It listens on 127.0.0.1 unless \`OPENCAM_METRICS_HOST\` says otherwise. It is a listener of its own,
and not a path beside the calls, so that the address for clients tells nothing about the inside, a firewall can tell the two
apart, and it still answers when the other has as many connections as it may. Without the option nothing is counted.

Values of labels come from lists that are known when the server starts: no account, no user and no text of a client ever is
one. What is not in its list counts as \`other\`, so the number of series has a bound that clients cannot move. Calls are counted
under the action that they name where the product has it, even before their sender was recognised.

${table(
  ['Metric', 'Type', 'What it is', 'Labels'],
  rows.map(({ name, type, help, labels }) => [
    code(name),
    type,
    cell(help),
    Object.entries(labels).map(labelText).join('<br>'),
  ]),
)}

Bounds of the histograms:

${table(
  ['Metric', 'Bounds'],
  distributions.map(({ name, buckets = [] }) => [code(name), buckets.join(', ')]),
)}

Outcomes of calls: \`ok\`; \`invalid\`, the request asks for what cannot be; \`unauthenticated\`, the sender was not recognised; \`refused\`,
policies say no; \`throttled\`, over a rate limit; \`rehearsed\`, an allowed call of a catalogued service without an upstream;
\`unavailable\`, an upstream or a limit of the process; \`fault\`, an error of the server, which the log tells by the RequestId.

Examples:

\`\`\`
sum by (outcome) (rate(opencam_calls_total[5m]))
histogram_quantile(0.99, sum by (le) (rate(opencam_call_seconds_bucket[5m])))
time() - opencam_task_last_success_time_seconds
\`\`\`
`
}
