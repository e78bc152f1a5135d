// The table of coverage judges the tests, so it must itself be seen to count right and to complain.
import { describe, expect, test } from 'vitest'
import { renderReadme } from '../../scripts/coverage-render.ts'
import { coverageOf, merge, pathsOf, problemsOf } from '../../scripts/coverage-table.ts'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'

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
  const after = renderReadme(before, tableOf({})) ?? ''
  expect(after.startsWith('a\n<!-- coverage:begin -->\n\nThe tests provoke ')).toBe(true)
  expect(after.endsWith('\n<!-- coverage:end -->\nz\n')).toBe(true)
  expect(after).not.toContain('old')
  expect(renderReadme(after, tableOf({}))).toBe(after)
  expect(renderReadme('no markers', tableOf({}))).toBeUndefined()
})
