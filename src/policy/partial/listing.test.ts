import { describe, expect, test } from 'vitest'
import { assemble } from '../program.ts'
import type { Granularity, PolicySource, Subject } from '../types.ts'
import { actionsFor, listing } from './listing.ts'

type Statement = readonly [effect: 'allow' | 'deny', action: string, resource: string, condition?: object]

function program(...statements: readonly Statement[]) {
  const statement = statements.map(([effect, action, resource, condition]) => ({ effect, action, resource, condition }))
  const document = JSON.stringify({ version: '2.0', statement })
  const face = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: 1 } as const
  const identity: readonly PolicySource[] = [{ ...face, document, via: { kind: 'direct' } }]
  const who = { kind: 'user', uin: 11, account: 1, appId: 125, boundary: undefined, session: undefined } as const
  const subject: Subject = { ...who, identity }
  return assemble(subject)
}

const stopping = program(
  ['allow', 'cvm:S*', 'qcs::cvm:::i/*'],
  ['deny', 'cvm:Start', 'qcs::cvm:::i/2'],
  ['allow', 'cvm:Describe', '*', { string_equal: { 'x:from': 'office' } }],
)
const asked = (...names: readonly string[]) =>
  names.map((name) => ({ action: `cvm:${name}`, granularity: 'resource' as Granularity, title: name.toLowerCase() }))

describe('actions', () => {
  const names = (resources: readonly string[], context = new Map<string, string>()) =>
    actionsFor(stopping, { resources, context }, asked('Run', 'Stop', 'Start', 'Describe')).map(({ title }) => title)

  test('are those that are allowed on all of the resources, as they were given', () => {
    expect(names(['qcs::cvm:::i/1'])).toEqual(['stop', 'start'])
    expect(names(['qcs::cvm:::i/1', 'qcs::cvm:::i/2'])).toEqual(['stop'])
    expect(names(['qcs::cvm:::disk/1'])).toEqual([])
    expect(names(['qcs::cvm:::disk/1'], new Map([['x:from', 'office']]))).toEqual(['describe'])
  })

  test('are checked at the level of each', () => {
    const whole = [{ action: 'cvm:Stop', granularity: 'service' as const }, ...asked('Stop')]
    const request = { resources: ['qcs::cvm:::i/1'], context: new Map() }
    expect(actionsFor(stopping, request, whole).map(({ granularity }) => granularity)).toEqual(['resource'])
  })
})

describe('a list', () => {
  const question = { action: 'cvm:Stop', granularity: 'resource', context: new Map(), open: 'rest' } as const
  const items = ['i/3', 'disk/1', 'i/1', 'i/2'].map((id) => ({ id, team: id === 'i/1' ? 'a' : 'b' }))
  const resourceOf = ({ id }: { readonly id: string }) => ({ resource: `qcs::cvm:gz:uin/1:${id}` })

  test('shows the items that may be seen, in their order', () => {
    const { callable, filter, visible } = listing(stopping, question)
    expect(callable).toBe(true)
    expect(filter).toMatchObject({ kind: 'some', action: 'cvm:stop' })
    expect(visible(items, resourceOf).map(({ id }) => id)).toEqual(['i/3', 'i/1', 'i/2'])
    expect(listing(stopping, { ...question, action: 'cvm:Start' }).visible(items, resourceOf)).toEqual([
      items[0],
      items[2],
    ])
  })

  test('knows of each item what is said of it', () => {
    const tagged = program(['allow', 'cvm:*', '*', { string_equal: { 'qcs:resource_tag/team': 'a' } }])
    const { callable, visible } = listing(tagged, question)
    expect(callable).toBe(true)
    const describe = (item: (typeof items)[number]) => {
      return { ...resourceOf(item), context: new Map([['qcs:resource_tag', [`team&${item.team}`]]]) }
    }
    expect(visible(items, describe)).toEqual([items[2]])
    expect(visible(items, resourceOf)).toEqual([])
  })

  test('is not called for where nothing can be in it', () => {
    const { callable, visible } = listing(stopping, { ...question, action: 'cos:Get' })
    expect([callable, visible(items, resourceOf)]).toEqual([false, []])
  })

  test('is called for where everything can be', () => {
    const { callable, filter, visible } = listing(program(['allow', '*', '*']), question)
    expect([callable, filter.kind, visible(items, resourceOf)]).toEqual([true, 'all', items])
  })
})
