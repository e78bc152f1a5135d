// Counts what a proof went through, so that a run shows what it has touched and not only that it ended well.

import type { Witness } from '../../../src/policy/reference/condition.ts'

export interface Tally {
  worlds: number
  requests: number
  documents: number
  /** Documents that the reader refused: left out of their subject. */
  refused: number
  /** `effect layer cause` → requests. */
  readonly outcomes: Map<string, number>
  /** Code of the first problem of a refused document → documents. */
  readonly problems: Map<string, number>
  /** `operator, present|missing, true|false` → tests evaluated by the reference. */
  readonly tests: Map<string, number>
}

export function emptyTally(): Tally {
  return {
    worlds: 0,
    requests: 0,
    documents: 0,
    refused: 0,
    outcomes: new Map(),
    problems: new Map(),
    tests: new Map(),
  }
}

export function count(counts: Map<string, number>, name: string, more = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + more)
}

/** Counts every test that the reference evaluates. */
export function witnessOf({ tests }: Tally): Witness {
  return (operator, holds, present) => count(tests, `${operator},${present ? 'present' : 'missing'},${holds}`)
}

/** Adds `more` to `sum`. */
export function addTally(sum: Tally, more: Tally): void {
  sum.worlds += more.worlds
  sum.requests += more.requests
  sum.documents += more.documents
  sum.refused += more.refused
  for (const [name, number] of more.outcomes) count(sum.outcomes, name, number)
  for (const [name, number] of more.problems) count(sum.problems, name, number)
  for (const [name, number] of more.tests) count(sum.tests, name, number)
}

/** Lines for people: outcomes with shares, then one line per operator. `asked`: what was asked of whom. */
export function tallyLines(tally: Tally, asked: readonly [string, string] = ['requests', 'subjects']): string[] {
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`
  const lines = [
    `${tally.requests} ${asked[0]} to ${tally.worlds} ${asked[1]} with ${tally.documents} policies` +
      ` (${tally.refused} refused by the reader, ${share(tally.refused, tally.documents)})`,
    ...[...tally.problems].map(([code, number]) => `  refused for ${code}: ${number}`),
    'outcomes',
    ...[...tally.outcomes]
      .sort(([, a], [, b]) => b - a)
      .map(([name, number]) => `  ${name.padEnd(40)} ${String(number).padStart(10)}  ${share(number, tally.requests)}`),
    `condition tests evaluated${''.padEnd(29)}present: true      false   missing: true      false`,
    ...testLines(tally.tests),
  ]
  return lines
}

function testLines(tests: ReadonlyMap<string, number>): string[] {
  const operators = [...new Set([...tests.keys()].map((name) => name.split(',')[0] ?? ''))].sort()
  return operators.map((operator) => {
    const cell = (state: string) => String(tests.get(`${operator},${state}`) ?? 0).padStart(10)
    const [a, b, c, d] = ['present,true', 'present,false', 'missing,true', 'missing,false'].map(cell)
    return `  ${operator.padEnd(54)} ${a} ${b}     ${c} ${d}`
  })
}
