// The page of results has a section for each row that its command can be run from.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judge } from '../../scripts/results/judge.ts'
import { pagePath, type Ran, renderPage, sectionsOf } from '../../scripts/results/page.ts'
import { resultRows } from '../../scripts/results/rows.ts'
import { read, root } from './source.ts'

const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)

test('every command is a script of package.json', () => {
  expect(resultRows.filter(({ script }) => !scripts.includes(script)).map(({ name }) => name)).toEqual([])
})

test('names are names of one row each', () => {
  const names = resultRows.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('every bench and every fault run has a row', () => {
  const run = new Set(resultRows.map(({ script }) => script))
  expect(scripts.filter((name) => /^(bench|faults|figures):/.test(name) && !run.has(name))).toEqual([])
})

test('every fault run has a short version in the suite', () => {
  const short = resultRows.filter(({ script }) => script.startsWith('faults:')).map((row) => row.short)
  expect(short).not.toContain(undefined)
  const named = resultRows.flatMap((row) => row.short ?? [])
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test('the page has a section for each row, and nothing else', () => {
  const page = read(pagePath)
  expect([...sectionsOf(page).keys()]).toEqual(resultRows.map(({ name }) => name))
  expect(renderPage(page, [])).toBe(page)
})

test('a section is written anew by its own run only', () => {
  const [first, second] = resultRows
  if (first === undefined || second === undefined) throw new Error('there are no rows')
  const ran: Ran = {
    ...{ row: second, commit: 'abc', date: '2026-01-02', machine: 'a machine', seconds: 60 },
    ...{ output: ['one', '## two'], verdict: { met: false, why: ['it ended with 1'] } },
  }
  const once = renderPage('', [ran])
  expect(sectionsOf(once).get(first.name)).toContain('Not run yet.')
  const again = renderPage(once, [{ ...ran, row: first, commit: 'def' }])
  expect(sectionsOf(again).get(first.name)).toContain('Commit def')
  expect(sectionsOf(again).get(second.name)).toBe(sectionsOf(once).get(second.name))
  expect(sectionsOf(again).get(second.name)).toContain('one\n ## two\n```')
})

const row = { name: 'some', script: 'bench', goal: '', minutes: 1 }
const lines: readonly (readonly [line: string, met: boolean])[] = [
  ['rate, shared ÷ single (goal ≥ 20.00)        28.77                [22.97 – 46.75]', true],
  ['rate, shared ÷ single (goal ≥ 20.00)        12.00                [2.97 – 16.75]', false],
  ['added to the p99 of a read (goal ≤ 1 ms)     2.23 ms', false],
  ['one caller ÷ bare (goal ≥ 0.60)               NaN', false],
  ['  CASL            1,234,567        0      8.2 ×     ≥ 3.5', true],
  ['  cedar-wasm            967        0    812.0 ×   ≥ 1,000', false],
  ['10,000 statements compiled, CPU              116 ms     ≤ 150 ms', true],
  ['10,000 statements compiled, CPU              216 ms     ≤ 150 ms', false],
  ['requests/s 12 of something', true],
]
test.for(lines)('%s: %s', ([line, met]) => {
  expect(judge(row, 0, ['before', line, 'after']).met).toBe(met)
})

test('an exit code, a missing line and a figure above its bound miss the goal', () => {
  expect(judge(row, 1, []).met).toBe(false)
  const holding = { ...row, holds: [{ line: 'scrolling: longest', atMost: 50 }] }
  expect(judge(holding, 0, []).met).toBe(false)
  expect(judge(holding, 0, ['scrolling: longest time between frames       33 ms']).met).toBe(true)
  expect(judge(holding, 0, ['scrolling: longest time between frames       67 ms']).met).toBe(false)
})
