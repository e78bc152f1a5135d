// An example of an action's parameters: the required ones, each with some value that its row takes. Pure.
import { problemOf } from './form.ts'
import type { ActionRow, Field, FieldsOf } from './rows.ts'

const policy = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: ['cam:ListUsers'], resource: ['*'] }],
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

export function sampleOf(
  { parameters }: Pick<ActionRow, 'parameters'>,
  types: FieldsOf,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    parameters.filter(({ required }) => required).map((field) => [field.name, sample(field, types)]),
  )
}

function sample(field: Field, types: FieldsOf): unknown {
  if (field.list !== true) return one(field, types)
  return Array.from({ length: Math.max(field.entries?.min ?? 1, 1) }, () => one(field, types))
}

function one(field: Field, types: FieldsOf): unknown {
  const { type, name, limits = {} } = field
  const members = types(type)
  if (members !== undefined) return sampleOf({ parameters: members }, types)
  if (limits.oneOf !== undefined) return limits.oneOf[0]
  if (type === 'Boolean') return true
  if (type === 'Integer') return Math.max(limits.min ?? 1, 1)
  const wanted = /PolicyDocument$/.test(name) ? [policy, ...texts] : texts
  const long = 'example'.padEnd(limits.min ?? 0, 'e').slice(0, limits.max ?? 64)
  return (
    [...wanted, long].find(
      (text) => problemOf({ ...field, list: false }, { kind: 'scalar', text, sent: true }) === undefined,
    ) ?? long
  )
}
