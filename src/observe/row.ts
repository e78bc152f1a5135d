// What a metric row is. A row says everything about its metric: docs/operating/metrics.md and what /metrics writes are read
// off it. Values of labels come from lists that are known before the first call, never from what a client sent.

/** Where the values of a label come from: a list, or one that the server knows when it starts. */
export type LabelValues = readonly string[] | 'product' | 'action' | 'task' | 'version'

export interface MetricRow {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** Ends without a full stop, as the format's own examples do. */
  readonly help: string
  readonly labels: Readonly<Record<string, LabelValues>>
  /** Upper bounds, rising, of a histogram. */
  readonly buckets?: readonly number[]
}

/** Stands for every value that is not in the list of its label. */
export const otherValue = 'other'

const named = (type: MetricRow['type']) => {
  return <const N extends string>(name: N, help: string, labels: MetricRow['labels'] = {}) => {
    return { name, type, help, labels } as const
  }
}

export const counter = named('counter')
export const gauge = named('gauge')

export function histogram<const N extends string>(
  name: N,
  help: string,
  buckets: readonly number[],
  labels: MetricRow['labels'] = {},
) {
  return { name, type: 'histogram', help, labels, buckets } as const
}
