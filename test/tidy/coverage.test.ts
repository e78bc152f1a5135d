// The table of coverage judges the tests, so it must itself be seen to count right and to complain.
import { describe, expect, test } from 'vitest'
import { catalogCoverageOf, catalogProblems, catalogTable, mergeRows } from '../../scripts/catalog-coverage.ts'
import { renderReadme } from '../../scripts/coverage-render.ts'
import { coverageOf, merge, pathsOf, problemsOf } from '../../scripts/coverage-table.ts'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import { parseCatalog } from '../../src/catalog/load.ts'

const row = actions.find(({ name }) => name === 'UpdateGroup') as ActionRow
const rows = [row]
const documented = new Set(['UpdateGroup'])
const all = [...row.errors]
const everything = { parameters: [...pathsOf(row.params)], results: [], codes: all }
const codes = all.filter((code) => code !== 'FailedOperation')
const [first = '', ...others] = codes

const tableOf = (seen: object) => coverageOf(rows, { UpdateGroup: { ...everything, ...seen } }, documented)
const reason = 'a reason that says something'

describe('the table', () => {
  test('merges recordings', () => {
    const one = { A: { parameters: ['b', 'a'], results: [], codes: ['x'] } }
    const other = { A: { parameters: ['a'], results: ['r'], codes: [] }, B: { parameters: [], results: [], codes: [] } }
    expect(merge([other, one])).toEqual({
      A: { parameters: ['a', 'b'], results: ['r'], codes: ['x'] },
      B: { parameters: [], results: [], codes: [] },
    })
  })

  test('counts members of lists and types', () => {
    const pairs = actions.find(({ name }) => name === 'AddUserToGroup')
    expect(pathsOf(pairs?.params ?? {})).toEqual(['Info', 'Info.GroupId', 'Info.Uid', 'Info.Uin'])
  })

  test('counts codes for faults of the server apart, and unknown names not at all', () => {
    const { totals, actions: found } = tableOf({
      codes: [...codes, 'InternalError'],
      parameters: ['GroupId', 'Nonsense'],
    })
    expect(totals.codes).toEqual({ all: codes.length, seen: codes.length, missing: [] })
    expect(totals.faults).toEqual({ all: 1, seen: 0, missing: ['UpdateGroup FailedOperation'] })
    expect(found['UpdateGroup']?.parameters).toEqual({ all: 3, seen: 1, missing: ['GroupName', 'Remark'] })
  })

  test('leaves actions that the reference does not have out of the sums', () => {
    const { totals, actions: found } = coverageOf(rows, {}, new Set())
    expect(totals.actions).toBe(0)
    expect(totals.codes.all).toBe(0)
    expect(found['UpdateGroup']?.codes.all).toBe(codes.length)
  })
})

describe('the judgement', () => {
  test('has nothing to say of a full table', () => {
    expect(problemsOf(tableOf({}), [])).toEqual([])
  })

  test('a pair is neither provoked nor listed', () => {
    const problems = problemsOf(tableOf({ codes: others }), [])
    expect(problems).toContain(`UpdateGroup ${first}: provoked by no test, and not listed`)
  })

  test('a pair is listed although it is provoked, or is none', () => {
    for (const code of [first, 'InvalidParameter.Nonsense']) {
      expect(problemsOf(tableOf({}), [{ action: 'UpdateGroup', code, reason }])).toEqual([
        `UpdateGroup ${code}: listed as not provoked, but it isn't missing`,
      ])
    }
  })

  test('a pair is listed twice, or without a reason', () => {
    const entry = { action: 'UpdateGroup', code: first, reason }
    expect(problemsOf(tableOf({ codes: others }), [entry, entry])).toContain('a pair is listed twice as not provoked')
    expect(problemsOf(tableOf({ codes: others }), [{ ...entry, reason: ' ' }])).toContain(
      `UpdateGroup ${first}: no reason`,
    )
  })

  test('too few pairs are provoked, whatever is listed', () => {
    const listed = codes.map((code) => ({ action: 'UpdateGroup', code, reason }))
    expect(problemsOf(tableOf({ codes: [] }), listed)).toEqual([
      `only 0 of ${codes.length} pairs of action and code are provoked`,
    ])
  })
})

test('the section of the README is replaced as a whole, and nothing else', () => {
  const before = 'a\n<!-- coverage:begin -->\nold\n<!-- coverage:end -->\nz\n'
  const after = renderReadme(before, tableOf({}), {}) ?? ''
  expect(after.startsWith('a\n<!-- coverage:begin -->\n\nThe tests provoke ')).toBe(true)
  expect(after.endsWith('\n<!-- coverage:end -->\nz\n')).toBe(true)
  expect(after).not.toContain('old')
  expect(renderReadme(after, tableOf({}), {})).toBe(after)
  expect(renderReadme('no markers', tableOf({}), {})).toBeUndefined()
})

describe('rows of catalogs', () => {
  const common = { class: 'read', ip: true, summary: 'Does a thing.' }
  const things = ['qcs::shop:::thing/*', 'qcs::shop:::other/*']
  const rows = {
    Look: { ...common, level: 'operation', resources: [] },
    Buy: { ...common, level: 'resource', resources: things },
  }
  const head = { service: 'shop', product: 'Shop', console: false, tags: false, level: 'resource', ip: 'supported' }
  const text = JSON.stringify({ ...head, updated: '2026-01-01 00:00:00', actions: rows })
  const catalogs = [parseCatalog(text, 'shop.json')]
  const [thing = '', other = ''] = things
  const seen = { allowed: ['Look', 'Buy'], refused: ['Look', 'Buy'], filled: [`Buy ${thing}`, `Buy ${other}`] }

  test('are counted from all recordings together', () => {
    const recording = mergeRows([
      { shop: { ...seen, allowed: ['Look'], filled: [`Buy ${thing}`] } },
      { shop: { allowed: ['Buy', 'Nonsense'], refused: [], filled: [`Buy ${other}`] } },
    ])
    const coverage = catalogCoverageOf(catalogs, recording)
    expect(catalogProblems(coverage)).toEqual([])
    expect(catalogTable(coverage).at(-1)).toBe('| shop | 2 | 2/2 | 2/2 | 2/2 |')
  })

  test.each([
    [{ ...seen, allowed: ['Look'] }, 'shop:Buy: was never seen allowed'],
    [{ ...seen, refused: ['Buy'] }, 'shop:Look: was never seen refused'],
    [{ ...seen, filled: [`Buy ${thing}`] }, `shop:Buy ${other}: was never filled`],
  ])('a row that is missing is a problem', (shop, problem) => {
    expect(catalogProblems(catalogCoverageOf(catalogs, { shop }))).toEqual([problem])
  })

  test('a service that no test has seen is a problem for each of its rows', () => {
    expect(catalogProblems(catalogCoverageOf(catalogs, {}))).toHaveLength(6)
  })
})
