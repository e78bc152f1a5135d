// The page of results: a section for each row, in the order of the rows. A section that is not written anew stays as it was.

import type { Verdict } from './judge.ts'
import { commandOf, type ResultRow, resultRows } from './rows.ts'

export const pagePath = 'docs/operating/results.md'

export interface Ran {
  readonly row: ResultRow
  readonly commit: string
  readonly date: string
  readonly machine: string
  readonly seconds: number
  readonly output: readonly string[]
  readonly verdict: Verdict
}

const head = `<!-- Written by npm run results from scripts/results/rows.ts; do not edit. -->

# Results

The last output of every bench, fault run and proof, with the commit that it was produced on: \`npm run results -- NAME…\` runs those named,
one after the other, and writes their sections anew; \`--list\` says what there is and how long it takes. What the fault runs do is in [faults.md](faults.md), what
the figures mean in [benchmarks](../benchmarks.md).
`

const linesUsual = 40
const widthMax = 300

const sectionHead = (row: ResultRow): string => {
  const short = row.short === undefined ? '' : ` Short version in the suite: \`${row.short}\`.`
  return `## ${row.name}\n\n\`${commandOf(row).join(' ')}\`\n\nGoal: ${row.goal}.${short}\n`
}

export const missing = 'Not run yet.'

/** A line of an output, such as neither ends its block nor begins a section. */
function shown(line: string): string {
  const cut = line.length > widthMax ? `${line.slice(0, widthMax)} …` : line
  return /^(#|```)/.test(cut) ? ` ${cut}` : cut
}

function ranSection({ row, commit, date, machine, seconds, output, verdict }: Ran): string {
  const kept = output.slice(-(row.lines ?? linesUsual)).map(shown)
  const met = verdict.met ? 'yes' : `no: ${verdict.why.join('; ')}`
  const facts = `Commit ${commit}, ${date}, ${(seconds / 60).toFixed(1)} minutes on ${machine}. Goal met: ${met}.`
  return `${sectionHead(row)}\n${facts}\n\n\`\`\`text\n${kept.join('\n')}\n\`\`\`\n`
}

/** Sections of a page by their titles. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const [, ...sections] = page.split(/^(?=## )/m)
  return new Map(sections.map((section) => [/^## (.*)$/m.exec(section)?.[1] ?? '', `${section.trimEnd()}\n`]))
}

/** The page with what was run just now in place of what stood there. */
export function renderPage(page: string, ran: readonly Ran[]): string {
  const before = sectionsOf(page)
  const now = new Map(ran.map((one) => [one.row.name, ranSection(one)]))
  const sections = resultRows.map(
    (row) => now.get(row.name) ?? before.get(row.name) ?? `${sectionHead(row)}\n${missing}\n`,
  )
  return [head, ...sections].join('\n')
}
