// The metrics of a process: cells that are counted up where the work is done, and what is read when somebody asks. A cell
// is found once and then kept, so that a call pays for an addition and not for a look at labels.
import { type LabelValues, type MetricRow, otherValue } from './row.ts'
import { type MetricName, metricRows } from './rows.ts'

export interface Cell {
  value: number
}

export interface Distribution {
  /** One more than there are bounds: the last is for what is above all. */
  readonly counts: number[]
  sum: number
  observe(value: number): void
}

/** Values of labels that the rows leave open, known when the server starts. */
export interface Domains {
  readonly product: readonly string[]
  readonly action: readonly string[]
  readonly task: readonly string[]
  readonly version: readonly string[]
}

/** Values in the order of the row's labels, and the number. */
export type Reading = readonly [labels: readonly string[], value: number]

interface Series<T> {
  readonly labels: readonly string[]
  readonly cell: T
}

export interface Family {
  readonly row: MetricRow
  readonly cells: Map<string, Series<Cell>>
  readonly distributions: Map<string, Series<Distribution>>
  read: (() => Iterable<Reading>) | undefined
}

export interface Metrics {
  /** The counter's cell; a label value that is not in its list counts as `other`. */
  cell(name: MetricName, ...labels: readonly string[]): Cell
  distribution(name: MetricName, ...labels: readonly string[]): Distribution
  /** What a gauge shows is asked for when somebody looks. */
  gauge(name: MetricName, read: () => Iterable<Reading>): void
  readonly families: readonly Family[]
}

export function createMetrics(domains: Domains): Metrics {
  const families = new Map<string, Family>(
    metricRows.map((row) => [row.name, { row, cells: new Map(), distributions: new Map(), read: undefined }]),
  )
  const family = (name: MetricName): Family => {
    const found = families.get(name)
    if (found === undefined) throw new Error(`there is no metric ${name}`)
    return found
  }
  return {
    cell: (name, ...labels) => seriesOf(family(name), 'cells', domains, labels, () => ({ value: 0 })),
    distribution: (name, ...labels) => {
      const found = family(name)
      return seriesOf(found, 'distributions', domains, labels, () => distributionOf(found.row.buckets ?? []))
    },
    gauge(name, read) {
      family(name).read = read
    },
    families: [...families.values()],
  }
}

function seriesOf<K extends 'cells' | 'distributions'>(
  family: Family,
  kind: K,
  domains: Domains,
  given: readonly string[],
  make: () => Family[K] extends Map<string, Series<infer T>> ? T : never,
) {
  const { row } = family
  const names = Object.keys(row.labels)
  if (names.length !== given.length) throw new Error(`${row.name} has the labels ${names.join(', ')}`)
  const labels = names.map((name, at) => within(row.labels[name] ?? [], domains, given[at] ?? ''))
  const key = labels.join('\0')
  const all = family[kind] as Map<string, Series<ReturnType<typeof make>>>
  const known = all.get(key)
  if (known !== undefined) return known.cell
  const cell = make()
  all.set(key, { labels, cell })
  return cell
}

function within(values: LabelValues, domains: Domains, value: string): string {
  const list = typeof values === 'string' ? domains[values] : values
  return list.includes(value) ? value : otherValue
}

function distributionOf(bounds: readonly number[]): Distribution {
  const counts = new Array<number>(bounds.length + 1).fill(0)
  return {
    counts,
    sum: 0,
    observe(value) {
      let at = 0
      while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1
      counts[at] = (counts[at] ?? 0) + 1
      this.sum += value
    },
  }
}
