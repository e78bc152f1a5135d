import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compile.ts'
import {
  contentKey,
  differingSegment,
  prepareContent,
  type ResourceMatcher,
  readRequestResource,
  requestResource,
  resourceMatches,
  spelledAccount,
} from './resource.ts'

const owner = { account: 7, appId: 125 }
const spelling = { ...owner, spelled: spelledAccount(7) }

function taken(text: string, product = 'cvm', by: typeof owner & { readonly spelled?: string } = spelling) {
  const resource = requestResource()
  return readRequestResource(resource, text, product, by) ? resource : undefined
}

function segments(text: string, product?: string, by?: typeof owner) {
  const resource = taken(text, product, by)
  if (resource === undefined) return undefined
  const { service, regionFrom, regionTo, account, alias, own, contentFrom } = resource
  return [service, text.slice(regionFrom, regionTo), account, alias, own, text.slice(contentFrom)]
}

describe('the resource of a request', () => {
  const mine = [7, -125, true]
  test.each<[string, unknown]>([
    ['qcs::cvm:gz:uin/7:i/1', ['cvm', 'gz', ...mine, 'i/1']],
    ['qcs::cvm:gz::i/1', ['cvm', 'gz', ...mine, 'i/1']],
    ['qcs::cvm:gz:uin/:i/1', ['cvm', 'gz', ...mine, 'i/1']],
    ['qcs::cvm:gz:*:i/1', ['cvm', 'gz', ...mine, 'i/1']],
    ['qcs::cvm:gz:uid/125:i/1', ['cvm', 'gz', ...mine, 'i/1']],
    ['qcs::cvm:gz:uin/8:i/1', ['cvm', 'gz', 8, 8, false, 'i/1']],
    ['qcs::cvm:gz:uid/8:i/1', ['cvm', 'gz', -8, -8, false, 'i/1']],
    ['qcs::cvm:gz:uid/7:i/1', ['cvm', 'gz', -7, -7, false, 'i/1']],
    ['qcs::cvm:gz:uin/125:i/1', ['cvm', 'gz', 125, 125, false, 'i/1']],
    ['qcs:id/0:cvm:gz:uin/7:i/1', ['cvm', 'gz', ...mine, 'i/1']],
    ['qcs::CVM:GZ:uin/7:I:1', ['cvm', 'GZ', ...mine, 'I:1']],
    ['qcs::cvms:gz:uin/7:i/1', ['cvms', 'gz', ...mine, 'i/1']],
    ['qcs::cos:gz:uin/7:i/1', ['cos', 'gz', ...mine, 'i/1']],
    ['qcs:::::', ['', '', ...mine, '']],
    ['qcs::cvm:gz:uin/9007199254740991:i', ['cvm', 'gz', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, false, 'i']],
    ['*', ['cvm', '', ...mine, '*']],
  ])('%s', (text, expected) => {
    expect(segments(text)).toEqual(expected)
    expect(segments(text, 'cvm', owner)).toEqual(expected)
    if (text !== '*') expect(segments(text, 'sts')).toEqual(expected)
  })

  test.each([
    '',
    'qcs',
    'qcs:',
    'qcs::',
    'qcs::cvm',
    'qcs::cvm:',
    'qcs::cvm:gz',
    'qcs::cvm:gz:',
    'qcs::cvm:gz:uin/7',
    'qcs::cvm:gz:uin/7*:i',
    'QCS::cvm:gz:uin/7:i',
    'arn::cvm:gz:uin/7:i',
    '**',
    'qcs::cvm:gz:uin/0:i',
    'qcs::cvm:gz:uin/07:i',
    'qcs::cvm:gz:uin/-7:i',
    'qcs::cvm:gz:uin/7a:i',
    'qcs::cvm:gz:uin/7/:i',
    'qcs::cvm:gz:uin/9007199254740992:i',
    'qcs::cvm:gz:uin/12345678901234567:i',
    'qcs::cvm:gz:uix/7:i',
    'qcs::cvm:gz:uid/:i',
    'qcs::cvm:gz:7:i',
    'qcs::cvm:gz:a:i',
  ])('%j is none', (text) => {
    expect([taken(text), taken(text, 'cvm', owner), taken(text, '')]).toEqual([undefined, undefined, undefined])
  })

  test('has nothing left of the one before', () => {
    const resource = requestResource()
    readRequestResource(resource, 'qcs::cvm:GZ:uin/8:i/1', 'cvm', owner)
    expect(resourceMatches(matcher('qcs::cvm:gz:uin/8:*'), resource)).toBe(true)
    expect(resource.region).toBe('ap-guangzhou')
    prepareContent(resource)
    readRequestResource(resource, '*', 'cos', owner)
    expect(resource).toMatchObject({ region: undefined, key: -1, service: 'cos', own: true, regionTo: -1 })
  })
})

describe('the key of a content', () => {
  const long = 'x'.repeat(100)
  test('is the same for the same content, wherever it stands', () => {
    for (const content of ['', 'a', 'i/1', 'x'.repeat(64), 'x'.repeat(65), long, `${long}${long}`]) {
      for (const front of ['qcs::cvm:::', 'qcs::cvm:ap-guangzhou:uin/7:']) {
        const resource = taken(front + content)
        if (resource !== undefined) prepareContent(resource)
        expect(resource?.key).toBe(contentKey(content))
        const start = Array.from(content.slice(0, 64), (character) => character.charCodeAt(0))
        expect([...(resource?.characters.slice(0, start.length) ?? [])]).toEqual(start)
        expect(resource?.characters).toHaveLength(64)
      }
    }
  })

  test('is made once for a resource', () => {
    const resource = { ...requestResource(), text: 'i/1', key: 5 }
    prepareContent(resource)
    expect(resource.key).toBe(5)
  })

  test.each([
    ['i/1', 'i/2'],
    ['ab', 'ba'],
    ['a', 'aa'],
    // Behind the marked beginning only the end of a long content enters.
    [`${long}1`, `${long}2`],
    [`${'x'.repeat(64)}1`, `${'x'.repeat(64)}2`],
    [`${long}12`, `${long}21`],
    [`${'x'.repeat(64)}a${'y'.repeat(31)}`, `${'x'.repeat(64)}b${'y'.repeat(31)}`],
  ])('differs: %s, %s', (one, other) => {
    expect(contentKey(one)).not.toBe(contentKey(other))
  })

  test('is a small number, and passes over the middle of a long content', () => {
    const between = (middle: string) => contentKey('x'.repeat(64) + middle + 'y'.repeat(32))
    expect(between('a')).toBe(between('b'))
    expect([between('a') >= 0, between('a') < 2 ** 30]).toEqual([true, true])
  })
})

function matcher(resource: string, more: object = {}, preset = false): ResourceMatcher {
  const statement = { effect: 'allow', action: '*', resource, ...more }
  const document = JSON.stringify({ version: '2.0', statement })
  const [template] = compilePolicy({ document, preset, creator: 7 }).statements
  const [compiled] = template?.bind({ uin: '11', owner_uin: undefined, app_id: '125' }).resources ?? []
  if (compiled === undefined) throw new Error(`${resource} is not compiled`)
  return compiled
}

describe('a resource of a statement', () => {
  test.each([
    ['*', { text: '*', every: true, service: undefined, region: undefined, exact: undefined, mark: -1 }],
    [
      'qcs::cvm:gz::i/1',
      { every: false, service: 'cvm', region: 'ap-guangzhou', regionPattern: undefined, account: 7 },
    ],
    ['qcs::*:*::i/1', { service: undefined, region: undefined, regionPattern: undefined, exact: 'i/1' }],
    ['qcs:::ap-*:uin/8:i/*', { region: undefined, regionPattern: { prefix: 'ap-' }, account: 8, exact: undefined }],
    ['qcs::cvm::uid/9:${uin}', { account: -9, exact: '11' }],
    ['qcs::cvm:::${owner_uin}', { exact: undefined, content: { kind: -1 } }],
  ])('%s', (text, expected) => {
    expect(matcher(text)).toMatchObject({ text, ...expected })
  })

  test('leaves the account of a preset open', () => {
    expect([matcher('qcs::cvm:::i', {}, true).account, matcher('qcs::cvm::uin/-1:i', {}, true).account]).toEqual([0, 0])
  })

  test('with a variable that has no value covers everything in a deny', () => {
    expect(matcher('qcs::cvm:::${owner_uin}', { effect: 'deny' })).toMatchObject({ content: { kind: 0 }, mark: -1 })
  })

  test.each([
    ['*', 'qcs::cvm:gz:uin/8:i/1', undefined],
    ['*', '*', undefined],
    ['qcs::cvm:gz::i/1', 'qcs::cvm:gz::i/1', undefined],
    ['qcs::cvm:gz::i/1', 'qcs::cvm:ap-guangzhou::i/1', undefined],
    ['qcs::cvm:ap-guangzhou::i/1', 'qcs::cvm:GZ::i/1', undefined],
    ['qcs::cvm:gz::i/1', 'qcs::cvm:AP-Guangzhou::i/1', undefined],
    ['qcs::cvm:gz::i/1', 'qcs::cvm:sh::i/1', 'region'],
    ['qcs::cvm:gz::i/1', 'qcs::cvm:ap-chongqing::i/1', 'region'],
    ['qcs::cvm:gz::i/1', 'qcs::cvm:ap-guangzhou-open::i/1', 'region'],
    ['qcs::cvm:ap-*::*', 'qcs::cvm:GZ::i/1', undefined],
    ['qcs::cvm:ap-*::*', 'qcs::cvm:usw::i/1', 'region'],
    ['qcs::cvm:ap-*::*', '*', 'region'],
    ['qcs::cvm:gz::*', '*', 'region'],
    ['qcs::cvm:::*', '*', undefined],
    ['qcs::cos:::*', '*', 'service'],
    ['qcs::cvm:::i/1', '*', 'content'],
    ['qcs::cvm:::i/1', 'qcs::cvm:gz::i/12', 'content'],
    ['qcs::cvm:::/1', 'qcs::cvm:gz::i/1', 'content'],
    ['qcs::cvm:::i/*', 'qcs::cvm:gz::j/1', 'content'],
    ['qcs::cvm:::*', 'qcs::cvm:gz:uid/125:i', undefined],
    ['qcs::cvm::uid/125:*', 'qcs::cvm:gz:uin/7:i', undefined],
    ['qcs::cvm::uin/7:*', 'qcs::cvm:gz:uid/125:i', undefined],
    ['qcs::cvm:::*', 'qcs::cvm:gz:uin/8:i', 'account'],
    ['qcs::cvm::uin/8:*', 'qcs::cvm:gz:uin/8:i', undefined],
    ['qcs::cvm::uid/8:*', 'qcs::cvm:gz:uin/8:i', 'account'],
  ])('%s asked for %s differs in: %s', (written, asked, segment) => {
    const [resource, again] = [taken(asked), taken(asked)]
    if (resource === undefined || again === undefined) throw new Error(`${asked} is not read`)
    expect(differingSegment(matcher(written), resource)).toBe(segment)
    expect(resourceMatches(matcher(written), again)).toBe(segment === undefined)
  })
})
