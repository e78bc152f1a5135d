// The explorer's form as a value, its search, its examples and what it remembers: no browser needed.
import { describe, expect, test } from 'vitest'
import {
  blank,
  type Draft,
  filled,
  paramsOf,
  problemOf,
  withoutSecrets,
} from '../../console/src/pages/explorer/form.ts'
import { keepable, pastCalls, remember, type Shelf } from '../../console/src/pages/explorer/history.ts'
import { type ActionRow, type Field, findAction, named, search } from '../../console/src/pages/explorer/rows.ts'
import { sampleOf } from '../../console/src/pages/explorer/sample.ts'
import { actions } from '../../src/actions/index.ts'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { camApi } from '../reference/cam-api.ts'
import { api, types } from './explorer-api.ts'

function row(name: string, product = 'cam'): ActionRow {
  const found = findAction(api, product, name)
  if (found === undefined) throw new Error(`${name} is not there`)
  return found
}

test('every action that is served is there, those of the shipped catalogs too', () => {
  const names = actions.map(({ product, name }) => `${product}:${name}`)
  const catalogued = loadCatalogs().all.flatMap(({ service, actions }) =>
    [...actions.keys()].map((name) => `${service}:${name}`),
  )
  const known = api.actions.map(({ product, name }) => `${product}:${name}`)
  expect([...known].sort()).toEqual([...names, ...catalogued].sort())
  expect(new Set(known).size).toBe(known.length)
})

describe('the form', () => {
  const examples = Object.entries(camApi.actions).flatMap(([name, { examples }]) =>
    examples.map(({ request }, index) => [name, index, request] as const),
  )

  test('there are 83 examples', () => {
    expect(examples.length).toBe(83)
  })

  test.each(examples)('sends the example of %s (%i) as it was filled in', (name, _, request) => {
    const { parameters } = row(name)
    const sent = paramsOf(parameters, filled(parameters, request, types), types)
    expect(Object.keys(sent).sort()).toEqual(Object.keys(request).sort())
    // Numbers that an example wrote as text are numbers now, and nothing else differs.
    expect(JSON.stringify(sent).replaceAll('"', '').length).toBe(
      JSON.stringify(ordered(sent, request)).replaceAll('"', '').length,
    )
    expect(paramsOf(parameters, filled(parameters, sent, types), types)).toEqual(sent)
  })

  test('with nothing typed sends nothing but structures that must be there', () => {
    for (const { parameters, name } of api.actions) {
      const sent = paramsOf(parameters, blank(parameters, types), types)
      const structures = parameters.filter(({ required, list, type }) => required && list !== true && types(type))
      expect(Object.keys(sent), name).toEqual(structures.map(({ name }) => name))
    }
  })

  test('sends what does not fit as it was typed', () => {
    const { parameters } = row('ListPolicies')
    const typed: Draft = { kind: 'scalar', text: 'many', sent: true }
    expect(paramsOf(parameters, { ...blank(parameters, types), Rp: typed }, types)).toEqual({ Rp: 'many' })
  })
})

/** The members of `request` in the order of `sent`. */
const ordered = (sent: object, request: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.keys(sent).map((name) => [name, request[name]]))

describe('what is said of a value', () => {
  const field = (more: Partial<Field>): Field => ({ name: 'F', type: 'String', about: '', required: false, ...more })
  test.each<readonly [string, Partial<Field>, string, string | undefined]>([
    ['fits', {}, 'x', undefined],
    ['a word instead of a number', { type: 'Integer' }, 'x', 'integer'],
    ['less than the least', { type: 'Integer', limits: { min: 2 } }, '1', 'least'],
    ['more than the most', { type: 'Integer', limits: { max: 2 } }, '3', 'most'],
    ['the most itself', { type: 'Integer', limits: { max: 2 } }, '2', undefined],
    ['too short', { limits: { min: 2 } }, 'x', 'shortest'],
    ['letters are counted, not code units', { limits: { max: 1 } }, '😀', undefined],
    ['too long', { limits: { max: 1 } }, 'xx', 'longest'],
    ['too many bytes', { limits: { maxBytes: 2 } }, '字', 'bytes'],
    ['another form', { limits: { pattern: '^a+$' } }, 'b', 'form'],
    ['none of the few', { limits: { oneOf: [0, 1] } }, '2', 'oneOf'],
    ['one of the few', { type: 'Integer', limits: { oneOf: [0, 1] } }, '1', undefined],
  ])('%s', (_, more, text, expected) => {
    expect(problemOf(field(more), { kind: 'scalar', text, sent: true })?.word).toBe(expected)
  })

  test('missing and too few', () => {
    expect(problemOf(field({ required: true }), { kind: 'scalar', text: '', sent: false })?.word).toBe('missing')
    expect(problemOf(field({}), { kind: 'scalar', text: '', sent: false })).toBeUndefined()
    const list = field({ list: true, entries: { min: 1 } })
    expect(problemOf(list, { kind: 'list', entries: [], sent: true })?.word).toBe('count')
  })
})

test('an action that is in no list is named by its product', () => {
  expect(named('bookshop:CreateBook')).toEqual({ product: 'bookshop', name: 'CreateBook' })
  expect(named(' bookshop/CreateBook ')).toEqual({ product: 'bookshop', name: 'CreateBook' })
  for (const typed of ['bookshop', 'CreateBook', 'a:b:c', 'shop:../x', ':', 'shop:'])
    expect(named(typed), typed).toBeUndefined()
})

test('search finds by the beginning, by capitals, by letters inside and by what an action does', () => {
  const first = (typed: string): string | undefined => search(api, typed)[0]?.name
  expect(first('ListUsers')).toBe('ListUsers')
  expect(first('getcaller')).toBe('GetCallerIdentity')
  expect(first('lap')).toMatch(/^List.*A.*P/)
  expect(search(api, 'ses template').every(({ product }) => product === 'ses')).toBe(true)
  expect(search(api, 'ses template').length).toBeGreaterThan(1)
  expect(search(api, 'no such thing at all')).toEqual([])
  expect(search(api, ' ')).toBe(api.actions)
})

test('an example of every action has nothing wrong with it that its row tells', () => {
  for (const { free, parameters, name } of api.actions) {
    if (free === true) continue
    const drafts = filled(parameters, sampleOf({ name, parameters }, types), types)
    const problems = parameters.map((field) => {
      const draft = drafts[field.name]
      return draft && problemOf(field, draft)
    })
    expect(problems.filter(Boolean), name).toEqual([])
  }
})

describe('what is remembered', () => {
  function shelf(): Shelf {
    const kept = new Map<string, string>()
    return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value) }
  }
  const call = { at: 1, product: 'cam', action: 'ListUsers', params: {}, code: '', requestId: 'r', tookMs: 3 }

  test('no secret, in whatever depth', () => {
    const { parameters } = row('AddUser')
    expect(withoutSecrets(parameters, { Name: 'ada', Password: 'Secret-9', Odd: 1 }, types)).toEqual({ Name: 'ada' })
    for (const action of api.actions) {
      for (const { name } of action.parameters.filter(({ secret }) => secret)) {
        expect(keepable(action, { [name]: 'x' }, types), `${action.name} ${name}`).toEqual({})
      }
    }
    const inside: Field = { name: 'In', type: 'Box', about: '', required: false, list: true }
    const box = (type: string): readonly Field[] | undefined =>
      type === 'Box' ? [{ ...inside, name: 'Key', type: 'String', list: false, secret: true }] : undefined
    expect(withoutSecrets([inside], { In: [{ Key: 'x' }] }, box)).toEqual({ In: [{}] })
  })

  test('nothing at all of the parameters where it is not known what is secret', () => {
    expect(keepable(row('SendEmail', 'ses'), { Subject: 'x' }, types)).toEqual({})
  })

  test('the latest calls of one user, and none of another', () => {
    const own = shelf()
    for (let at = 0; at < 60; at += 1) remember(own, 7, { ...call, at })
    expect(pastCalls(own, 7).length).toBe(50)
    expect(pastCalls(own, 7)[0]?.at).toBe(59)
    expect(pastCalls(own, 8)).toEqual([])
    remember(own, 8, call)
    expect(pastCalls(own, 7)).toEqual([])
  })

  test('a browser that keeps nothing is no fault', () => {
    const none: Shelf = {
      getItem: () => 'nonsense',
      setItem: () => {
        throw new Error('full')
      },
    }
    expect(pastCalls(none, 7)).toEqual([])
    expect(remember(none, 7, call)).toEqual([call])
  })
})
