// Rules that ask catalogs, with catalogs that say little or are made so that only one answer is right; and what the
// linter does not judge because it was not told enough.
import { describe, expect, test } from 'vitest'
import type { ServiceVocabulary, Vocabulary } from '../types.ts'
import { LINT_RULES, type LintOptions, lint } from './index.ts'

/** A catalog of one product, `shop`. `knows` and the proposals are left out unless given. */
function shop(names: string, facts: Partial<ServiceVocabulary> = {}, more: Partial<Vocabulary> = {}): LintOptions {
  const actions = names.split(' ').map((name) => ({ name }))
  const hasAction = (name: string) => actions.some((action) => action.name.toLowerCase() === name.toLowerCase())
  const service = (product: string) => (product === 'shop' ? { hasAction, actions, ...facts } : undefined)
  return { vocabulary: { service, ...more } }
}

/** The messages of one rule on an allow. */
function said(rule: string, statement: object, options: LintOptions): readonly string[] {
  const text = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', resource: '*', ...statement }] })
  return lint(text, options).flatMap((finding) => (finding.rule === rule ? [finding.message] : []))
}

test.each([
  // A start as long as the pattern comes first, even where a whole shorter name is near.
  ['GetA GetAbc', 'shop:getax*', 'shop:GetAb*'],
  ['Start', 'shop:Strt*', 'shop:Start*'],
  ['Stop', 'shop:Stopp*', 'shop:Stop*'],
  ['Start', 'shop:Sx*', undefined],
  ['Start', 'shop:Sxxrt*', undefined],
])('of %s, "%s" is meant to be %s', (names, action, meant) => {
  const words = meant === undefined ? '' : `; is "${meant}" meant?`
  expect(said('unknown-action', { action }, shop(names))).toEqual([
    `statement 0: "${action}" names no known action${words}`,
  ])
})

test('an unknown product is found where no names are to be proposed, too', () => {
  const options = shop('Get', {}, { knows: (product) => product === 'shop' })
  expect(said('unknown-product', { action: 'shpo:Get' }, options)).toEqual([
    'statement 0: nobody knows the product of "shpo:Get"',
  ])
  expect(said('unknown-product', { action: 'shpo:Get' }, { ...shop('Get'), nowMs: 0 })).toEqual([])
})

test('what a catalog does not say is not judged', () => {
  const silent = shop('GetThing SetThing')
  const every = { action: ['shop:*Thing', 'shop:Get*Thing'] }
  const rules = ['wildcard-reaches-writes', 'could-be-narrower', 'service-level-action', 'unknown-resource-type']
  for (const rule of rules) expect(said(rule, every, silent), rule).toEqual([])
  expect(said('unknown-resource-type', { action: 'shop:GetThing', resource: 'qcs::shop:::x/1' }, silent)).toEqual([])
})

describe('of a product whose actions differ', () => {
  const level = (name: string) => (name === 'getthing' ? 'service' : 'resource')
  const options = shop('GetThing SetThing PutThing', {
    granularity: level,
    access: (name) => (name === 'getthing' ? 'read' : 'write'),
  })

  test.each([
    ['service-level-action', 'shop:GetThing', 1],
    ['service-level-action', 'shop:*Thing', 0],
    ['could-be-narrower', 'shop:SetThing', 1],
    ['could-be-narrower', 'shop:*tThing', 0],
    ['wildcard-for-one', 'shop:S*', 1],
    ['wildcard-for-one', 'shop:SetThing', 0],
  ])('%s of "%s"', (rule, action, count) => {
    expect(said(rule, { action }, options).length).toBe(count)
  })

  test('everything of a product is no action that could be narrower', () => {
    const narrow = shop('SetThing PutThing', { granularity: () => 'resource' })
    expect(said('could-be-narrower', { action: 'shop:*Thing' }, narrow).length).toBe(1)
    expect(said('could-be-narrower', { action: 'shop:*' }, narrow)).toEqual([])
  })
})

describe('types of resources', () => {
  const forms: Readonly<Record<string, readonly string[]>> = {
    get: ['qcs::shop:${region}:uin/${uin}:shelf:${shelf}', 'qcs::shop:::store/${store}'],
    list: ['qcs::shop:::all'],
  }
  const options = shop('Get List', { resources: (name) => forms[name] })
  const wrong = (action: string | readonly string[], content: string) =>
    said('unknown-resource-type', { action, resource: `qcs::shop:::${content}` }, options)

  test.each([
    ['shop:Get', 'shelf:1'],
    ['shop:Get', 'store/1'],
    ['shop:Get', 'st*'],
    ['shop:List', 'all'],
    ['shop:List', 'all/of/them'],
    ['shop:*', 'all'],
  ])('%s knows %s', (action, content) => {
    expect(wrong(action, content)).toEqual([])
  })

  test.each([
    ['shop:Get', 'shelf/1', '"shelf:…", "store/…"'],
    ['shop:Get', 'sto/*', '"shelf:…", "store/…"'],
    ['shop:List', 'some', '"all…"'],
    ['shop:*', 'table/${uin}', '"shelf:…", "store/…", "all…"'],
  ])('%s does not know %s', (action, content, known) => {
    expect(wrong(action, content)).toEqual([`statement 0: the actions are decided on ${known}, not on "${content}"`])
  })
})

describe('what is not given', () => {
  const vocabulary = { service: () => undefined }

  test('no moment: no date is over', () => {
    const condition = { date_less_than: { 'qcs:current_time': '1969-01-01T00:00:00Z' } }
    const over = (options: LintOptions) => said('date-over', { action: 'shop:Get', condition }, options).length
    expect(over({ vocabulary, nowMs: 0 })).toBe(1)
    expect(over({ vocabulary })).toBe(0)
  })

  test('no AppId: no AppId is another', () => {
    const foreign = (resource: string, options: LintOptions) =>
      said('foreign-account', { action: 'shop:Get', resource }, { vocabulary, ...options }).length
    expect(foreign('qcs::shop::uid/2:x', { account: 1, appId: 1 })).toBe(1)
    expect(foreign('qcs::shop::uid/2:x', { account: 1 })).toBe(0)
    expect(foreign('qcs::shop::uin/2:x', { account: 1 })).toBe(1)
    expect(foreign('qcs::shop::uin/2:x', {})).toBe(0)
  })

  test('no account: no account is foreign', () => {
    const trust = { effect: 'allow', action: 'sts:AssumeRole', principal: { qcs: 'qcs::cam::uin/2:root' } }
    const text = JSON.stringify({ version: '2.0', statement: [trust] })
    const rules = (options: LintOptions) => lint(text, { purpose: 'trust', ...options }).map(({ rule }) => rule)
    expect(rules({ account: 1 })).toContain('foreign-root-without-external-id')
    expect(rules({})).not.toContain('foreign-root-without-external-id')
  })
})

test('rules say what they need', () => {
  const needing = (need: string) => LINT_RULES.filter(({ needs }) => needs === need).map(({ id }) => id)
  expect(needing('catalog')).toEqual([
    'action-typo',
    'product-typo',
    'unknown-product',
    'unknown-action',
    'wildcard-reaches-writes',
    'wildcard-for-one',
    'operation-level-resource',
    'service-level-action',
    'unknown-resource-type',
    'could-be-narrower',
    'ip-not-passed',
    'tag-not-passed',
    'unknown-service-principal',
  ])
  expect(needing('nowMs')).toEqual(['date-over', 'date-begun'])
  expect(needing('account')).toEqual(['foreign-account', 'foreign-root-without-external-id'])
  expect(LINT_RULES.filter((rule) => 'needs' in rule).length).toBe(17)
})

test('a finding without an edit has none, and one of a refused document has the code', () => {
  const [refused] = lint('{"version":"2.0"}')
  expect(refused).toStrictEqual({
    rule: 'statement-error',
    severity: 'error',
    message: 'the element "statement" is missing',
    path: '$',
    statement: undefined,
    offset: 0,
    line: 1,
    column: 1,
    code: 'InvalidParameter.StatementError',
  })
  const accepted = lint('{"version":"2.0","statement":[{"effect":"deny","action":"shop:Get","resource":"*"}]}')
  expect(accepted).toStrictEqual([
    {
      rule: 'deny-only',
      severity: 'notice',
      message: 'the document has no allow, so it grants nothing',
      path: '$',
      statement: undefined,
      offset: 0,
      line: 1,
      column: 1,
    },
  ])
})
