// Reads Prometheus's text format, version 0.0.4, strictly: what the format does not allow is an error of the test.
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const metric = /^[a-zA-Z_:][a-zA-Z0-9_:]*/
const labelPair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/

/** Every sample. Throws where a line is malformed, a series comes twice, or a metric has no type before its samples. */
export function exposition(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const samples: Sample[] = []
  const types = new Map<string, string>()
  const seen = new Set<string>()
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line)
    if (comment !== null) {
      if (comment[1] === 'TYPE') types.set(comment[2] ?? '', comment[3] ?? '')
      continue
    }
    const sample = sampleOf(line)
    const family = types.has(sample.name) ? sample.name : sample.name.replace(/_(bucket|sum|count)$/, '')
    if (!types.has(family)) throw new Error(`no type before ${line}`)
    const key = `${sample.name}${JSON.stringify(sample.labels)}`
    if (seen.has(key)) throw new Error(`twice: ${line}`)
    seen.add(key)
    samples.push(sample)
  }
  return samples
}

function sampleOf(line: string): Sample {
  const name = metric.exec(line)?.[0] ?? ''
  const match = /^(?:\{(.*)\})? (\S+)$/.exec(line.slice(name.length))
  const value = Number(match?.[2]?.replace('+Inf', 'Infinity'))
  if (name === '' || match === null || Number.isNaN(value)) throw new Error(`no sample: ${line}`)
  const labels: Record<string, string> = {}
  for (let rest = match[1] ?? ''; rest !== ''; ) {
    const pair = labelPair.exec(rest)
    if (pair === null) throw new Error(`no labels: ${line}`)
    labels[pair[1] ?? ''] = (pair[2] ?? '').replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
    rest = rest.slice(pair[0].length)
  }
  return { name, labels, value }
}

/** Sum of the samples of that name whose labels are among others these. */
export function numberOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>>): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0)
}
