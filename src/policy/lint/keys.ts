// Condition keys that documents describe: which kind of value they have, whether they may have several values in one
// request, and whether every request carries them. A key that is not in the table may still be one of some product.

import { readConditionKey } from '../condition.ts'
import type { ConditionForm } from '../document.ts'
import type { OperandType } from '../operators/family.ts'

export interface KeyRow {
  readonly types: readonly OperandType[]
  /** A request may have several values. */
  readonly several?: true
  /** Every request of somebody known carries it. */
  readonly always?: true
}

const text: KeyRow = { types: ['string', 'binary'] }
const number: KeyRow = { types: ['number'] }
const tagValue: KeyRow = { types: ['string'] }
const tags: KeyRow = { ...tagValue, several: true }
const factor: KeyRow = { types: ['bool', 'number', 'string', 'binary'], always: true }
const alwaysText: KeyRow = { ...text, always: true }

const named = (row: KeyRow, names: string): [string, KeyRow][] => names.split(' ').map((name) => [name, row])

export const KEYS: ReadonlyMap<string, KeyRow> = new Map<string, KeyRow>([
  ['qcs:ip', { types: ['ip', 'string'], always: true }],
  ['qcs:current_time', { types: ['date'], always: true }],
  ...named(tags, 'qcs:resource_tag qcs:request_tag qcs:tag'),
  ...named(factor, 'qcs:mfa mfa'),
  ...named(alwaysText, 'qcs:uin qcs:owner_uin'),
  ...named(text, 'qcs:create_uin qcs:vpc vpc:region vpc:vpc vpc:accepter_vpc vpc:requester_vpc cvm:region'),
  ...named(text, 'cos:content-type cos:prefix cos:versionid cos:x-cos-acl cos:x-cos-storage-class'),
  ...named(text, 'cos:response-content-type'),
  ...named(number, 'cvm_system_disk_size cos:tls-version cos:content-length'),
  ['cos:secure-transport', { types: ['bool'] }],
  ...named(text, 'sts:external_id sts:session_name sts:source_identity sts:role_id sts:role_name'),
  ...named(text, 'saml:aud saml:iss saml:sub saml:sub_type oidc:iss oidc:aud oidc:sub'),
])

/** The part of a key in front of a tag. */
export function baseOf(key: string): string {
  return key.split('/', 1)[0] ?? key
}

/** `undefined` for a key that is not described. The value of one tag is not always there. */
export function keyRow(key: string): KeyRow | undefined {
  if (key.startsWith('sts:session_tag/')) return text
  const row = KEYS.get(baseOf(key))
  if (row === undefined || !key.includes('/')) return row
  return row.several === true ? tagValue : undefined
}

/** The list of tags itself, not the value of one tag. */
export function isTagList(key: string): boolean {
  return keyRow(key)?.several === true
}

/** The conditions by the key that they are about, in either of its names. */
export function byKey<Condition extends { readonly form: ConditionForm }>(
  conditions: readonly Condition[],
): ReadonlyMap<string, readonly Condition[]> {
  return Map.groupBy(conditions, ({ form }) => readConditionKey(form.key).name)
}
