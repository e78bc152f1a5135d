// Results for people, and as the lines that GitHub shows beside the code.
import { harmless } from '../io.ts'
import type { Coverage } from './coverage.ts'
import type { Decided, Ran, Result } from './run.ts'
import type { Fault, Place } from './source.ts'

export const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`

type Tone = (tone: 'red' | 'green' | 'dim', text: string) => string

/** What kept a check from passing, in lines. */
export function failureLines({ expected, got, why, decided, remedy }: Result): readonly string[] {
  return [
    `expected ${expected}, got ${got}`,
    ...why,
    ...(decided === undefined ? [] : [`decided by ${decidedText(decided)}`]),
    ...(remedy.length === 0 ? [] : ['The smallest change that would allow it:', ...remedy.map((one) => `  ${one}`)]),
  ].map(harmless)
}

function decidedText({ effect, policy, statement, place }: Decided): string {
  return `the ${effect} in statement[${statement}] of ${policy}${place === undefined ? '' : ` at ${placeText(place)}`}`
}

export function reportText(
  ran: readonly Ran[],
  faults: readonly Fault[],
  coverage: Coverage | undefined,
  tone: Tone,
): string {
  const failed = ran.flatMap(({ results }) => results.filter(({ passed }) => !passed))
  const count = ran.reduce((sum, { results }) => sum + results.length, 0)
  const line = (place: Place, what: string, text: string) =>
    `${harmless(placeText(place))} ${tone('red', what)} ${harmless(text)}`
  const wrong = faults.map((fault) => line(fault, 'fault', fault.message))
  const lines = failed.flatMap((result) => [
    line(result.place, 'failed', result.title),
    ...failureLines(result).map((text) => (text === '' ? '' : `  ${text}`)),
    '',
  ])
  const files = ran.length === 1 ? '1 file' : `${ran.length} files`
  const passed = `${count - failed.length} of ${count} passed in ${files}`
  const end = faults.length === 0 ? [] : [tone('red', countText(faults.length, 'fault'))]
  return [
    ...wrong,
    ...lines,
    ...(ran.length === 0 ? [] : [tone(failed.length === 0 && faults.length === 0 ? 'green' : 'red', passed)]),
    ...end,
    ...(coverage === undefined ? [] : coverageLines(coverage)),
  ].join('\n')
}

export const countText = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function coverageLines({ statements, covered, percent, uncovered }: Coverage): readonly string[] {
  return [
    `${covered} of ${countText(statements, 'statement')} decided a case (${percent} %)`,
    ...uncovered.map(({ policy, statement, place }) =>
      harmless(`  ${placeText(place)} statement[${statement}] of ${policy} decided none`),
    ),
  ]
}

// ——— GitHub ———

/** Workflow commands, one a line. */
export function githubLines(ran: readonly Ran[], faults: readonly Fault[]): readonly string[] {
  const failed = ran.flatMap(({ results }) => results.filter(({ passed }) => !passed))
  return [
    ...faults.map((fault) => command(fault, 'Policy test is at fault', harmless(fault.message))),
    ...failed.map((result) => command(result.place, harmless(result.title), failureLines(result).join('\n'))),
  ]
}

function command({ file, line, column }: Place, title: string, message: string): string {
  const properties = Object.entries({ file, line, col: column, title }).map(
    ([name, value]) => `${name}=${property(String(value))}`,
  )
  return `::error ${properties.join(',')}::${data(message)}`
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
