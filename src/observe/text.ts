// The metrics as text, in version 0.0.4 of Prometheus's exposition format. Pure but for what gauges read.
import type { Distribution, Family, Metrics } from './metrics.ts'

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

/** Every metric that has a value. */
export function renderMetrics({ families }: Pick<Metrics, 'families'>): string {
  return families.map(familyText).join('')
}

function familyText(family: Family): string {
  const { name, help, type, labels } = family.row
  const names = Object.keys(labels)
  const lines = [
    ...[...family.cells.values()].map((one) => line(name, names, one.labels, one.cell.value)),
    ...[...(family.read?.() ?? [])].map(([values, value]) => line(name, names, values, value)),
    ...[...family.distributions.values()].flatMap((one) => distributionLines(family, names, one.labels, one.cell)),
  ]
  if (lines.length === 0) return ''
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\')}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function distributionLines(
  { row: { name, buckets = [] } }: Family,
  names: readonly string[],
  values: readonly string[],
  { counts, sum }: Distribution,
): readonly string[] {
  let total = 0
  const lines = counts.map((count, at) => {
    total += count
    const bound = at < buckets.length ? String(buckets[at]) : '+Inf'
    return line(`${name}_bucket`, [...names, 'le'], [...values, bound], total)
  })
  return [...lines, line(`${name}_sum`, names, values, sum), line(`${name}_count`, names, values, total)]
}

function line(name: string, names: readonly string[], values: readonly string[], value: number): string {
  const labels = names.map((label, at) => `${label}="${escaped(values[at] ?? '')}"`).join(',')
  return `${name}${labels === '' ? '' : `{${labels}}`} ${value}\n`
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
