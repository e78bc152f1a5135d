// User groups and who is in them as the store keeps them. Types only.
import type { Account, Listed, Page, Uin } from './terms.ts'
import type { UserRow } from './users.ts'

export interface GroupRow {
  readonly account: Account
  readonly groupId: number
  readonly name: string
  readonly remark: string
  readonly createdMs: number
  /** What a provisioning client calls the group. Neither unique nor checked. */
  readonly externalId: string | undefined
}
export interface GroupReads {
  byId(account: Account, groupId: number): Promise<GroupRow | undefined>
  byName(account: Account, name: string): Promise<GroupRow | undefined>
  /** Those with the external id, by number ascending. */
  byExternalId(account: Account, externalId: string): Promise<readonly GroupRow[]>
  /** Newest first; `keyword` matches anywhere in the name, without regard to case. */
  list(account: Account, filter: { readonly keyword?: string | undefined }, page: Page): Promise<Listed<GroupRow>>
  count(account: Account): Promise<number>
  /** Members by uid ascending. */
  members(account: Account, groupId: number, page?: Page): Promise<Listed<UserRow>>
  memberCount(account: Account, groupId: number): Promise<number>
  /** Newest group first. */
  ofUser(account: Account, uin: Uin, page?: Page): Promise<Listed<GroupRow>>
}
export interface GroupWrites {
  insert(account: Account, group: Omit<GroupRow, 'account' | 'externalId'>): Promise<'inserted' | 'taken'>
  update(
    account: Account,
    groupId: number,
    patch: { readonly name?: string | undefined; readonly remark?: string | undefined },
  ): Promise<'updated' | 'taken' | 'absent'>
  /** `undefined` takes it away. `false`: no such group. */
  setExternalId(account: Account, groupId: number, externalId: string | undefined): Promise<boolean>
  /** Deletes the group with memberships and attachments. `false`: no such group. */
  delete(account: Account, groupId: number): Promise<boolean>
  /** `present`: was a member already. Both must exist. */
  addMember(account: Account, groupId: number, uin: Uin, nowMs: number): Promise<'added' | 'present'>
  /** `false`: was no member. */
  removeMember(account: Account, groupId: number, uin: Uin): Promise<boolean>
}
