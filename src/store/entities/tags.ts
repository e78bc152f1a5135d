// Tags on everything that can carry them, in one place, as the store keeps them. Types only.
import type { Account } from './terms.ts'
import type { Tag } from './policies.ts'

/** What is tagged: `kind` is the type of the last segment (`uin`, `role`, `policy`), `id` what follows the slash. */
export interface TaggedResource {
  readonly product: string
  readonly kind: string
  readonly id: string
}
export interface TagReads {
  /** By key ascending. */
  of(account: Account, resource: TaggedResource): Promise<readonly Tag[]>
  /** In the order asked; a resource without tags has an empty list. */
  ofMany(account: Account, resources: readonly TaggedResource[]): Promise<readonly (readonly Tag[])[]>
}
export interface TagWrites {
  /** Sets the values of these keys and leaves others alone. */
  put(account: Account, resource: TaggedResource, tags: readonly Tag[]): Promise<void>
  /** Takes these keys away; those that are not there are passed over. */
  drop(account: Account, resource: TaggedResource, keys: readonly string[]): Promise<void>
  dropAll(account: Account, resource: TaggedResource): Promise<void>
}
