// The oracle itself against the published examples: what agrees with a wrong oracle is wrong too.
import { describe, expect, test } from 'vitest'
import { referenceDecide } from './reference.ts'
import type { AccessRequest, ContextValue, PolicySource, Subject } from './types.ts'

const own = 100000000001
const user = 100000000011

interface Statement {
  effect?: string
  action?: string | string[]
  resource?: string | string[]
  condition?: unknown
}

function source(statements: readonly Statement[], more: Partial<PolicySource> = {}): PolicySource {
  const statement = statements.map((one) => ({ effect: 'allow', action: '*', resource: '*', ...one }))
  return {
    policyId: 1,
    policyName: 'p',
    versionId: 1,
    preset: false,
    creator: own,
    document: JSON.stringify({ version: '2.0', statement }),
    via: { kind: 'direct' },
    ...more,
  }
}

function subject(identity: readonly PolicySource[], more: Partial<Subject> = {}): Subject {
  return {
    kind: 'user',
    uin: user,
    account: own,
    appId: 1250000000,
    identity,
    boundary: undefined,
    session: undefined,
    ...more,
  }
}

function ask(action: string, resource: string, context: Record<string, ContextValue> = {}): AccessRequest {
  return {
    action,
    resources: [resource],
    granularity: resource === '*' ? 'operation' : 'resource',
    context: new Map(Object.entries(context)),
  }
}

function effectOf(statements: readonly Statement[], request: AccessRequest): string {
  return referenceDecide(subject([source(statements)]), request).effect
}

describe('actions', () => {
  test.each([
    ['*', 'cos:GetObject', 'allow'],
    ['*:*', 'cos:GetObject', 'allow'],
    ['name/cos:GetObject', 'cos:GetObject', 'allow'],
    ['cos:GetObject', 'name/cos:GetObject', 'allow'],
    ['name/cos: GetObject', 'cos:GetObject', 'allow'],
    ['cos:*Bucket*', 'cos:GetBucket', 'allow'],
    ['cos:*Bucket*', 'cos:GetBucketPolicy', 'allow'],
    ['cos:Get*', 'cos:HeadObject', 'deny'],
    ['cos:GetBucketACL', 'cos:GetBucketAcl', 'allow'],
    ['c*:GetObject', 'cos:GetObject', 'allow'],
    ['c*', 'cos:GetObject', 'deny'],
  ])('%s asked as %s: %s', (written, asked, effect) => {
    expect(effectOf([{ action: written }], ask(asked, '*'))).toBe(effect)
  })
})

describe('resources', () => {
  const cos = (key: string) => `qcs::cos:ap-shanghai:uid/1250000000:b-1250000000/${key}`
  test.each([
    ['qcs::cvm:gz::instance/ins-1', `qcs::cvm:ap-guangzhou:uin/${own}:instance/ins-1`, 'allow'],
    ['qcs::cvm:gz::instance/ins-1', `qcs::cvm:ap-shanghai:uin/${own}:instance/ins-1`, 'deny'],
    ['qcs::cvm:::*', `qcs::cvm:ap-shanghai:uin/${own}:instance/ins-1`, 'allow'],
    ['qcs::cvm::uin/:*', `qcs:id/0:cvm:ap-shanghai:uin/${own}:instance/ins-1`, 'allow'],
    ['qcs::cvm::*:*', `qcs::cvm::uin/${own}:x`, 'allow'],
    ['qcs::cvm::uin/100000000002:*', `qcs::cvm::uin/${own}:x`, 'deny'],
    [`qcs::cos::uin/${own}:b-1250000000/*`, cos('k'), 'allow'],
    [cos('dir1/*'), cos('dir1/a/b.txt'), 'allow'],
    [cos('dir1/*'), cos('dir1'), 'deny'],
    [cos('dir1/*'), cos('dir10/a'), 'deny'],
    [cos('dir1/test*'), cos('dir1/test'), 'allow'],
    [cos('dir1/o*'), cos('dir1/Object1'), 'deny'],
    ['qcs::q:::n/uin/${uin}/*', `qcs::q:ap-chengdu:uin/${own}:n/uin/${user}/q1`, 'allow'],
    ['qcs::q:::n/uin/${uin}/*', `qcs::q:ap-chengdu:uin/${own}:n/uin/${user + 1}/q1`, 'deny'],
    ['qcs::clb:::*', `qcs::clb::uin/${own}:x/1`, 'allow'],
    ['qcs::ses:::independentip/ip-1', `qcs::ses::uin/${own}:independentip/*`, 'deny'],
    ['qcs::ses:::independentip/*', `qcs::ses::uin/${own}:independentip/*`, 'allow'],
    ['qcs::p:::x/1', '*', 'deny'],
    ['*', '*', 'allow'],
    ['qcs::p:::*', '*', 'allow'],
    ['qcs:::::*', '*', 'allow'],
    [`qcs::p::uin/${own}:*`, '*', 'allow'],
    ['qcs::p:gz::*', '*', 'deny'],
    ['qcs::q:::*', '*', 'deny'],
    ['qcs::p::uin/100000000002:*', '*', 'deny'],
  ])('%s asked for %s: %s', (written, asked, effect) => {
    expect(effectOf([{ resource: written }], ask('p:A', asked))).toBe(effect)
  })

  test('a preset speaks of whoever is evaluated', () => {
    const preset = source([{ resource: 'qcs::cvm::uin/-1:*' }], { preset: true, creator: 1 })
    expect(referenceDecide(subject([preset]), ask('cvm:A', `qcs::cvm::uin/${own}:x`)).effect).toBe('allow')
  })

  test('a deny on an object denies no operation without object', () => {
    const statements = [{}, { effect: 'deny', resource: 'qcs::p:::x/1' }]
    expect(effectOf(statements, ask('p:A', '*'))).toBe('allow')
  })

  test('a variable without value: an allow does not match, a deny does', () => {
    const nobody = { kind: 'role', uin: undefined } as const
    const request = ask('p:A', `qcs::p::uin/${own}:x/${user}`)
    const only = subject([source([{ resource: 'qcs::p:::x/${uin}' }])], nobody)
    expect(referenceDecide(only, request).cause).toBe('no-allow')
    const both = subject([source([{}, { effect: 'deny', resource: 'qcs::p:::x/${uin}' }])], nobody)
    expect(referenceDecide(both, request).cause).toBe('explicit-deny')
  })
})

describe('conditions of an allow', () => {
  const tags = ['a&b', 'c&d']
  const vpcs = { 'vpc:vpc': ['1'], 'vpc:accepter_vpc': ['1'], 'vpc:requester_vpc': ['1'] }
  const blocks = ['10.217.182.3/24', '111.21.33.72/24']
  test.each<[string, unknown, Record<string, ContextValue>, string]>([
    ['in the block', { ip_equal: { 'qcs:ip': blocks } }, { 'qcs:ip': '10.217.182.200' }, 'allow'],
    ['outside', { ip_equal: { 'qcs:ip': blocks } }, { 'qcs:ip': '111.21.34.1' }, 'deny'],
    ['mapped', { ip_equal: { 'qcs:ip': blocks } }, { 'qcs:ip': '::ffff:10.217.182.200' }, 'allow'],
    ['v6', { ip_equal: { 'qcs:ip': '2001:db8::/33' } }, { 'qcs:ip': '2001:db8:8000::' }, 'deny'],
    ['missing', { string_equal: { 'x:k': 'v' } }, {}, 'deny'],
    ['missing, negated', { string_not_equal: { 'x:k': 'v' } }, {}, 'deny'],
    ['missing, if exist', { string_equal_if_exist: { 'x:k': 'v' } }, {}, 'allow'],
    ['different, if exist', { string_equal_if_exist: { 'x:k': 'v' } }, { 'x:k': 'w' }, 'deny'],
    ['missing, negated, if exist', { string_not_equal_if_exist: { 'x:k': 'v' } }, {}, 'allow'],
    ['equal, negated', { string_not_equal: { 'x:k': ['v', 'w'] } }, { 'x:k': 'w' }, 'deny'],
    ['one of three keys', { string_equal_if_exist: vpcs }, { 'vpc:vpc': '1' }, 'allow'],
    ['two of three keys', { string_equal_if_exist: vpcs }, { 'vpc:vpc': 1, 'vpc:accepter_vpc': 2 }, 'deny'],
    ['two operators', { string_equal: { 'x:k': 'v' }, numeric_equal: { 'x:n': 1 } }, { 'x:k': 'v', 'x:n': 2 }, 'deny'],
    [
      'any',
      { 'for_any_value:string_equal': { 'qcs:request_tag': tags } },
      { 'qcs:request_tag': ['a&b', 'e&f'] },
      'allow',
    ],
    ['all', { 'for_all_value:string_equal': { 'qcs:request_tag': tags } }, { 'qcs:request_tag': ['a&b'] }, 'allow'],
    [
      'not all',
      { 'for_all_value:string_equal': { 'qcs:request_tag': tags } },
      { 'qcs:request_tag': ['a&b', 'x'] },
      'deny',
    ],
    ['all of none', { 'for_all_value:string_equal': { 'qcs:request_tag': tags } }, { 'qcs:request_tag': [] }, 'deny'],
    ['all, missing', { 'for_all_value:string_equal': { 'qcs:request_tag': tags } }, {}, 'deny'],
    ['tag key', { null_equal: { 'qcs:resource_tag/op': 'false' } }, { 'qcs:resource_tag': ['op&x'] }, 'allow'],
    ['no tag key', { null_equal: { 'qcs:resource_tag/op': 'false' } }, { 'qcs:resource_tag': ['o&op'] }, 'deny'],
    ['old tag name', { string_equal: { 'qcs:tag/op': 'x' } }, { 'qcs:resource_tag': ['op&x'] }, 'allow'],
    ['null, missing', { null_equal: { 'x:k': 'true' } }, {}, 'allow'],
    ['null, empty', { null_equal: { 'x:k': 'true' } }, { 'x:k': '' }, 'allow'],
    ['null, present', { null_equal: { 'x:k': 'true' } }, { 'x:k': 'v' }, 'deny'],
    [
      'past',
      { date_less_than: { 'qcs:current_time': '2016-06-01T00:01:00Z' } },
      { 'qcs:current_time': '2024-01-01T00:00:00Z' },
      'deny',
    ],
    ['zones', { date_equal: { 'x:t': '2016-06-01 00:01:00' } }, { 'x:t': '2016-06-01T08:01:00+08:00' }, 'allow'],
    ['flag', { bool_equal: { 'cos:secure-transport': 'true' } }, { 'cos:secure-transport': true }, 'allow'],
    ['other flag', { bool_equal: { 'cos:secure-transport': 'true' } }, { 'cos:secure-transport': 'false' }, 'deny'],
    ['at most', { numeric_less_than_equal: { 'cos:content-length': 10 } }, { 'cos:content-length': '10' }, 'allow'],
    ['too many', { numeric_less_than_equal: { 'cos:content-length': '10' } }, { 'cos:content-length': 11 }, 'deny'],
    ['like', { string_like: { 'x:k': 'image/*' } }, { 'x:k': 'image/png' }, 'allow'],
    ['blanks', { ' string_equal ': { 'x:k ': 'v' } }, { 'x:k': 'v' }, 'allow'],
  ])('%s', (_name, condition, context, effect) => {
    expect(effectOf([{ condition }], ask('p:A', '*', context))).toBe(effect)
  })
})

describe('layers', () => {
  const all = source([{}])
  const mine = `qcs::cvm::uin/${own}:x`
  const foreign = 'qcs::cvm::uin/100000000002:x'
  const only = (action: string) => source([{ action }])
  test.each<[string, Subject, AccessRequest, string]>([
    ['nothing', subject([]), ask('cvm:A', mine), 'identity no-allow'],
    ['allow', subject([all]), ask('cvm:A', mine), 'identity allow'],
    [
      'deny',
      subject([all, source([{ effect: 'deny', action: 'cvm:A' }])]),
      ask('cvm:A', mine),
      'identity explicit-deny',
    ],
    ['boundary', subject([only('cvm:*')], { boundary: only('cdb:*') }), ask('cvm:A', mine), 'boundary no-allow'],
    ['boundary alone', subject([], { boundary: all }), ask('cvm:A', mine), 'identity no-allow'],
    ['session', subject([all], { session: only('cvm:Get*') }), ask('cvm:Run', mine), 'session no-allow'],
    ['foreign', subject([source([{}])]), ask('cvm:A', foreign), 'cross-account foreign-resource'],
    ['role of others', subject([all]), ask('sts:AssumeRole', foreign), 'identity allow'],
    ['root', subject([], { kind: 'root', uin: own }), ask('cvm:A', mine), 'root root'],
    [
      'root elsewhere',
      subject([], { kind: 'root', uin: own }),
      ask('cvm:A', foreign),
      'cross-account foreign-resource',
    ],
    ['guarded', subject([all]), ask('account:BindToken', '*', { mfa: '0' }), 'general explicit-deny'],
    ['guarded, second factor', subject([all]), ask('account:BindToken', '*', { mfa: 1 }), 'identity allow'],
  ])('%s', (_name, who, request, expected) => {
    const { layer, cause } = referenceDecide(who, request)
    expect(`${layer} ${cause}`).toBe(expected)
  })

  test('a whole product is granted or not, where single actions cannot be', () => {
    const whole = { ...ask('p:A', '*'), granularity: 'service' } as const
    expect(referenceDecide(subject([only('p:*')]), whole).effect).toBe('allow')
    expect(referenceDecide(subject([only('p:A')]), whole).effect).toBe('deny')
    expect(referenceDecide(subject([all, source([{ effect: 'deny', action: 'p:A' }])]), whole).effect).toBe('allow')
  })

  test('every resource must be allowed', () => {
    const request = { ...ask('cvm:A', mine), resources: [mine, `qcs::cvm::uin/${own}:y`] }
    expect(referenceDecide(subject([source([{ resource: 'qcs::cvm:::x' }])]), request).effect).toBe('deny')
  })
})
