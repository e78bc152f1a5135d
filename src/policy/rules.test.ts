// How rules are arranged for decisions, and what is remembered of it. Answers never depend on it.
import { describe, expect, test } from 'vitest'
import { type RequestAction, readRequestAction } from './action.ts'
import { compileCache } from './compile-cache.ts'
import { readRequestResource, requestResource } from './resource.ts'
import { choose, type Group, indexRules, matchingRule, type RuleIndex } from './rules.ts'
import type { Granularity, PolicySource, Via } from './types.ts'

interface Statement {
  readonly effect?: string
  readonly action?: string | readonly string[]
  readonly resource?: string
  readonly condition?: object
}

const direct: Via = { kind: 'direct' }
const group = (groupId: number, groupName: string): Via => ({ kind: 'group', groupId, groupName })
const VALUES = { uin: undefined, owner_uin: '1', app_id: '2' }

function source(statements: readonly Statement[], more: Partial<PolicySource> = {}): PolicySource {
  const statement = statements.map((one) => ({ effect: 'allow', action: '*', resource: '*', ...one }))
  const document = JSON.stringify({ version: '2.0', statement })
  return { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: 1, document, via: direct, ...more }
}

function index(statements: readonly Statement[]): RuleIndex {
  return indexRules([source(statements)], compileCache(10), VALUES)
}

function actionOf(text: string): RequestAction {
  const action = readRequestAction(text)
  if (action === undefined) throw new Error(`${text} is no action`)
  return action
}

function chosen(rules: RuleIndex, action: string, granularity: Granularity = 'resource') {
  return choose(rules, actionOf(action), granularity)
}

function find(group: Group | undefined, resource: string, action = 'cvm:Do0') {
  const into = requestResource()
  const asked = actionOf(action)
  readRequestResource(into, resource, asked.product, { account: 1, appId: 2 })
  const question = { action: asked, granularity: 'resource', context: new Map(), resource: into } as const
  return group === undefined ? undefined : matchingRule(group, question)?.by.statement
}

const condition = { string_equal: { 'x:k': 'v' } }
const numbers = (group: Group | undefined) => group?.rules.map(({ by }) => by.statement)

describe('the rules of a product', () => {
  const mixed = index([
    { action: ['cvm:A', 'cvm:B', 'cos:C'] },
    { action: '*' },
    { action: ['cos:D', 'c*:E'] },
    { action: 'cdb:F' },
  ])

  test('are those that name it, and those for any product', () => {
    const groups = [...mixed.byProduct].map(([product, own]) => [product, numbers(own)])
    expect(groups).toEqual([
      ['cvm', [0, 1, 2]],
      ['cos', [0, 1, 2]],
      ['cdb', [3, 1, 2]],
    ])
    expect(numbers(mixed.open)).toEqual([1, 2])
    expect(mixed.rules.map(({ by }) => by.statement)).toEqual([0, 1, 2, 3])
  })

  test('are denies first, and unconditional ones first of each effect', () => {
    const ordered = index([{ condition }, {}, { effect: 'deny', condition }, { effect: 'deny' }, {}])
    expect(numbers(ordered.open)).toEqual([3, 2, 1, 4, 0])
  })

  test('are tried as they are where they are few', () => {
    expect(numbers(chosen(mixed, 'cvm:Other'))).toEqual([0, 1, 2])
    expect(chosen(mixed, 'cvm:Other')).toBe(mixed.byProduct.get('cvm'))
    expect(chosen(mixed, 'vpc:X')).toBe(mixed.open)
    expect([mixed.remembered, mixed.open.arranged]).toEqual([undefined, undefined])
    expect(chosen(index([{ action: 'cvm:A' }]), 'cos:A')).toBeUndefined()
    expect(chosen(indexRules([], compileCache(1), VALUES), 'cos:A')).toBeUndefined()
  })

  test.each([
    [23, false],
    [24, true],
  ])('%d are arranged: %s', (count, arranged) => {
    const { open, remembered } = index(Array.from({ length: count }, () => ({})))
    expect([open.arranged !== undefined, remembered !== undefined]).toEqual([arranged, arranged])
  })
})

/** For each of three verbs, eight objects of two products each. */
const arranged = () => {
  const statements = Array.from({ length: 48 }, (_, at) => {
    const product = at % 2 === 0 ? 'cvm' : 'vpc'
    return { action: `cvm:Do${at % 3}*`, resource: `qcs::${product}:::i/${at}` }
  })
  return index(statements)
}

describe('many rules', () => {
  test('are chosen by the action, once for all actions that the same ones cover', () => {
    const rules = arranged()
    const first = chosen(rules, 'cvm:Do0')
    expect(first?.covering).toEqual(Uint32Array.of(0b01001001001001001001001001001001, 0b10010010010010))
    expect(chosen(rules, 'cvm:Do0')).toBe(first)
    expect(chosen(rules, 'cvm:Do0More')).toBe(first)
    expect(chosen(rules, 'cvm:Do1')).not.toBe(first)
    expect(chosen(rules, 'cvm:Do1')?.arranged).toBe(first?.arranged)
    expect(first?.arranged?.chosen.size).toBe(2)
  })

  test('that cover only some actions are told apart where all are in one part of the list', () => {
    const rules = index([...Array.from({ length: 40 }, () => ({ action: 'cvm:A' })), { action: 'cvm:B' }])
    expect(chosen(rules, 'cvm:B')?.covering).toEqual(Uint32Array.of(0, 1 << 8))
    expect(chosen(rules, 'cvm:C')).toBeUndefined()
  })

  test('that were chosen before are not looked for again', () => {
    const rules = arranged()
    const remembered = chosen(rules, 'cvm:Do1')
    if (remembered !== undefined) rules.remembered?.other.set(actionOf('cvm:Do0'), remembered)
    expect(chosen(rules, 'cvm:Do0')).toBe(remembered)
    expect(numbers(chosen(rules, 'cvm:Do0', 'service'))).toBeUndefined()
  })

  test('are remembered for the two ways of checking apart, and that there are none too', () => {
    const rules = arranged()
    const remembered = () => [rules.remembered?.other.size, rules.remembered?.service.size]
    expect(chosen(rules, 'cvm:Nothing')).toBeUndefined()
    expect(chosen(rules, 'cvm:Nothing', 'operation')).toBeUndefined()
    expect(remembered()).toEqual([1, 0])
    expect(chosen(rules, 'cvm:Do0')).toBeDefined()
    expect(chosen(rules, 'cvm:Do0', 'service')).toBeUndefined()
    expect(remembered()).toEqual([2, 1])
    expect(chosen(rules, `cvm:${'x'.repeat(1000)}`)).toBeUndefined()
    expect(remembered()).toEqual([2, 1])
  })

  test('are forgotten all at once when too many actions were asked', () => {
    const rules = arranged()
    const sizes = Array.from({ length: 2050 }, (_, at) => {
      chosen(rules, `cvm:Name${at}`)
      return rules.remembered?.other.size
    })
    expect([sizes[0], sizes[1], sizes[2047], sizes[2048], sizes[2049]]).toEqual([1, 2, 2048, 1, 2])
  })

  test('are shared for a bounded number of sets of them', () => {
    const rules = index(Array.from({ length: 300 }, (_, at) => ({ action: `cvm:Do${at}` })))
    const groups = Array.from({ length: 300 }, (_, at) => chosen(rules, `cvm:Do${at}`))
    expect(groups.map((one) => one?.covering?.filter(Boolean).length)).toEqual(Array(300).fill(1))
    expect(groups[0]?.arranged?.chosen.size).toBe(256)
  })
})

describe('candidates for resources', () => {
  test('of the product of the action, of others that are named, and of any other', () => {
    const rules = arranged()
    const group = chosen(rules, 'cvm:Do0')
    const made = () => {
      const { own, named, others } = group?.arranged ?? {}
      return [
        own !== undefined,
        [...(named ?? [])].map(([name, list]) => [name, list !== undefined]),
        others !== undefined,
      ]
    }
    expect(made()).toEqual([false, [['vpc', false]], false])
    expect([find(group, 'qcs::cvm:::i/6'), find(group, 'qcs::cvm:::i/8')]).toEqual([6, undefined])
    expect(made()).toEqual([true, [['vpc', false]], false])
    expect([find(group, 'qcs::vpc:::i/9'), find(group, 'qcs::vpc:::i/6')]).toEqual([9, undefined])
    expect(made()).toEqual([true, [['vpc', true]], false])
    expect([find(group, 'qcs::cdb:::i/6'), find(group, 'qcs::cos:::i/6')]).toEqual([undefined, undefined])
    expect(made()).toEqual([true, [['vpc', true]], true])
  })

  test('are made once', () => {
    const group = chosen(arranged(), 'cvm:Do0')
    const made = () => {
      for (const product of ['cvm', 'vpc', 'cdb']) find(group, `qcs::${product}:::i/0`)
      return { ...group?.arranged, vpc: group?.arranged?.named.get('vpc') }
    }
    const [first, second] = [made(), made()]
    expect([second.own === first.own, second.vpc === first.vpc, second.others === first.others]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('of rules for any product belong to no product', () => {
    const rules = index(Array.from({ length: 24 }, (_, at) => ({ resource: `qcs::cvm:::i/${at}` })))
    const open = chosen(rules, 'cvm:Do0')
    expect(find(open, 'qcs::cvm:::i/7')).toBe(7)
    expect([open?.arranged?.own, [...(open?.arranged?.named.keys() ?? [])]]).toEqual([undefined, ['cvm']])
  })
})

describe('a rule made of a statement is shared', () => {
  const member = group(1, 'g')
  test.each<[string, Partial<PolicySource>, Partial<PolicySource>, boolean]>([
    ['by all to whom it is attached', {}, {}, true],
    ['by all members of a group', { via: member }, { via: group(1, 'g') }, true],
    ['not under another id', {}, { policyId: 2 }, false],
    ['not under another name', {}, { policyName: 'q' }, false],
    ['not by another version', {}, { versionId: 2 }, false],
    ['not with members of a group', {}, { via: member }, false],
    ['not by members of a group', { via: member }, {}, false],
    ['not by another group', { via: member }, { via: group(2, 'g') }, false],
    ['not by a group that was renamed', { via: member }, { via: group(1, 'h') }, false],
  ])('%s', (_name, one, other, same) => {
    // Compiled once, whatever the cache goes by.
    const compiled = compileCache(10)(source([{}]))
    const ruleOf = (more: Partial<PolicySource>) => indexRules([source([{}], more)], () => compiled, VALUES).rules[0]
    const [first, second] = [ruleOf(one), ruleOf(other)]
    expect(second === first).toBe(same)
    expect([first?.by, second?.by]).toMatchObject([one, other])
  })
})
