// Whether an output met its goal: by the exit code, by the goals that its lines tell, by figures that its row names.
import type { ResultRow } from './rows.ts'

export type Verdict = { readonly met: true } | { readonly met: false; readonly why: readonly string[] }

/** `name (goal ≥ 0.60)   0.71 unit` */
const goalBefore = /\(goal ([≥≤]) ([\d.]+)[^)]*\)\s+(\S+)/
/** `name   116 ms   ≤ 150 ms` */
const goalAfter = /\s(-?[\d.,]+)(?: \S+)?\s+([≥≤]) ([\d.,]+)(?: \S+)?$/

const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''))

/** A goal that a line tells and misses. */
function misses(line: string): boolean {
  const [before, after] = [goalBefore.exec(line), goalAfter.exec(line.trimEnd())]
  const [sign, bound, figure] = before?.slice(1) ?? [after?.[2], after?.[3], after?.[1]]
  if (sign === undefined) return false
  // What is no number meets no goal.
  return sign === '≥' ? !(numberOf(figure) >= numberOf(bound)) : !(numberOf(figure) <= numberOf(bound))
}

export function judge(row: ResultRow, code: number, output: readonly string[]): Verdict {
  const held = (row.holds ?? []).flatMap(({ line: start, atMost }) => {
    const line = output.find((one) => one.startsWith(start))
    if (line === undefined) return [`no line begins with “${start}”`]
    const figure = numberOf(/\s(-?[\d.,]+)(?: \S+)*\s*$/.exec(line.slice(start.length))?.[1])
    return figure <= atMost ? [] : [line.replaceAll(/\s+/g, ' ')]
  })
  const missed = output.filter(misses).map((line) => line.replaceAll(/\s+/g, ' ').trim())
  const why = [...(code === 0 ? [] : [`it ended with ${code}`]), ...missed, ...held]
  return why.length === 0 ? { met: true } : { met: false, why }
}
