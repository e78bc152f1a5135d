import { describe, expect, test } from 'vitest'
import { actionMatches, compileAction, isAssumeRole, isShort, readRequestAction } from './action.ts'
import { NAME_LENGTH_MAX } from './intern.ts'

const ACTIONS_KEPT_MAX = 8192

describe('the action of a request', () => {
  test.each([
    ['cvm:Stop', { product: 'cvm', name: 'stop' }],
    ['name/CVM:Stop', { product: 'cvm', name: 'stop' }],
    ['cvm:', undefined],
    [':Stop', undefined],
    ['cvm', undefined],
    ['cvm:Stop:now', undefined],
    ['name/', undefined],
    ['', undefined],
  ])('%j', (text, action) => {
    expect(readRequestAction(text)).toEqual(action)
  })

  test('is taken apart once for each spelling', () => {
    const [first, other] = [readRequestAction('kept:A'), readRequestAction('kept:B')]
    expect(readRequestAction('kept:A')).toBe(first)
    expect(readRequestAction('kept:B')).toBe(other)
    expect(readRequestAction('kept:a')).not.toBe(first)
  })

  test('is kept up to a length', () => {
    const named = (length: number) => `kept:${'x'.repeat(length - 'kept'.length)}`
    const [longest, longer] = [named(NAME_LENGTH_MAX), named(NAME_LENGTH_MAX + 1)].map((text) => {
      const action = readRequestAction(text)
      return [action !== undefined && isShort(action), readRequestAction(text) === action]
    })
    expect([longest, longer]).toEqual([
      [true, true],
      [false, false],
    ])
  })

  test('is kept with a bounded number of others', () => {
    const texts = Array.from({ length: 2 * ACTIONS_KEPT_MAX }, (_, index) => `many:A${index}`)
    const actions = texts.map(readRequestAction)
    const forgotten = texts.findLastIndex((text, index) => readRequestAction(text) !== actions[index])
    const kept = texts.length - 1 - forgotten
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThanOrEqual(ACTIONS_KEPT_MAX)
  })

  test.each([
    ['sts:AssumeRole', true],
    ['sts:AssumeRoleWithSAML', false],
    ['cam:AssumeRole', false],
  ])('%s assumes a role of another account: %s', (text, assumes) => {
    const action = readRequestAction(text)
    expect(action !== undefined && isAssumeRole(action)).toBe(assumes)
  })
})

describe('the action of a statement', () => {
  test('is compiled once for each spelling', () => {
    const form = { text: 'cvm:Stop*', product: 'cvm', name: 'stop*' }
    expect(compileAction({ ...form })).toBe(compileAction(form))
    expect(compileAction(form)).toMatchObject({ text: 'cvm:Stop*', product: 'cvm', name: undefined })
  })

  test.each([
    ['cvm', 'stop', 'resource', true],
    ['cvm', 'stop', 'service', false],
    ['cvm', 's*', 'operation', true],
    ['cvm', 's*', 'service', false],
    ['cvm', '*', 'service', true],
    ['c*', '*', 'service', true],
    ['c*', 'stop', 'resource', true],
    ['d*', 'stop', 'resource', false],
    ['cos', 'stop', 'resource', false],
    ['cvm', 'start', 'resource', false],
  ] as const)('%s:%s covers cvm:stop at the level %s: %s', (product, name, granularity, covered) => {
    const matcher = compileAction({ text: `${product}:${name}`, product, name })
    expect(actionMatches(matcher, { product: 'cvm', name: 'stop' }, granularity)).toBe(covered)
  })
})
