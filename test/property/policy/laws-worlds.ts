// Small worlds for the laws of the engine: subjects, policies and requests drawn from alphabets so narrow that
// everything meets everything. Arbitraries only.

import fc from 'fast-check'
import type { AccessRequest, ContextValue, PolicySource, Subject } from '../../../src/policy/index.ts'

export const OWNER = 100000000001
const APP_ID = 1250000000
const USER = 100000000011

export interface StatementText {
  readonly effect: 'allow' | 'deny'
  readonly action: readonly string[]
  readonly resource: readonly string[]
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

const action = fc.constantFrom(
  '*',
  '*:*',
  'cvm:*',
  'cvm:Get*',
  'name/cvm:GetX',
  'cos:GetX',
  'c*:*X',
  'account:BindToken',
)
const segments = fc.record({
  service: fc.constantFrom('cvm', 'vod', '', '*'),
  region: fc.constantFrom('', 'gz', 'ap-guangzhou', 'sh', '*', 'ap-*'),
  account: fc.constantFrom('', 'uin/', `uin/${OWNER}`, `uid/${APP_ID}`, 'uin/100000000002'),
  content: fc.constantFrom('*', 'a/1', 'a/*', 'a/*/x', '*1', 'u/${uin}/*', 'b', ''),
})
const resource = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  { weight: 4, arbitrary: segments.map((s) => `qcs::${s.service}:${s.region}:${s.account}:${s.content}`) },
)

const condition = fc.constantFrom(
  undefined,
  { ip_equal: { 'qcs:ip': ['10.0.0.0/8'] } },
  { ip_not_equal: { 'qcs:ip': ['10.0.0.0/8', '::/0'] } },
  { string_equal: { 'cos:k': ['v', '${uin}'] } },
  { string_not_equal_if_exist: { 'cos:k': ['v'] } },
  { numeric_less_than: { 'cos:n': ['5'] } },
  { 'for_all_value:string_like': { 'qcs:resource_tag': ['team&*'] } },
  { null_equal: { 'qcs:tag/team': ['false'] }, date_greater_than: { 'qcs:current_time': ['2020-01-01T00:00:00Z'] } },
)

export const statement: fc.Arbitrary<StatementText> = fc
  .record({
    effect: fc.nat({ max: 9 }).map((roll) => (roll === 9 ? ('deny' as const) : ('allow' as const))),
    action: fc.array(action, { minLength: 1, maxLength: 3 }),
    resource: fc.array(resource, { minLength: 1, maxLength: 3 }),
    condition,
  })
  .map(({ condition, ...rest }) => (condition === undefined ? rest : { ...rest, condition }))

/** Few or many statements: a long list is indexed in another way than a short one. */
const statements = fc.oneof(
  fc.array(statement, { maxLength: 4 }),
  fc.array(statement, { minLength: 14, maxLength: 20, size: 'max' }),
)

export function source(policyId: number, statement: readonly StatementText[], preset = false): PolicySource {
  const document = JSON.stringify({ version: '2.0', statement })
  const via = { kind: 'direct' as const }
  return { policyId, policyName: `p${policyId}`, versionId: 1, preset, creator: OWNER, document, via }
}

export const policies: fc.Arbitrary<readonly PolicySource[]> = fc
  .tuple(statements, statements, fc.boolean())
  .map(([first, second, preset]) => {
    return [first, second].flatMap((list, index) => (list.length === 0 ? [] : [source(index + 1, list, preset)]))
  })

const limit = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.array(statement, { minLength: 1, maxLength: 4 }).map((list) => source(9, list)) },
)

export const subject: fc.Arbitrary<Subject> = fc.record({
  kind: fc.constantFrom('user' as const, 'user' as const, 'role' as const, 'root' as const),
  uin: fc.constantFrom(USER, undefined),
  account: fc.constant(OWNER),
  appId: fc.constant(APP_ID),
  identity: policies,
  boundary: limit,
  session: limit,
})

const requestResource = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  { weight: 1, arbitrary: fc.constantFrom('qcs::cvm:gz:x:a/1', 'nothing') },
  {
    weight: 12,
    arbitrary: fc
      .record({
        project: fc.constantFrom('', 'id/7'),
        service: fc.constantFrom('cvm', 'vod', 'CVM'),
        region: fc.constantFrom('', 'gz', 'ap-guangzhou', 'ap-shanghai'),
        account: fc.constantFrom('', '', `uin/${OWNER}`, `uin/${OWNER}`, `uid/${APP_ID}`, 'uin/100000000002', 'uid/9'),
        content: fc.constantFrom('a/1', 'a/b/x', 'a/*', 'b', `u/${USER}/1`, '1', '*'),
      })
      .map((s) => `qcs:${s.project}:${s.service}:${s.region}:${s.account}:${s.content}`),
  },
)

const context: fc.Arbitrary<ReadonlyMap<string, ContextValue>> = fc
  .record(
    {
      'qcs:ip': fc.constantFrom('10.1.1.1', '::ffff:10.1.1.1', '2001:db8::1', 'nowhere'),
      'cos:k': fc.constantFrom<ContextValue>('v', 'w', String(USER), ['v', 'w'], []),
      'cos:n': fc.constantFrom<ContextValue>(4, '5', 'many', true),
      'qcs:resource_tag': fc.constantFrom<ContextValue>(['team&a'], ['team&a', 'x&y'], []),
      'qcs:tag': fc.constantFrom<ContextValue>(['x&y'], 'team&b'),
      'qcs:current_time': fc.constantFrom('2026-01-01T00:00:00Z', 'never'),
      mfa: fc.constantFrom('0', '1'),
    },
    { requiredKeys: [] },
  )
  .map((keys) => new Map(Object.entries(keys)))

export const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom(
    'cvm:GetX',
    'cvm:GetX',
    'cvm:SetX',
    'name/vod:getx',
    'sts:AssumeRole',
    'account:BindToken',
    'GetX',
  ),
  resources: fc.array(requestResource, { minLength: 1, maxLength: 2 }),
  granularity: fc.constantFrom('resource' as const, 'resource' as const, 'operation' as const, 'service' as const),
  context,
})
