// What the judging test files use of vitest, without its processes and reports: a mutant is judged by the same files in
// a few milliseconds. A test file that asks for more fails when the unchanged code is judged, before any mutant is.
import { expect as jestExpect } from 'expect'

type Run = () => unknown
type EachRun = (...values: readonly unknown[]) => unknown

export interface SmallTest {
  readonly name: string
  readonly run: Run
}

let collected: SmallTest[] = []

/** The tests that were declared since it was last asked. */
export function takeTests(): readonly SmallTest[] {
  const taken = collected
  collected = []
  return taken
}

function declare(name: string, first: Run | object, second?: Run): void {
  const run = typeof first === 'function' ? first : second
  if (run === undefined) throw new Error(`the test ${name} has no body`)
  collected.push({ name, run: run as Run })
}

function each(cases: readonly unknown[]): (name: string, first: EachRun | object, second?: EachRun) => void {
  return (name, first, second) => {
    const run = (typeof first === 'function' ? first : second) as EachRun
    for (const [index, one] of cases.entries()) {
      declare(`${name} [${index}]`, () => (Array.isArray(one) ? run(...one) : run(one)))
    }
  }
}

function group(_name: string, first: Run | object, second?: Run): void {
  const body = (typeof first === 'function' ? first : second) as Run
  body()
}

function eachGroup(cases: readonly unknown[]): (name: string, body: EachRun) => void {
  return (_name, body) => {
    for (const one of cases) Array.isArray(one) ? body(...one) : body(one)
  }
}

export const test = Object.assign(declare, { each })
export const it = test
export const describe = Object.assign(group, { each: eachGroup })
/** Of vitest alone: a message beside the value. */
export const expect = Object.assign((value: unknown, _message?: string) => withVitest(value), jestExpect)

function withVitest(value: unknown) {
  const matchers = jestExpect(value)
  const toBeTypeOf = (type: string) => jestExpect(typeof value).toBe(type)
  return Object.assign(matchers, { toBeTypeOf })
}
