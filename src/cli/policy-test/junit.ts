// Results as the XML of JUnit, which machines that run tests read. No times: what is measured here is no test's.
import { harmless } from '../io.ts'
import { failureLines } from './report.ts'
import type { Ran, Result } from './run.ts'
import type { Fault } from './source.ts'

export interface Faulty {
  readonly file: string
  readonly faults: readonly Fault[]
}

export function junitXml(ran: readonly Ran[], faulty: readonly Faulty[]): string {
  const suites = [...ran.map(suiteXml), ...faulty.map(faultyXml)]
  const failed = ran.flatMap(({ results }) => results.filter(({ passed }) => !passed)).length
  const tests = ran.reduce((sum, { results }) => sum + results.length, faulty.length)
  const open = tag('testsuites', { name: 'opencam test', tests, failures: failed, errors: faulty.length })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[`<${open}>`, ...suites, '</testsuites>'].join('\n')}\n`
}

function suiteXml({ suite, results }: Ran): string {
  const failures = results.filter(({ passed }) => !passed).length
  const open = tag('testsuite', {
    name: suite.name ?? suite.file,
    tests: results.length,
    failures,
    errors: 0,
    file: suite.file,
  })
  return [`  <${open}>`, ...results.map((one) => caseXml(one, suite.file)), '  </testsuite>'].join('\n')
}

function caseXml(result: Result, file: string): string {
  const open = tag('testcase', { name: result.title, classname: file, file, line: result.place.line })
  if (result.passed) return `    <${open}/>`
  const message = `expected ${result.expected}, got ${result.got}`
  const failure = `${tag('failure', { message, type: result.kind })}>${escaped(failureLines(result).join('\n'), true)}</failure`
  return `    <${open}>\n      <${failure}>\n    </testcase>`
}

function faultyXml({ file, faults }: Faulty): string {
  const text = faults.map(({ file: of, line, column, message }) => `${of}:${line}:${column} ${message}`).join('\n')
  const error = `${tag('error', { message: faults[0]?.message ?? '', type: 'fault' })}>${escaped(text, true)}</error`
  const open = tag('testsuite', { name: file, tests: 1, failures: 0, errors: 1, file })
  const inner = `    <${tag('testcase', { name: 'is a policy test', classname: file, file })}>\n      <${error}>\n    </testcase>`
  return `  <${open}>\n${inner}\n  </testsuite>`
}

const tag = (name: string, attributes: Readonly<Record<string, string | number>>): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value), false)}"`)].join(' ')

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/** Only characters that XML may hold. `lines`: line ends stay. */
function escaped(text: string, lines: boolean): string {
  const parts = lines ? text.split('\n') : [text]
  return parts
    .map((part) =>
      harmless(part.toWellFormed())
        .replace(/[\ufffe\uffff]/g, '\ufffd')
        .replace(/[&<>"]/g, (one) => entities.get(one) ?? one),
    )
    .join('\n')
}
