// Tags on everything that can carry them, in one place, as the store keeps them. Types only.
import type { Tag } from './policies.ts'
import type { Account } from './terms.ts'

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
  /** What has tags, in the order of product, kind and id as texts, after the given one. */
  resources(account: Account, after: TaggedResource | undefined, limit: number): Promise<readonly TaggedResource[]>
}
export interface TagWrites {
  /** Sets the values of these keys and leaves others alone. */
  put(account: Account, resource: TaggedResource, tags: readonly Tag[]): Promise<void>
  /** Takes these keys away; those that are not there are passed over. */
  drop(account: Account, resource: TaggedResource, keys: readonly string[]): Promise<void>
  dropAll(account: Account, resource: TaggedResource): Promise<void>
}
