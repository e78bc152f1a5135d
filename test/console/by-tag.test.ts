// Policies by tag: which APIs the tags can hold, and that the text allows those on tagged things and nothing else.
import { beforeAll, describe, expect, test } from 'vitest'
import { documentOf, sorted, withTag } from '../../console/src/pages/policies/by-tag/document.ts'
import { type Catalogs, loadCatalogs } from '../../src/catalog/load.ts'
import type { ServiceCatalog } from '../../src/catalog/service.ts'
import { assemble, decide, readPolicy } from '../../src/policy/index.ts'
import { lint } from '../../src/policy/lint/lint.ts'

let catalogs: Catalogs
let ses: ServiceCatalog
beforeAll(() => {
  catalogs = loadCatalogs()
  const found = catalogs.get('ses')
  if (found === undefined) throw new Error('no catalog of ses')
  ses = found
})

describe('APIs', () => {
  test('are limited by tags of resources, by tags of the call, or left out', () => {
    const { byResource, byRequest, leftOut } = sorted([ses], 'all', [])
    expect(byRequest).toEqual(['ses:CreateEmailIdentity'])
    expect(byResource).toContain('ses:DeleteEmailIdentity')
    expect(leftOut).toContain('ses:SendEmail')
    expect(byResource.length + byRequest.length + leftOut.length).toBe(ses.actions.size)
    for (const full of leftOut) expect(ses.actions.get(full.slice(4))?.level).toBe('operation')
  })

  test('of reading only, or some of them', () => {
    const reading = sorted([ses], 'read', [])
    for (const full of reading.byResource) expect(['read', 'list']).toContain(ses.actions.get(full.slice(4))?.class)
    expect(reading.byRequest).toEqual([])
    expect(sorted([ses], 'some', ['SES:deleteemailidentity', 'ses:SendEmail'])).toEqual({
      byResource: ['ses:DeleteEmailIdentity'],
      byRequest: [],
      leftOut: ['ses:SendEmail'],
    })
  })

  test('of products without authorisation by tags are all left out', () => {
    const others = catalogs.all.filter(({ tags }) => !tags)
    expect(others.length).toBeGreaterThan(0)
    expect(sorted(others, 'all', [])).toMatchObject({ byResource: [], byRequest: [] })
    expect(documentOf(sorted(others, 'all', []), [{ key: 'team', values: ['a'] }])).toBeUndefined()
  })
})

test('pairs are added to their key, and a key without a value stands for all', () => {
  const one = withTag(withTag([], 'team', 'a'), 'stage', 'test')
  expect(withTag(withTag(one, 'team', 'b'), 'team', 'b')).toEqual([
    { key: 'stage', values: ['test'] },
    { key: 'team', values: ['a', 'b'] },
  ])
  expect(withTag(one, 'team', '')).toEqual([
    { key: 'stage', values: ['test'] },
    { key: 'team', values: [] },
  ])
})

describe('the text', () => {
  const tags = [
    { key: 'team', values: ['a', 'b&c'] },
    { key: 'project', values: [] },
  ]
  const account = 100000000001
  const allowed = (action: string, context: Readonly<Record<string, readonly string[]>>): boolean => {
    const text = documentOf(sorted([ses], 'all', []), tags) ?? ''
    const vocabulary = catalogs.vocabulary()
    expect(lint(text, { vocabulary, nowMs: 0 }).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(readPolicy(text, { purpose: 'identity', vocabulary }).problems).toEqual([])
    const policy = { policyId: 1, policyName: 'p', versionId: 1, preset: false, creator: account, document: text }
    const identity = [{ ...policy, via: { kind: 'direct' as const } }]
    const subject = {
      kind: 'user' as const,
      uin: 7,
      account,
      appId: 1,
      identity,
      boundary: undefined,
      session: undefined,
    }
    const resources = [`qcs::ses:ap-guangzhou:uin/${account}:senderdomain/example.com`]
    const asked = { action, resources, granularity: 'resource' as const, context: new Map(Object.entries(context)) }
    return decide(assemble(subject), asked).effect === 'allow'
  }

  test.each([
    ['one of the tags', { 'qcs:resource_tag': ['team&a'] }, true],
    ['a value with the sign of pairs in it', { 'qcs:resource_tag': ['x&y', 'team&b&c'] }, true],
    ['the key that may have any value', { 'qcs:resource_tag': ['project&whatever'] }, true],
    ['another value', { 'qcs:resource_tag': ['team&c'] }, false],
    ['no tags', {}, false],
  ])('of something with %s: %o → %s', (_, context, expected) => {
    expect(allowed('ses:DeleteEmailIdentity', context)).toBe(expected)
    expect(allowed('ses:SendEmail', context)).toBe(false)
  })

  test.each([
    [['team&a'], true],
    [['team&a', 'team&z'], false],
    [[], false],
  ])('of something that is made with the tags %o → %s', (set, expected) => {
    expect(allowed('ses:CreateEmailIdentity', { 'qcs:request_tag': set })).toBe(expected)
    expect(allowed('ses:CreateEmailIdentity', { 'qcs:resource_tag': ['team&a'] })).toBe(false)
  })
})
