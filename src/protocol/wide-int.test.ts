// Integers that pass 2^53, in each spelling that a client may send.
import { describe, expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { readJson } from './json-body.ts'
import { misfit, optional, readFields, wideInt, wireType } from './shape.ts'

const fields = { RoleId: optional(wideInt({ about: 'An id.' })) }
const read = (raw: unknown): unknown => readFields(fields, raw, { valueFault: 'InvalidParameterValue' }).RoleId

describe('a wide integer', () => {
  test.each([
    ['{"RoleId":4611686018428392276}', '4611686018428392276'],
    ['{"RoleId":"4611686018428392276"}', '4611686018428392276'],
    ['{"RoleId":7}', '7'],
    ['{"RoleId":0}', '0'],
    ['{"RoleId":null}', undefined],
    ['{}', undefined],
  ])('%s is read as its digits', (text, digits) => {
    expect(read(readJson(text))).toBe(digits)
  })

  test.each(['-1', '"-1"', '"01"', '1.5', '"1.5"', '1e19', '"x"', '""', 'true', '{}', '[]', `"${'9'.repeat(20)}"`])(
    '%s is none',
    (text) => {
      const code = (() => {
        try {
          return String(read(readJson(`{"RoleId":${text}}`)))
        } catch (error) {
          return error instanceof ApiError ? error.code : String(error)
        }
      })()
      expect(code).toBe('InvalidParameter')
    },
  )

  test('is an Integer of the wire, and no result', () => {
    expect(wireType(fields.RoleId)).toEqual({ type: 'Integer', array: false })
    expect(misfit(fields, { RoleId: '7' })).toBe('RoleId is no integer')
  })
})
