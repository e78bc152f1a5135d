// Which entries a decision has to look at. Answers never depend on it, so what is left out is pinned here.
import { describe, expect, test } from 'vitest'
import { type Candidates, coveringOf, firstCandidate, narrow } from './candidates.ts'
import { compilePolicy } from './compile.ts'
import { readRequestResource, requestResource } from './resource.ts'
import type { Rule } from './rule.ts'
import { indexRules } from './rules.ts'

interface Statement {
  readonly effect?: string
  readonly action?: string | readonly string[]
  readonly resource?: string | readonly string[]
  readonly condition?: object
}

function rulesOf(statements: readonly Statement[]): readonly Rule[] {
  const statement = statements.map((one) => ({ effect: 'allow', action: 'cvm:*', resource: '*', ...one }))
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' as const }
  const source = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: 1, document, via }
  return indexRules([source], compilePolicy, { uin: undefined, owner_uin: '1', app_id: '2' }).rules
}

const cvm = (content: string) => `qcs::cvm:::${content}`
const many = (count: number, resource: (index: number) => string) => {
  return Array.from({ length: count }, (_, index) => ({ resource: resource(index) }))
}
const condition = { string_equal: { 'x:k': 'v' } }

/** What stands where, as written. */
function shown({ exact, marked, others }: Candidates) {
  const texts = (entries: readonly { readonly resource: { readonly text: string } }[]) => {
    return entries.map(({ resource }) => resource.text)
  }
  return {
    exact: exact === undefined ? undefined : texts([...exact.values()].flat()),
    marked: marked === undefined ? undefined : texts([...marked.byMark.values()].flatMap(({ all }) => all)),
    others: texts(others.all),
  }
}

describe('candidates', () => {
  test('are those of the product and those of any', () => {
    const rules = rulesOf([
      { resource: ['qcs::cvm:::a*', 'qcs::cos:::b*', 'qcs:::::c*'] },
      { resource: 'qcs::cos:::d' },
    ])
    const of = (service: string | undefined) => shown(narrow(rules, service)).others
    expect(of('cvm')).toEqual(['qcs::cvm:::a*', 'qcs:::::c*'])
    expect(of('cos')).toEqual(['qcs::cos:::b*', 'qcs:::::c*', 'qcs::cos:::d'])
    expect(of(undefined)).toEqual(['qcs:::::c*'])
  })

  test('with exact contents are found by key when there are at least four', () => {
    const three = many(3, (index) => cvm(`i/${index}`))
    const prefix = { resource: cvm('j*') }
    expect(shown(narrow(rulesOf([...three, prefix]), 'cvm'))).toEqual({
      exact: undefined,
      marked: undefined,
      others: [cvm('i/0'), cvm('i/1'), cvm('i/2'), cvm('j*')],
    })
    expect(shown(narrow(rulesOf([...three, prefix, { resource: cvm('i/0') }]), 'cvm'))).toEqual({
      exact: [cvm('i/0'), cvm('i/0'), cvm('i/1'), cvm('i/2')],
      marked: undefined,
      others: [cvm('j*')],
    })
  })

  test('with marks are found by them when there are at least 48', () => {
    const without = { resource: cvm('*-x') }
    const marked = (count: number) => many(count, (index) => cvm(index === 0 ? 'long/ids*' : `i/${index + 10}*`))
    const texts = (count: number) => marked(count).map(({ resource }) => resource)
    const few = shown(narrow(rulesOf([...marked(47), without]), 'cvm'))
    expect(few).toEqual({ exact: undefined, marked: undefined, others: [...texts(47), cvm('*-x')] })
    const enough = narrow(rulesOf([...marked(48), without]), 'cvm')
    expect(shown(enough)).toEqual({ exact: undefined, marked: texts(48), others: [cvm('*-x')] })
    expect(enough.marked?.places).toEqual([7, 3])
    expect(enough.marked?.byMark.size).toBe(48)
  })

  test('count their denies', () => {
    const deny = { effect: 'deny', resource: [cvm('a*'), cvm('b*')] }
    const { others } = narrow(rulesOf([deny, { resource: cvm('c*') }]), 'cvm')
    expect(others.denies).toBe(2)
    expect(others.marks).toHaveLength(3)
    expect(new Set(others.marks).size).toBe(3)
  })
})

describe('an entry after a wider one', () => {
  const stop = { action: 'cvm:Stop' }
  const either = (resource: string) => ({ ...stop, resource })
  test.each<[string, Statement, Statement, boolean]>([
    ['everything', { action: '*' }, { action: ['cvm:Stop', 'cos:Get'], resource: cvm('i/1') }, true],
    ['everything, spelled out', { action: '*:*' }, either(cvm('i/1')), true],
    ['the product', { resource: cvm('*') }, either(cvm('i/1')), true],
    ['the product among others', { action: ['cos:Get', 'cvm:*'], resource: cvm('*') }, either(cvm('i/1')), true],
    ['a deny', { effect: 'deny', resource: cvm('*') }, either(cvm('i/1')), true],
    ['with a condition after it', { resource: cvm('*') }, { resource: cvm('i/1'), condition }, true],
    [
      'another product as well',
      { resource: cvm('*') },
      { action: ['cvm:Stop', 'cos:Get'], resource: cvm('i/1') },
      false,
    ],
    [
      'all of another product',
      { action: ['cvm:Stop', 'cos:*'], resource: cvm('*') },
      { action: 'cvm:Start', resource: cvm('i/1') },
      false,
    ],
    ['some actions only', { action: 'cvm:S*', resource: cvm('*') }, either(cvm('i/1')), false],
    ['with a condition', { resource: cvm('*'), condition }, either(cvm('i/1')), false],
    ['products alike', { action: 'c*:*', resource: cvm('*') }, { action: 'c*:Stop', resource: cvm('i/1') }, false],
    ['less than everything', { resource: cvm('*') }, stop, false],
    ['a region', { resource: 'qcs::cvm:gz::*' }, either('qcs::cvm:gz::i/1'), true],
    ['every region', { resource: cvm('*') }, either('qcs::cvm:gz::i/1'), true],
    ['every region, alike', { resource: cvm('*') }, either('qcs::cvm:ap-*::i/1'), true],
    ['regions alike', { resource: 'qcs::cvm:ap-*::*' }, either('qcs::cvm:ap-*::i/1'), true],
    ['another region', { resource: 'qcs::cvm:gz::*' }, either('qcs::cvm:sh::i/1'), false],
    ['one region of all', { resource: 'qcs::cvm:gz::*' }, either(cvm('i/1')), false],
    ['one region of some', { resource: 'qcs::cvm:gz::*' }, either('qcs::cvm:ap-*::i/1'), false],
    ['some regions of all', { resource: 'qcs::cvm:ap-*::*' }, either(cvm('i/1')), false],
    ['some regions', { resource: 'qcs::cvm:ap-*::*' }, either('qcs::cvm:gz::i/1'), false],
    ['other regions', { resource: 'qcs::cvm:ap-*::*' }, either('qcs::cvm:na-*::i/1'), false],
    ['an account', { resource: 'qcs::cvm::uin/7:*' }, either('qcs::cvm::uin/7:i/1'), true],
    ['another account', { resource: 'qcs::cvm::uin/7:*' }, either(cvm('i/1')), false],
    ['a beginning', { resource: cvm('i/*') }, either(cvm('i/1*')), true],
    ['another beginning', { resource: cvm('i/*') }, either(cvm('j/1')), false],
    ['the same pattern', { resource: cvm('i*j') }, either(cvm('i*j')), true],
    ['a single content', { resource: cvm('i/1') }, either(cvm('i/1')), false],
  ])('%s', (_name, wider, narrower, superfluous) => {
    const rules = rulesOf([wider, narrower])
    expect(narrow(rules, 'cvm').others.all.some(({ rule }) => rule === rules[1])).toBe(!superfluous)
    // Of all but equal resources only the later one can be superfluous.
    expect(narrow(rules, 'cvm').others.all[0]?.rule).toBe(rules[0])
  })

  test('is compared with the first 24 of them', () => {
    const wide = many(25, (index) => cvm(`${String.fromCharCode(97 + index)}/*`))
    const narrower = ['a/1*', 'x/1*', 'y/1*'].map((content) => either(cvm(content)))
    // Single contents cover nothing else, so they do not count.
    const single = many(30, (index) => cvm(`single/${index}`))
    const { all } = narrow(rulesOf([...single, ...wide, ...narrower]), 'cvm').others
    expect(all.map(({ resource }) => resource.text)).toEqual([...wide.map((one) => one.resource), cvm('y/1*')])
  })
})

test('covering has a bit for each rule', () => {
  const rules = rulesOf(many(70, (index) => cvm(`i/${index}`)))
  const places = [0, 31, 32, 63, 64, 69]
  const covering = coveringOf(rules, (rule) => places.includes(rules.indexOf(rule)))
  expect([...covering]).toEqual([0x8000_0001, 0x8000_0001, 0b10_0001])
  expect(coveringOf(rules.slice(0, 64), () => true)).toEqual(new Uint32Array(2).fill(0xffff_ffff))
})

describe('a deny wins', () => {
  const ways = { exact: cvm('i/1'), marked: cvm('i/*'), other: cvm('*1') }
  const pairs = Object.entries(ways).flatMap(([deny, denied]) => {
    return Object.entries(ways).map(([allow, allowed]) => ({ deny, denied, allow, allowed }))
  })
  const filling = [
    ...many(4, (index) => cvm(`e/${index}`)),
    ...many(48, (index) => cvm(`m/${index + 10}*`)),
    { resource: cvm('*o') },
  ]

  test.each(pairs)('found as $deny, over an allow found as $allow', ({ denied, allowed }) => {
    const action = 'cvm:Stop'
    const rules = rulesOf([{ effect: 'deny', action, resource: denied }, ...filling, { action, resource: allowed }])
    const candidates = narrow(rules, 'cvm')
    expect([candidates.exact, candidates.marked]).not.toContain(undefined)
    const found = (covers: (rule: Rule) => boolean, content = 'i/1') => {
      const resource = requestResource()
      readRequestResource(resource, `qcs::cvm:gz:uin/1:${content}`, 'cvm', { account: 1, appId: 2 })
      const question = {
        action: { product: 'cvm', name: 'stop' },
        granularity: 'resource',
        context: new Map(),
      } as const
      return firstCandidate(candidates, coveringOf(rules, covers), { ...question, resource })
    }
    expect(found(() => true)).toBe(rules[0])
    expect(found((rule) => rule.effect === 'allow')).toBe(rules.at(-1))
    expect(found((rule) => rule.effect === 'deny')).toBe(rules[0])
    expect(found(() => false)).toBeUndefined()
    expect(found(() => true, 'k/2')).toBeUndefined()
    expect(found(() => true, 'e/3')).toBe(rules[4])
    expect(found(() => true, 'm/57x')).toBe(rules[52])
    expect(found(() => true, 'foo')).toBe(rules[53])
  })
})
