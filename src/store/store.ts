// The store as the rest of the server sees it: small interfaces, one per entity, added together. Every method belongs
// to one root account (its first argument), so nothing crosses accounts by mistake. The store knows no action, no wire
// name and no policy language. Expected outcomes are values; anything thrown is a fault of the database or of ours.
// Times are milliseconds since 1970 in UTC. Names are compared without regard to case (`nameKey`), ids by bytes.

/** Root account number; the account that owns a row. */
export type Account = number
export type Uin = number

export interface Page {
  readonly offset: number
  readonly limit: number
}
export interface Listed<T> {
  /** Rows that match in all, not only on this page. */
  readonly total: number
  readonly rows: readonly T[]
}

// ---- accounts -------------------------------------------------------------------------------------------------------

export interface AccountRow {
  readonly account: Account
  readonly appId: number
  readonly name: string
  /** Unverified accounts may make only a few users a day. */
  readonly verified: boolean
  /** Which site the account belongs to, for trust between accounts. */
  readonly site: string
  readonly passwordHash: string | undefined
  readonly createdMs: number
  /** Advances by one with every committed change in the account. */
  readonly revision: number
  /** Counts as verified: only the operator sets it. */
  readonly phone: string
  readonly countryCode: string
  readonly email: string
  readonly wechatBound: boolean
}

export interface AccountReads {
  get(account: Account): Promise<AccountRow | undefined>
  /** All accounts by number. For operators only; no API call reaches it. */
  list(): Promise<readonly AccountRow[]>
  count(): Promise<number>
  /** Quotas raised for this account, by quota name. */
  quotas(account: Account): Promise<ReadonlyMap<string, number>>
  /** Numbers of everything the account has; collaborators and recipients are not users. */
  summary(account: Account): Promise<AccountSummary>
}
export interface AccountSummary {
  readonly policies: number
  readonly users: number
  readonly groups: number
  /** Users that are in at least one group. */
  readonly members: number
}
export interface AccountWrites {
  /** `taken`: the number is in use as an account or a user somewhere. */
  insert(row: Omit<AccountRow, 'revision' | 'wechatBound'>): Promise<'inserted' | 'taken'>
  /** What the owner signs in with besides a password. `false`: no such account. */
  bind(account: Account, patch: Partial<Pick<AccountRow, 'phone' | 'countryCode' | 'wechatBound'>>): Promise<boolean>
  setQuota(account: Account, name: string, value: number): Promise<void>
  /** Locks the account until the transaction ends and answers its new revision. */
  advance(account: Account): Promise<number>
}

// ---- users (sub-users, WeCom sub-users, collaborators, message recipients) --------------------------------------------

/** Numbers of the wire: 2 sub-user, 3 WeCom sub-user, 4 collaborator, 5 message recipient. */
export type UserType = 2 | 3 | 4 | 5

export interface UserRow {
  readonly account: Account
  readonly uin: Uin
  readonly uid: number
  readonly type: UserType
  readonly name: string
  readonly remark: string
  readonly nickName: string
  readonly consoleLogin: boolean
  readonly needResetPassword: boolean
  readonly passwordHash: string | undefined
  readonly phone: string
  readonly countryCode: string
  readonly email: string
  readonly phoneVerified: boolean
  readonly emailVerified: boolean
  readonly wechatBound: boolean
  readonly receiverOwner: boolean
  readonly boundaryPolicyId: number | undefined
  readonly lastLoginIp: string | undefined
  readonly lastLoginMs: number | undefined
  readonly createdMs: number
}
export type NewUser = Omit<UserRow, 'account' | 'boundaryPolicyId' | 'lastLoginIp' | 'lastLoginMs'>
export type UserPatch = Partial<
  Pick<
    UserRow,
    | 'remark'
    | 'consoleLogin'
    | 'needResetPassword'
    | 'passwordHash'
    | 'phone'
    | 'countryCode'
    | 'email'
    | 'phoneVerified'
    | 'emailVerified'
    | 'wechatBound'
  >
>

/** Switches of the second factor: at sign-in and at sensitive operations. 0 off, 1 on. */
export interface MfaFlags {
  readonly login: Readonly<Record<string, number>>
  readonly action: Readonly<Record<string, number>>
  readonly offsite: Readonly<Record<string, number>>
}

export interface UserReads {
  byName(account: Account, name: string): Promise<UserRow | undefined>
  byUin(account: Account, uin: Uin): Promise<UserRow | undefined>
  byUid(account: Account, uid: number): Promise<UserRow | undefined>
  /** Those of the numbers that exist, by uin ascending. */
  byUins(account: Account, uins: readonly Uin[]): Promise<readonly UserRow[]>
  /** Newest first (uid descending). */
  list(account: Account, types: readonly UserType[], page?: Page): Promise<Listed<UserRow>>
  /** How many of these types exist. */
  count(account: Account, types: readonly UserType[]): Promise<number>
  /** How many sub-users were made at or after the moment, deleted ones included. */
  createdSince(account: Account, sinceMs: number): Promise<number>
  /** `undefined`: never set. The root account has flags too (uin = account). */
  mfaFlags(account: Account, uin: Uin): Promise<MfaFlags | undefined>
}
export interface UserWrites {
  /** `taken`: the name, without regard to case, is in use among the account's users. */
  insert(account: Account, user: NewUser): Promise<'inserted' | 'taken'>
  /** `false`: no such user. */
  update(account: Account, uin: Uin, patch: UserPatch): Promise<boolean>
  /** Deletes the user with memberships, attachments, keys, flags and tokens. `false`: no such user. */
  delete(account: Account, uin: Uin): Promise<boolean>
  /** `undefined` takes the boundary away. `false`: no such user. */
  setBoundary(account: Account, uin: Uin, policyId: number | undefined): Promise<boolean>
  setMfaFlags(account: Account, uin: Uin, flags: MfaFlags): Promise<void>
}

// ---- groups -----------------------------------------------------------------------------------------------------------

export interface GroupRow {
  readonly account: Account
  readonly groupId: number
  readonly name: string
  readonly remark: string
  readonly createdMs: number
}
export interface GroupReads {
  byId(account: Account, groupId: number): Promise<GroupRow | undefined>
  byName(account: Account, name: string): Promise<GroupRow | undefined>
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
  insert(account: Account, group: Omit<GroupRow, 'account'>): Promise<'inserted' | 'taken'>
  update(
    account: Account,
    groupId: number,
    patch: { readonly name?: string | undefined; readonly remark?: string | undefined },
  ): Promise<'updated' | 'taken' | 'absent'>
  /** Deletes the group with memberships and attachments. `false`: no such group. */
  delete(account: Account, groupId: number): Promise<boolean>
  /** `present`: was a member already. Both must exist. */
  addMember(account: Account, groupId: number, uin: Uin, nowMs: number): Promise<'added' | 'present'>
  /** `false`: was no member. */
  removeMember(account: Account, groupId: number, uin: Uin): Promise<boolean>
}

// ---- access keys -------------------------------------------------------------------------------------------------------

export type KeyStatus = 'Active' | 'Inactive'
export interface KeyRow {
  readonly account: Account
  readonly uin: Uin
  readonly secretId: string
  readonly status: KeyStatus
  readonly description: string
  readonly createdMs: number
  /** `undefined`: never used. */
  readonly lastUsedMs: number | undefined
}
export interface KeyReads {
  /** Oldest first. */
  list(account: Account, uin: Uin): Promise<readonly KeyRow[]>
  get(account: Account, secretId: string): Promise<KeyRow | undefined>
}
export interface KeyWrites {
  /** `sealedSecret` is what `seal.ts` made: the store never sees a secret key in the clear. `taken`: the id exists. */
  insert(
    account: Account,
    key: Omit<KeyRow, 'account' | 'lastUsedMs'> & { readonly sealedSecret: string },
  ): Promise<'inserted' | 'taken'>
  setStatus(account: Account, secretId: string, status: KeyStatus): Promise<boolean>
  delete(account: Account, secretId: string): Promise<boolean>
}

/** What the signed path needs to know of a key, read in one go; always current, never cached. */
export interface KeyHolder {
  readonly account: Account
  readonly appId: number
  readonly uin: Uin
  readonly secretId: string
  readonly sealedSecret: string
  readonly status: KeyStatus
  /** `undefined` for the root account's own key. */
  readonly userType: UserType | undefined
  /** The account's revision at this read. */
  readonly revision: number
}

// ---- policies ----------------------------------------------------------------------------------------------------------

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

// ---- custom second-factor tokens -----------------------------------------------------------------------------------------

export interface MfaTokenReads {
  /** `undefined`: unknown, used or past its time. */
  uinOf(account: Account, token: string, nowMs: number): Promise<Uin | undefined>
}
export interface MfaTokenWrites {
  insert(
    account: Account,
    token: { readonly token: string; readonly uin: Uin; readonly expiresMs: number },
  ): Promise<void>
  /** Takes the token out of use. `false`: unknown, used or past its time. */
  consume(account: Account, token: string, nowMs: number): Promise<boolean>
}

// ---- audit and refused calls ---------------------------------------------------------------------------------------------

export interface AuditEvent {
  readonly account: Account
  readonly revision: number
  readonly requestId: string
  readonly timeMs: number
  readonly uin: Uin
  readonly product: string
  readonly action: string
  readonly resources: readonly string[]
  readonly sourceIp: string
  readonly outcome: string
  /** What was asked, without secrets: JSON text. */
  readonly parameters: string
}
export interface AuditFilter {
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  readonly uin?: Uin | undefined
  readonly action?: string | undefined
}
export interface AuditReads {
  /** Newest first (revision descending). `beforeRevision` continues a listing. */
  list(
    account: Account,
    filter: AuditFilter,
    page: { readonly beforeRevision?: number | undefined; readonly limit: number },
  ): Promise<readonly AuditEvent[]>
}
export interface AuditWrites {
  append(event: AuditEvent): Promise<void>
}

/** A refused call, kept for `opencam why`. `record` is JSON text made by the dispatcher. */
export interface RefusalRow {
  readonly account: Account
  readonly requestId: string
  readonly timeMs: number
  readonly record: string
}

// ---- the whole -------------------------------------------------------------------------------------------------------------

export interface Reads {
  readonly accounts: AccountReads
  readonly users: UserReads
  readonly groups: GroupReads
  readonly keys: KeyReads
  readonly policies: PolicyReads
  readonly mfaTokens: MfaTokenReads
  readonly audit: AuditReads
}
export interface Writes {
  readonly accounts: AccountReads & AccountWrites
  readonly users: UserReads & UserWrites
  readonly groups: GroupReads & GroupWrites
  readonly keys: KeyReads & KeyWrites
  readonly policies: PolicyReads & PolicyWrites
  readonly mfaTokens: MfaTokenReads & MfaTokenWrites
  readonly audit: AuditReads & AuditWrites
  /** Next number of a sequence; a number that was seen is never given again. */
  readonly ids: { next(sequence: Sequence): Promise<number> }
}
export type Sequence = 'uin' | 'uid' | 'app' | 'group' | 'policy'

export interface Store {
  /** Committed state only; each call sees at least every write acknowledged before it on this node. */
  readonly read: Reads
  /**
   * Runs the work in one durable transaction: resolved means committed and on disk; a throw means that nothing of it
   * remains, and the same error comes out. Works of several callers may share one commit, each with its own savepoint.
   * The work may run again after a serialization conflict, so it must do nothing but use `writes`, and it must not
   * wait for anything else.
   */
  transaction<T>(work: (writes: Writes) => Promise<T>): Promise<T>
  /** The key's holder, for the signed path: one prepared read. `undefined`: no such key. */
  keyHolder(secretId: string): Promise<KeyHolder | undefined>
  /** The account's current revision: one prepared read. */
  revision(account: Account): Promise<number | undefined>
  /** Batches off the hot path. Later moments win. */
  touchKeys(
    used: readonly { readonly account: Account; readonly secretId: string; readonly usedMs: number }[],
  ): Promise<void>
  recordRefusals(refusals: readonly RefusalRow[]): Promise<void>
  refusal(requestId: string): Promise<RefusalRow | undefined>
  /** Drops refusals older than the moment, and the oldest beyond the count. Answers how many went. */
  pruneRefusals(olderThanMs: number, keepMax: number): Promise<number>
  /** `ready` answers once a statement has run; throws when the database cannot be reached. */
  ready(): Promise<void>
  /** Waits for what is under way and closes. */
  close(): Promise<void>
  /** For the banner: `SQLite data/opencam.db`, `PostgreSQL host/name`, never with a password. */
  readonly description: string
}
