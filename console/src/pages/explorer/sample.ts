// An example of an action's parameters: the required ones, each with some value that its row takes. Pure.
import { problemOf } from './form.ts'
import type { ActionRow, Field, FieldsOf } from './rows.ts'

const policy = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: ['cam:ListUsers'], resource: ['*'] }],
})

const trust = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: ['sts:AssumeRole'], principal: { qcs: ['qcs::cam::uin/1:root'] } }],
})

/** Texts of which one fits nearly every pattern. */
const texts = [
  'example',
  'example-1',
  'cam:ListUsers',
  '123456',
  'a@example.com',
  'qcs::cam::uin/1:roleName/example',
  'qcs::cam:uin/1::mfa/softToken',
  'qcs::cam::uin/1:saml-provider/example',
  'https://example.com/',
  '2026-01-02',
]

type Params = Readonly<Record<string, unknown>>

/** Values that a name alone tells. */
const byName: ReadonlyMap<string, string | number> = new Map<string, string | number>([
  ['Policy', policy],
  ['PolicyDocument', policy],
  ['Resource', 'qcs::cam::uin/1:role/1'],
  ['ResourceList', 'qcs::cam::uin/1:role/1'],
  ['ServiceType', 'cam'],
  ['ResourcePrefix', 'role'],
  ['SessionDuration', 3600],
])

/** What an action needs besides, which its row cannot say: one of several, any at all, or another kind of document. */
const besides: ReadonlyMap<string, Params> = new Map<string, Params>([
  ['CreateRole', { PolicyDocument: trust }],
  [
    'CreateSubAccountLoginIpPolicy',
    { IpPolicies: [{ IP: '192.0.2.0/24', Effect: 'Allow' }], DisablePolicy: 1, PolicyType: 1 },
  ],
  ['ListPoliciesGrantingServiceAccess', { TargetUin: 1 }],
  ['ListRoleSessions', { RoleName: 'example' }],
  ['LogoutRoleSessions', { RoleName: 'example' }],
  ['ModifyResourceTags', { ReplaceTags: [{ TagKey: 'example', TagValue: 'example' }] }],
  ['QuarantinePrincipal', { RoleName: 'example' }],
  ['RegisterRoleUse', { RoleName: 'example' }],
  ['ReleasePrincipal', { RoleName: 'example' }],
  ['ReleaseRoleUse', { RoleName: 'example' }],
  ['UpdateAssumeRolePolicy', { PolicyDocument: trust }],
  ['UpdatePasswordRules', { Rules: { MinimumLength: 12, MustContain: 'Aa1' } }],
  ['UpdateRoleSessionDuration', { RoleName: 'example' }],
])

export function sampleOf({ name, parameters }: Pick<ActionRow, 'name' | 'parameters'>, types: FieldsOf): Params {
  return { ...requiredOf(parameters, types), ...besides.get(name) }
}

const requiredOf = (fields: readonly Field[], types: FieldsOf): Params =>
  Object.fromEntries(fields.filter(({ required }) => required).map((field) => [field.name, sample(field, types)]))

function sample(field: Field, types: FieldsOf): unknown {
  if (field.list !== true) return one(field, types)
  return Array.from({ length: Math.max(field.entries?.min ?? 1, 1) }, () => one(field, types))
}

function one(field: Field, types: FieldsOf): unknown {
  const { type, name, limits = {} } = field
  const members = types(type)
  if (members !== undefined) return requiredOf(members, types)
  if (limits.oneOf !== undefined) return limits.oneOf[0]
  if (type === 'Boolean') return true
  const told = byName.get(name)
  if (type === 'Integer') return told ?? Math.max(limits.min ?? 1, 1)
  const long = 'example'.padEnd(limits.min ?? 0, 'e').slice(0, limits.max ?? 64)
  return (
    [...(told === undefined ? [] : [String(told)]), ...texts, long].find(
      (text) => problemOf({ ...field, list: false }, { kind: 'scalar', text, sent: true }) === undefined,
    ) ?? long
  )
}
