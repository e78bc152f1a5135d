// Tags of a role: what a key and a value may be, and how many a role can have. Reserved keys belong to products: customers
// neither bind nor unbind them.

import type { Reads, Tag, TaggedResource, Writes } from '../../store/store.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'

export interface WireTag {
  readonly Key: string
  readonly Value: string
}

/** A role as the store of tags knows it. */
export const roleResource = (roleId: string): TaggedResource => ({ product: 'cam', kind: 'role', id: roleId })

const keyMax = 128
const valueMax = 256
const reservedPrefixes = ['qcs:', 'tencentcloud:']

/** The tags of a request. TagParamError for one that cannot be a tag or a key given twice; FailedOperation.* for a reserved key. */
export function readTags(listed: Listed, tags: readonly WireTag[]): readonly Tag[] {
  checkKeys(
    listed,
    tags.map(({ Key }) => Key),
  )
  for (const { Key, Value } of tags) {
    if ([...Value].length > valueMax || /\p{Cc}/u.test(Value)) {
      refuse(listed, 'InvalidParameter.TagParamError', {
        problem: `the value of \`${clip(Key)}\` must have at most ${valueMax} characters and none that controls`,
      })
    }
    if (isReserved(Key)) refuse(listed, 'FailedOperation.TagResourceFailed', reserved(Key))
  }
  return tags.map(({ Key, Value }) => ({ key: Key, value: Value }))
}

/** Keys to take away, by the same rules. */
export function readTagKeys(listed: Listed, keys: readonly string[]): readonly string[] {
  checkKeys(listed, keys)
  for (const key of keys) if (isReserved(key)) refuse(listed, 'FailedOperation.UnTagResourceFailed', reserved(key))
  return keys
}

function checkKeys(listed: Listed, keys: readonly string[]): void {
  const seen = new Set<string>()
  for (const key of keys) {
    const problem = keyProblem(key) ?? (seen.has(key) ? 'is given twice' : undefined)
    seen.add(key)
    if (problem === undefined) continue
    refuse(listed, 'InvalidParameter.TagParamError', { problem: `the key \`${clip(key)}\` ${problem}` })
  }
}

function keyProblem(key: string): string | undefined {
  if (key.trim() === '') return 'is empty'
  if ([...key].length > keyMax) return `has more than ${keyMax} characters`
  // Policies write a tag as key&value, split at the first of these signs.
  return /[&\p{Cc}]/u.test(key) ? 'has an & or a control character' : undefined
}

const isReserved = (key: string): boolean => reservedPrefixes.some((prefix) => key.toLowerCase().startsWith(prefix))
const reserved = (key: string) => ({ problem: `the key \`${clip(key)}\` is reserved for products` })
const clip = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

export interface TagPlace {
  readonly listed: Listed
  readonly world: World
  readonly store: Writes
  readonly account: number
}

/** Puts the tags on the role; TagLimitExceeded where it would then have too many. */
export async function putTags(
  { listed, world, store, account }: TagPlace,
  roleId: string,
  tags: readonly Tag[],
): Promise<void> {
  if (tags.length === 0) return
  const resource = roleResource(roleId)
  const limit = await quotaOf(world.quotas, store.accounts, account, 'tags')
  const keys = new Set([...(await store.tags.of(account, resource)), ...tags].map(({ key }) => key))
  if (keys.size > limit) refuse(listed, 'InvalidParameter.TagLimitExceeded', { limit: String(limit) })
  await store.tags.put(account, resource, tags)
}

/** By key. */
export function tagsOfRole(store: Pick<Reads, 'tags'>, account: number, roleId: string): Promise<readonly Tag[]> {
  return store.tags.of(account, roleResource(roleId))
}
