// Custom policies, their versions, and what is attached to whom, as the store keeps them. Types only.
import type { Account, Listed, Page, Uin } from './terms.ts'

export interface PolicyRow {
  readonly account: Account
  readonly policyId: number
  readonly name: string
  readonly description: string
  /** 2 written as policy text; kept as data. */
  readonly createMode: number
  readonly serviceLinked: boolean
  readonly createdMs: number
  readonly updatedMs: number
  readonly defaultVersion: number
}
export interface VersionRow {
  readonly policyId: number
  readonly versionId: number
  readonly document: string
  readonly createdMs: number
  readonly isDefault: boolean
}
export type EntityKind = 'user' | 'group' | 'role'
export interface AttachmentRow {
  readonly policyId: number
  readonly kind: EntityKind
  /** Uin of a user, id of a group, id of a role, as text. */
  readonly entityId: string
  readonly attachedMs: number
  readonly operatorOwner: Account
  readonly operator: string
  /** 0 an account, 1 a role. */
  readonly operatorKind: 0 | 1
}
export interface AttachmentCounts {
  readonly attached: number
  readonly boundaries: number
}

/** Everything that speaks about one user, read at one revision. Preset documents are not in the store. */
export interface PrincipalPolicies {
  readonly revision: number
  readonly direct: readonly number[]
  readonly groups: readonly { readonly groupId: number; readonly name: string; readonly policyIds: readonly number[] }[]
  readonly boundaryPolicyId: number | undefined
  /** Default version of each custom policy named above. */
  readonly documents: ReadonlyMap<
    number,
    { readonly name: string; readonly versionId: number; readonly document: string }
  >
}

export interface PolicyReads {
  byId(account: Account, policyId: number): Promise<PolicyRow | undefined>
  byName(account: Account, name: string): Promise<PolicyRow | undefined>
  byIds(account: Account, policyIds: readonly number[]): Promise<readonly PolicyRow[]>
  /** Id and name of every custom policy, newest (largest id) first. */
  names(account: Account): Promise<readonly { readonly policyId: number; readonly name: string }[]>
  count(account: Account): Promise<number>
  /** Whether the account once had this policy and deleted it. Never true for what only other accounts had. */
  wasDeleted(account: Account, policyId: number): Promise<boolean>
  /** By version ascending. */
  versions(account: Account, policyId: number): Promise<readonly VersionRow[]>
  version(account: Account, policyId: number, versionId: number): Promise<VersionRow | undefined>
  /** How many entities each policy (custom or preset) is attached to, and of how many it is the boundary. */
  counts(account: Account, policyIds: readonly number[]): Promise<ReadonlyMap<number, AttachmentCounts>>
  /** Attachments of one entity, newest first, ties by policy id descending. */
  attachedTo(account: Account, kind: EntityKind, entityId: string): Promise<readonly AttachmentRow[]>
  /** Entities that have the policy, newest first, ties by kind and id. */
  entitiesOf(
    account: Account,
    policyId: number,
    kind: EntityKind | undefined,
    page: Page,
  ): Promise<Listed<AttachmentRow>>
  /** Remark that the account gave a preset policy. */
  presetAlias(account: Account, policyId: number): Promise<string | undefined>
  tags(account: Account, policyIds: readonly number[]): Promise<ReadonlyMap<number, readonly Tag[]>>
  /** For the authorisation of calls; `undefined`: no such user. */
  ofPrincipal(account: Account, uin: Uin): Promise<PrincipalPolicies | undefined>
}
export interface Tag {
  readonly key: string
  readonly value: string
}
export interface PolicyWrites {
  /** Makes the policy with version 1 as its default. */
  insert(
    account: Account,
    policy: Omit<PolicyRow, 'account' | 'defaultVersion' | 'updatedMs'> & { readonly document: string },
  ): Promise<'inserted' | 'taken'>
  update(
    account: Account,
    policyId: number,
    patch: {
      readonly name?: string | undefined
      readonly description?: string | undefined
      /** Replaces the text of the default version. */
      readonly document?: string | undefined
      readonly updatedMs: number
    },
  ): Promise<'updated' | 'taken' | 'absent'>
  /**
   * Deletes the policy with versions, attachments and tags; `wasDeleted` remembers its id. The caller has made sure that
   * it is nobody's boundary. `false`: no such policy.
   */
  delete(account: Account, policyId: number): Promise<boolean>
  /** Version ids go up and are never used again. */
  insertVersion(
    account: Account,
    policyId: number,
    version: { readonly document: string; readonly createdMs: number },
  ): Promise<number>
  setDefaultVersion(account: Account, policyId: number, versionId: number, nowMs: number): Promise<void>
  deleteVersion(account: Account, policyId: number, versionId: number): Promise<boolean>
  /** `present`: was attached already (nothing changes). */
  attach(account: Account, attachment: AttachmentRow): Promise<'attached' | 'present'>
  detach(account: Account, policyId: number, kind: EntityKind, entityId: string): Promise<boolean>
  setPresetAlias(account: Account, policyId: number, alias: string): Promise<void>
  setTags(account: Account, policyId: number, tags: readonly Tag[]): Promise<void>
}
