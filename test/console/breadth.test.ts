// How much a policy allows at the most, as the check of an account judges it.
import { expect, test } from 'vitest'
import { breadthOf } from '../../console/src/pages/overview/findings/breadth.ts'

const allowing = (statement: object) => JSON.stringify({ version: '2.0', statement })

test.each([
  ['any action', { effect: 'allow', action: '*', resource: '*' }, 'everything'],
  ['any action in a list, old spelling', [{ effect: 'Allow', action: ['name/*'], resource: ['*'] }], 'everything'],
  ['everything about access', { effect: 'allow', action: ['cam:*'], resource: '*' }, 'access'],
  ['one product', { effect: 'allow', action: ['cos:*'], resource: '*' }, undefined],
  ['one resource', { effect: 'allow', action: '*', resource: 'qcs::cos:::bucket/*' }, undefined],
  ['a condition', { effect: 'allow', action: '*', resource: '*', condition: {} }, undefined],
  ['a denial', { effect: 'deny', action: '*', resource: '*' }, undefined],
])('%s', (_, statement, breadth) => {
  expect(breadthOf(allowing(statement))).toBe(breadth)
})

test('what is no policy allows nothing', () => {
  expect(breadthOf('{')).toBeUndefined()
  expect(breadthOf('{}')).toBeUndefined()
})
