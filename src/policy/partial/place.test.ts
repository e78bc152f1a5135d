import { describe, expect, test } from 'vitest'
import { compilePattern } from '../pattern.ts'
import { covers, disjoint, patternText, placeOf, readPlace } from './place.ts'

const owner = { account: 1, appId: 125 }

function matcher(text: string) {
  const read = readPlace(text)
  if (read === undefined) throw new Error(text)
  return read
}

describe('a place is read', () => {
  const none = { service: undefined, region: undefined, regionPattern: undefined, exact: undefined }
  const cases: readonly (readonly [text: string, expected: object | undefined])[] = [
    ['*', { every: true, ...none, account: 0 }],
    ['qcs::cvm:gz:uin/7:i/1', { every: false, ...none, service: 'cvm', region: 'gz', account: 7 }],
    ['qcs:x:cvm:*:uid/7:i/1', { ...none, service: 'cvm', account: -7 }],
    ['qcs::::uin/7:', { ...none, account: 7 }],
    ['qcs::cvm:ap-*:uin/7:a:b\nc', { ...none, service: 'cvm', regionPattern: compilePattern('ap-*'), account: 7 }],
    ['', undefined],
    ['**', undefined],
    ['qcs::cvm:gz:uin/7', undefined],
    ['qcs::cvm:gz::i/1', undefined],
    ['qcs::cvm:gz:uin/:i/1', undefined],
    ['qcs::cvm:gz:uin/0:i/1', undefined],
    ['qcs::cvm:gz:uin/07:i/1', undefined],
    ['qcs::cvm:gz:uie/7:i/1', undefined],
    ['xqcs::cvm:gz:uin/7:i/1', undefined],
    ['x\nqcs::cvm:gz:uin/7:i/1', undefined],
  ]
  test.each(cases)('from %j', (text, expected) => {
    const read = readPlace(text)
    if (expected === undefined) expect(read).toBeUndefined()
    else expect(read).toMatchObject({ text, ...expected })
  })

  test('with its content behind the fifth colon', () => {
    const contents = ['qcs::cvm:gz:uin/7:i/*', 'qcs::cvm:gz:uin/7:', 'qcs:x:a:b:uid/7:c:d\ne', '*']
    expect(contents.map((text) => patternText(matcher(text).content))).toEqual(['i/*', '', 'c:d\ne', '*'])
  })
})

describe('a place is printed', () => {
  const cases: readonly (readonly [text: string, ownOnly: boolean, printed: string | undefined, own: boolean])[] = [
    ['*', true, '*', false],
    ['*', false, '*', false],
    ['qcs::cvm:gz:uin/1:i/1', true, 'qcs::cvm:gz:uin/1:i/1', true],
    ['qcs:x:cvm:*:uid/125:i*j', true, 'qcs::cvm::uin/1:i*j', true],
    ['qcs::cvm:ap-*:uin/1:i/1', true, 'qcs::cvm:ap-*:uin/1:i/1', true],
    ['qcs::cvm:gz:uin/2:i/1', true, undefined, false],
    ['qcs::cvm:gz:uid/126:i/1', true, undefined, false],
    ['qcs::cvm:gz:uin/2:i/1', false, 'qcs::cvm:gz:uin/2:i/1', false],
    ['qcs::cvm:gz:uid/2:i/1', false, 'qcs::cvm:gz:uid/2:i/1', false],
    ['qcs::::uin/1:*', true, '*', true],
    ['qcs::::uin/1:*', false, 'qcs::::uin/1:*', true],
    ['qcs::::uin/1:**', true, '*', true],
    ['qcs::::uin/1:a*', true, 'qcs::::uin/1:a*', true],
    ['qcs::cvm::uin/1:*', true, 'qcs::cvm::uin/1:*', true],
    ['qcs:::gz:uin/1:*', true, 'qcs:::gz:uin/1:*', true],
    ['qcs:::g*:uin/1:*', true, 'qcs:::g*:uin/1:*', true],
    ['qcs::cvm::uin/1:*/*', true, 'qcs::cvm::uin/1:**/*', true],
    ['qcs::cvm::uin/1:*a*b**c', true, 'qcs::cvm::uin/1:*a*b*c', true],
  ]
  test.each(cases)('from %j, own ones only: %j', (text, ownOnly, printed, own) => {
    const place = placeOf(matcher(text), owner, ownOnly)
    expect(place?.text).toBe(printed)
    if (place === undefined) return
    expect(place.matcher.every).toBe(printed === '*')
    if (own) expect(place.matcher.account).toBe(0)
  })
})

type Pairs = readonly (readonly [one: string, other: string, is: boolean])[]
const at = (rest: string) => `qcs::${rest}`

test.each([
  ['*', at('cvm::uin/1:i'), true],
  [at('cvm::uin/1:*'), '*', false],
  ['*', '*', true],
  [at('cvm::uin/1:i*'), at('cvm::uin/1:i*'), true],
  [at('cvm::uin/1:i*'), at('cvm::uin/1:i1'), true],
  [at('cvm::uin/1:i*'), at('cvm::uin/1:i*j*'), true],
  [at('cvm::uin/1:i1'), at('cvm::uin/1:i*'), false],
  [at('cvm::uin/1:i*'), at('cvm::uin/2:i1'), false],
  [at('cvm::uin/1:i*'), at('cos::uin/1:i1'), false],
  [at('::uin/1:i*'), at('cos::uin/1:i1'), true],
  [at('cvm::uin/1:i*'), at('::uin/1:i1'), false],
  [at('cvm:gz:uin/1:i'), at('cvm:gz:uin/1:i'), true],
  [at('cvm:gz:uin/1:i'), at('cvm:sh:uin/1:i'), false],
  [at('cvm:gz:uin/1:i'), at('cvm::uin/1:i'), false],
  [at('cvm::uin/1:i'), at('cvm:gz:uin/1:i'), true],
  [at('cvm:g*:uin/1:i'), at('cvm:gz:uin/1:i'), true],
  [at('cvm:g*:uin/1:i'), at('cvm:g*z:uin/1:i'), true],
  [at('cvm:gz:uin/1:i'), at('cvm:g*:uin/1:i'), false],
  [at('cvm:g*:uin/1:i'), at('cvm::uin/1:i'), false],
] satisfies Pairs)('%s covers %s: %j', (wide, narrow, is) => {
  expect(covers(matcher(wide), matcher(narrow))).toBe(is)
})

test.each([
  ['*', at('cvm::uin/1:i'), false],
  [at('cvm::uin/1:i'), at('cvm::uin/1:i'), false],
  [at('cvm::uin/1:i'), at('cvm::uin/2:i'), true],
  [at('cvm::uin/1:i'), at('cos::uin/1:i'), true],
  [at('cvm::uin/1:i'), at('::uin/1:i'), false],
  [at('cvm:gz:uin/1:i'), at('cvm:sh:uin/1:i'), true],
  [at('cvm:gz:uin/1:i'), at('cvm::uin/1:i'), false],
  [at('cvm:g*:uin/1:i'), at('cvm:gz:uin/1:i'), false],
  [at('cvm:g*:uin/1:i'), at('cvm:sh:uin/1:i'), true],
  [at('cvm:g*:uin/1:i'), at('cvm:s*:uin/1:i'), true],
  [at('cvm::uin/1:i'), at('cvm::uin/1:j'), true],
  [at('cvm::uin/1:i*'), at('cvm::uin/1:i1'), false],
  [at('cvm::uin/1:i*'), at('cvm::uin/1:j1'), true],
  [at('cvm::uin/1:ab*'), at('cvm::uin/1:a*'), false],
  [at('cvm::uin/1:ab*'), at('cvm::uin/1:ac*'), true],
  [at('cvm::uin/1:abc*'), at('cvm::uin/1:ac*'), true],
  [at('cvm::uin/1:*ba'), at('cvm::uin/1:*a'), false],
  [at('cvm::uin/1:*a'), at('cvm::uin/1:*ba'), false],
  [at('cvm::uin/1:*ba'), at('cvm::uin/1:*ca'), true],
  [at('cvm::uin/1:*cba'), at('cvm::uin/1:*ca'), true],
  [at('cvm::uin/1:a*'), at('cvm::uin/1:*b'), false],
  [at('cvm::uin/1:*a*'), at('cvm::uin/1:*b*'), false],
] satisfies Pairs)('%s and %s share nothing: %j', (one, other, is) => {
  expect(disjoint(matcher(one), matcher(other))).toBe(is)
  expect(disjoint(matcher(other), matcher(one))).toBe(is)
})
