// Patterns, variables, actions and resources of the oracle, by themselves.
import { describe, expect, test } from 'vitest'
import type { PolicySource, Subject } from '../types.ts'
import { actionMatches, plainAction, readAskedAction, readWrittenAction } from './action.ts'
import { covers, literal, substitute, wildcards } from './pattern.ts'
import { isForeign, readAskedResource, readWrittenResource, resourceMatches } from './resource.ts'

test.each([
  ['', '', true],
  ['', 'a', false],
  ['a', '', false],
  ['*', '', true],
  ['a*b', 'ab', true],
  ['a*b', 'a--b', true],
  ['a*b', 'a:b', false],
  ['a*:b', 'a-:b', true],
  ['**', 'ab', true],
])('%j covers %j, but no colon: %s', (pattern, text, expected) => {
  expect(covers(wildcards(pattern), literal(text), ':')).toBe(expected)
})

describe('variables', () => {
  const subject = { uin: 11, account: 1, appId: undefined }
  test.each([
    ['a', 'a'],
    ['${uin}', '11'],
    ['${uin}x${owner_uin}', '11x1'],
    ['a${uin', 'a${uin'],
    ['a}b', 'a}b'],
    ['}${uin}', '}11'],
    ['${app_id}', undefined],
    ['${uin}${app_id}', undefined],
    ['${other}', undefined],
    ['${}', undefined],
  ])('%s: %j', (text, expected) => {
    expect(substitute(text, subject, literal)?.join('')).toBe(expected)
  })

  test('a star around them is a wildcard', () => {
    expect(substitute('*${uin}*', subject, wildcards)).toEqual([undefined, '1', '1', undefined])
  })
})

describe('actions', () => {
  test.each([
    ['name/cos: GetObject ', 'cos:getobject'],
    [' COS : Get* ', 'cos:get*'],
    ['name/*', '*'],
  ])('%j is %j', (text, plain) => {
    expect(plainAction(text)).toBe(plain)
  })

  test.each(['', 'cos', 'cos:', ':Get', 'cos:Get:Object', 'name/', '*'])('%j is no action of a request', (text) => {
    expect(readAskedAction(text).wellFormed).toBe(false)
  })

  test.each([
    ['*', 'service', true],
    ['*', 'resource', true],
    ['cos:*', 'service', true],
    ['c*:*', 'service', true],
    ['cos:**', 'service', true],
    ['cos:*Get*', 'service', false],
    ['cos:Get', 'service', false],
    ['cvm:*', 'service', false],
    ['cos:Get', 'operation', true],
    ['cos:G*', 'resource', true],
    ['cos*', 'resource', false],
    ['c*', 'resource', false],
  ] as const)('%s at the level %s: %s', (written, granularity, expected) => {
    expect(actionMatches(readWrittenAction(written), readAskedAction('COS:Get'), granularity)).toBe(expected)
  })
})

const subject: Subject = {
  kind: 'user',
  uin: 11,
  account: 7,
  appId: 125,
  identity: [],
  boundary: undefined,
  session: undefined,
}
const source: PolicySource = {
  policyId: 1,
  policyName: 'p',
  versionId: 1,
  preset: false,
  creator: 7,
  document: '',
  via: { kind: 'direct' },
}

function matches(written: string, asked: string, more: Partial<PolicySource> = {}) {
  const standing = { subject, source: { ...source, ...more }, effect: 'allow' } as const
  const [resource, question] = [readWrittenResource(written, standing), readAskedResource(asked, 'cvm', subject)]
  return resource === undefined || question === undefined ? undefined : resourceMatches(resource, question)
}

describe('resources', () => {
  test.each([
    ['qcs::cvm:GZ:uin/7:i', ['cvm', 'ap-guangzhou', 'uin/7', 'i']],
    ['qcs::CVM:elsewhere::i:j', ['cvm', 'elsewhere', 'uin/7', 'i:j']],
    ['qcs:id/0:cvm:sh:uid/125:', ['cvm', 'ap-shanghai', 'uin/7', '']],
    ['qcs::cvm::uid/8:i', ['cvm', '', 'uid/8', 'i']],
    ['qcs::cvm::uin/:i', ['cvm', '', 'uin/7', 'i']],
    ['qcs::cvm::*:i', ['cvm', '', 'uin/7', 'i']],
  ])('%s is asked for', (text, [service, region, owner, last]) => {
    const asked = readAskedResource(text, 'x', subject)
    expect([asked?.service, asked?.region.join(''), asked?.owner, asked?.last.join('')]).toEqual([
      service,
      region,
      owner,
      last,
    ])
    expect(asked !== undefined && isForeign(asked, subject)).toBe(owner !== 'uin/7')
  })

  test.each([
    '',
    'qcs',
    'qcs::cvm:gz:uin/7',
    'x::cvm:gz:uin/7:i',
    'qcs::cvm:gz:uin/07:i',
    'qcs::cvm:gz:uix/7:i',
    'qcs::cvm:gz:xuin/7:i',
    'qcs::cvm:gz:uin/7x:i',
    'qcs::cvm:gz:7:i',
  ])('%j is no resource of a request', (text) => {
    expect(readAskedResource(text, 'x', subject)).toBeUndefined()
  })

  test.each([
    ['*', '*', true],
    ['qcs::cvm:::', 'qcs::cvm:gz::i/1', true],
    ['qcs::cvm:::*/*', 'qcs::cvm:gz::i', true],
    ['qcs::*:*::i', 'qcs::cvm:gz::i', true],
    ['qcs::cvm:gz::i', 'qcs::cvm:ap-guangzhou::i', true],
    ['qcs::cvm:ap-*::i', 'qcs::cvm:gz::i', true],
    ['qcs::cvm:na-*::i', 'qcs::cvm:gz::i', false],
    ['qcs::cvm:ap-*::*', '*', false],
    ['qcs::cvm:*::*', '*', true],
    ['qcs::cvm:::i', '*', false],
    ['qcs::cvm::uid/125:i', 'qcs::cvm::uin/7:i', true],
    ['qcs::cvm::uid/8:i', 'qcs::cvm::uin/8:i', false],
    ['qcs::cvm::uin/-1:i', 'qcs::cvm::uin/7:i', false],
    ['qcs::cvm:gz', 'qcs::cvm:gz::i', undefined],
  ])('%s covers %s: %s', (written, asked, expected) => {
    expect(matches(written, asked)).toBe(expected)
  })

  test('an open account is that of who made the policy, of a preset that of who is asked about', () => {
    const asked = 'qcs::cvm::uin/7:i'
    expect(matches('qcs::cvm:::i', asked, { creator: 8 })).toBe(false)
    expect(matches('qcs::cvm:::i', asked, { creator: 8, preset: true })).toBe(true)
    expect(matches('qcs::cvm::uin/-1:i', asked, { creator: 8, preset: true })).toBe(true)
    expect(matches('qcs::cvm::uin/8:i', asked, { creator: 8, preset: true })).toBe(false)
  })
})
