// The table of errors: complete against itself, languages alike, holes filled.
import { describe, expect, test } from 'vitest'
import { apiError } from './api-error.ts'
import {
  type ErrorCode,
  type ErrorDetail,
  type ErrorRow,
  errorRow,
  errors,
  errorText,
  holesOf,
  isErrorCode,
} from './errors.ts'

const rows: [string, ErrorRow][] = Object.entries<ErrorRow>(errors)

describe('the table', () => {
  test('holds 38 common and 132 service codes, 91 of them in the reference of cam', () => {
    expect(rows.filter(([, row]) => row.kind === 'common')).toHaveLength(38)
    expect(rows.filter(([, row]) => row.kind === 'service')).toHaveLength(132)
  })

  test.each(rows)('%s: both languages have the same holes', (_, row) => {
    for (const wording of [row, ...Object.values(row.wordings ?? {})]) {
      expect(holesOf(wording.zh).sort()).toEqual(holesOf(wording.en).sort())
      expect(wording.en).not.toBe('')
      expect(wording.zh).not.toBe('')
    }
    expect(row.meaning).not.toBe('')
  })

  test.each(rows)('%s: a common code says when it is sent or why never, a service code neither', (_, row) => {
    const said = [row.trigger, row.never].filter((text) => text !== undefined && text !== '')
    expect(said).toHaveLength(row.kind === 'common' ? 1 : 0)
    if (row.never !== undefined) expect(row.never).toMatch(/^because /)
    if (row.trigger !== undefined) expect(row.trigger).toMatch(/\.$/)
  })

  test('knows no inherited name', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
      expect(isErrorCode(name)).toBe(false)
      expect(errorRow(name)).toBeUndefined()
    }
    expect(errorRow('MissingParameter')?.kind).toBe('common')
  })
})

describe('texts', () => {
  test('fill their holes', () => {
    expect(errorText('MissingParameter', { name: 'Timestamp' }, 'en-US')).toBe(
      'The request is missing a required parameter `Timestamp`.',
    )
    expect(errorText('RequestLimitExceeded', { times: '6', limit: '5' }, 'zh-CN')).toBe(
      '您当前每秒请求 `6` 次，超过了每秒频率上限 `5`，请稍后重试。',
    )
  })

  test('take what they are given as it is, once', () => {
    expect(errorText('UnknownParameter', { name: "{name}$&$'" }, 'en-US')).toBe(
      "The parameter `{name}$&$'` is not recognized.",
    )
  })

  test('have further wordings for some faults', () => {
    expect(errorText('InvalidParameter', { wording: 'type', name: 'Offset' }, 'en-US')).toBe(
      'The value type of parameter `Offset` is not valid.',
    )
    expect(errorText('InvalidParameter', { problem: 'so so' }, 'en-US')).toBe('so so')
    expect(errorText('InvalidParameter', { wording: 'constructor', problem: 'so so' }, 'en-US')).toBe('so so')
  })

  test('leave a hole empty that has no value, also one named like an inherited member', () => {
    expect(errorText('UnknownParameter', {}, 'en-US')).toBe('The parameter `` is not recognized.')
  })

  test('are typed by their holes', () => {
    const detail: ErrorDetail<'InvalidParameter.GroupNameInUse'> = { name: 'g' }
    expect(apiError('InvalidParameter.GroupNameInUse', detail).detail).toEqual({ name: 'g' })
    expect(apiError('InternalError').code satisfies ErrorCode).toBe('InternalError')
    expect(apiError('InvalidParameter', { wording: 'query' }).detail).toEqual({ wording: 'query' })
    // @ts-expect-error a hole must be filled
    expect(apiError('MissingParameter', {}).detail).toEqual({})
    // @ts-expect-error no such hole
    expect(apiError('MissingParameter', { nam: 'x' }).detail).toEqual({ nam: 'x' })
    // @ts-expect-error no such code
    expect(() => errorText('Nope', {}, 'en-US')).toThrow()
  })
})
