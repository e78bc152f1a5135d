import { expect, test } from 'vitest'
import { type JsonNode, readJson } from '../json.ts'
import { applyFix, dropItem, dropMember, endOf, rename, replaceNode, rewrite } from './edit.ts'
import { type Member, membersOf } from './facts.ts'

const rootOf = (text: string): JsonNode => {
  const result = readJson(text)
  if ('fault' in result) throw new Error(result.fault.message)
  return result.node
}

const memberOf = (text: string, name: string): Member => {
  const member = membersOf({ node: rootOf(text), path: '$', statement: undefined }).find((one) => one.name === name)
  if (member === undefined) throw new Error(`no ${name}`)
  return member
}

test.each(['"a\\"b\\\\"', '[ ]', '[1, [2 ] ]', '{ }', '{"a" : {"b":"}"} }', 'true', 'null', '-1.5e3', '[ "]" , 1 ]'])(
  'a node ends where its text ends: %s',
  (text) => {
    expect(endOf(` ${text} `, rootOf(` ${text} `))).toBe(text.length + 1)
  },
)

test('an item goes with one comma', () => {
  const text = '[1, "b" , [3] ]'
  const list = rootOf(text)
  if (list.kind !== 'array') throw new Error('no list')
  const drop = (index: number) => {
    const fix = dropItem({ text }, { list, index }, 'safe')
    return fix && JSON.parse(applyFix(text, fix))
  }
  expect([0, 1, 2].map(drop)).toEqual([
    ['b', [3]],
    [1, [3]],
    [1, 'b'],
  ])
  const alone = rootOf('[1]')
  expect(
    dropItem({ text: '[1]' }, { list: alone.kind === 'array' ? alone : undefined, index: 0 }, 'safe'),
  ).toBeUndefined()
  expect(dropItem({ text }, { list: undefined, index: 0 }, 'safe')).toBeUndefined()
})

test('a member goes with one comma', () => {
  const text = '{ "a":1, "b" : {"c":2} }'
  const left = ['a', 'b'].map((name) => {
    const fix = dropMember({ text }, memberOf(text, name), 'safe')
    return fix && JSON.parse(applyFix(text, fix))
  })
  expect(left).toEqual([{ b: { c: 2 } }, { a: 1 }])
})

test('a member is not renamed to the name of another', () => {
  const text = '{"a":1,"b":2," c":3}'
  const fix = rename({ text }, memberOf(text, 'a'), 'd"', 'safe')
  expect(fix && JSON.parse(applyFix(text, fix))).toEqual({ 'd"': 1, b: 2, ' c': 3 })
  expect(rename({ text }, memberOf(text, 'a'), 'b', 'safe')).toBeUndefined()
  expect(rename({ text }, memberOf(text, 'a'), 'c', 'safe')).toBeUndefined()
})

test('a node is replaced, whatever it is', () => {
  const text = '{"a": [1, 2] }'
  expect(applyFix(text, replaceNode({ text }, memberOf(text, 'a').node, '"x"', 'safe'))).toBe('{"a": "x" }')
  expect(applyFix(text, rewrite({ text }, memberOf(text, 'a'), 'y"', 'suggestion'))).toBe('{"a": "y\\"" }')
})
