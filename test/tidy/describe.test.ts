// The description of the actions that documents and programs read: whole, and usable without the source.
import { expect, test } from 'vitest'
import { describeActions, type FieldDescription } from '../../scripts/describe.ts'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import { isErrorCode } from '../../src/protocol/errors.ts'
import { int, list, optional, struct, text } from '../../src/protocol/shape.ts'

const described = describeActions(actions)
const basic = new Set(['Integer', 'String', 'Boolean', 'Timestamp', 'Date'])
const fields: readonly FieldDescription[] = [
  ...described.actions.flatMap(({ parameters, results }) => [...parameters, ...results]),
  ...described.types.flatMap((type) => type.fields),
]

/** A row that is only there to be described. */
function row(name: string, params: ActionRow['params']): ActionRow {
  return {
    name,
    product: 'cam',
    group: 'User',
    summary: 'Does nothing.',
    since: '0.1.0',
    access: 'read',
    perSecond: 1,
    params,
    returns: {},
    errors: ['FailedOperation', 'InvalidParameter.ActionError'],
    resource: { level: 'operation' },
    handle: async () => ({}),
  }
}

test('every action is described once, by name', () => {
  expect(described.actions.map(({ name }) => name)).toEqual(actions.map(({ name }) => name).toSorted())
  for (const { errors } of described.actions) expect(errors.filter((code) => !isErrorCode(code))).toEqual([])
})

test('every type that a field names is there', () => {
  const known = new Set([...basic, ...described.types.map(({ name }) => name)])
  expect(fields.filter(({ type }) => !known.has(type))).toEqual([])
})

test('every pattern can be used by a program of its own', () => {
  const patterns = fields.flatMap(({ limits }) => (limits?.pattern === undefined ? [] : [limits.pattern]))
  expect(patterns.length).toBeGreaterThan(5)
  for (const pattern of patterns) expect(() => new RegExp(pattern, 'u'), pattern).not.toThrow()
})

test('a description survives JSON unchanged', () => {
  expect(JSON.parse(JSON.stringify(described))).toEqual(described)
})

test('a field says what is known of it and nothing else', () => {
  const params = {
    Name: text({ about: 'A name.', min: 1, max: 9, pattern: /^a+$/ }),
    Page: optional(int({ about: 'A page.', oneOf: [1, 2], newer: true }), 1),
    Secret: optional(text({ about: 'A secret.', secret: true, maxBytes: 8 })),
    Rows: list(int({ about: 'A number.', min: 3 }), { about: 'Numbers.', max: 4 }),
  }
  expect(describeActions([row('Zero', params)]).actions[0]).toEqual({
    name: 'Zero',
    product: 'cam',
    version: '2019-01-16',
    group: 'User',
    summary: 'Does nothing.',
    since: '0.1.0',
    access: 'read',
    perSecond: 1,
    level: 'operation',
    parameters: [
      { name: 'Name', type: 'String', about: 'A name.', required: true, limits: { min: 1, max: 9, pattern: '^a+$' } },
      {
        name: 'Page',
        type: 'Integer',
        about: 'A page.',
        required: false,
        default: 1,
        newer: true,
        limits: { oneOf: [1, 2] },
      },
      { name: 'Secret', type: 'String', about: 'A secret.', required: false, secret: true, limits: { maxBytes: 8 } },
      {
        name: 'Rows',
        type: 'Integer',
        list: true,
        about: 'Numbers.',
        required: true,
        limits: { min: 3 },
        entries: { max: 4 },
      },
    ],
    results: [],
    errors: ['FailedOperation', 'InvalidParameter.ActionError'],
  })
})

test('one name for two types is refused', () => {
  const one = struct('Pair', { A: int({ about: 'A.' }) }, { about: 'A pair.' })
  const other = struct('Pair', { B: int({ about: 'B.' }) }, { about: 'A pair.' })
  expect(() => describeActions([row('First', { One: one, Two: one })])).not.toThrow()
  expect(() =>
    describeActions([row('First', { One: one }), row('Second', { Other: list(other, { about: 'Pairs.' }) })]),
  ).toThrow('the type Pair stands for two')
})
