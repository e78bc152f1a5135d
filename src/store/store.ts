// The store as the rest of the server sees it: small interfaces, one per entity (`entities/`), added together. Every method belongs
// to one root account (its first argument), so nothing crosses accounts by mistake. The store knows no action, no wire
// name and no policy language. Expected outcomes are values; anything thrown is a fault of the database or of ours.
// Times are milliseconds since 1970 in UTC. Names are compared without regard to case (`nameKey`), ids by bytes.
import type { PoolState } from '../kernel/watch.ts'
import type { AccessRequestReads, AccessRequestWrites } from './entities/access-requests.ts'
import type { AccountReads, AccountWrites } from './entities/accounts.ts'
import type { AuditChain, AuditKeyRow, AuditReads, AuditWrites, RefusalRow } from './entities/audit.ts'
import type {
  ConsoleSessionReads,
  ConsoleSessionWrites,
  SignInReads,
  SignInWrites,
} from './entities/console-sessions.ts'
import type { DecisionTokenReads, DecisionTokenWrites } from './entities/decision-tokens.ts'
import type { FactorReads, FactorWrites } from './entities/factors.ts'
import type { Fleeting } from './entities/fleeting.ts'
import type { GroupReads, GroupWrites } from './entities/groups.ts'
import type { IdentityProviderReads, IdentityProviderWrites } from './entities/identity-providers.ts'
import type { KeyHolder, KeyReads, KeyWrites } from './entities/keys.ts'
import type { MfaTokenReads, MfaTokenWrites } from './entities/mfa-tokens.ts'
import type { PolicyReads, PolicyWrites } from './entities/policies.ts'
import type { QuarantineReads, QuarantineWrites } from './entities/quarantine.ts'
import type { ReplayWrites } from './entities/replays.ts'
import type { RoleReads, RoleWrites, SessionHolder, SessionReads, SessionWrites } from './entities/roles.ts'
import type { ScimTokenHolder, ScimTokenReads, ScimTokenWrites } from './entities/scim-tokens.ts'
import type { SettingReads, SettingWrites } from './entities/settings.ts'
import type { TagReads, TagWrites } from './entities/tags.ts'
import type { Account } from './entities/terms.ts'
import type { UserReads, UserWrites } from './entities/users.ts'
import type { KeyPart, SealedColumn } from './sealed-columns.ts'

export type * from './entities/access-requests.ts'
export type * from './entities/accounts.ts'
export type * from './entities/audit.ts'
export type * from './entities/console-sessions.ts'
export type * from './entities/decision-tokens.ts'
export type * from './entities/factors.ts'
export type * from './entities/fleeting.ts'
export type * from './entities/groups.ts'
export type * from './entities/identity-providers.ts'
export type * from './entities/keys.ts'
export type * from './entities/mfa-tokens.ts'
export type * from './entities/policies.ts'
export type * from './entities/quarantine.ts'
export type * from './entities/replays.ts'
export type * from './entities/roles.ts'
export type * from './entities/scim-tokens.ts'
export type * from './entities/settings.ts'
export type * from './entities/tags.ts'
export type * from './entities/terms.ts'
export type * from './entities/users.ts'

export interface Reads {
  readonly accounts: AccountReads
  readonly users: UserReads
  readonly groups: GroupReads
  readonly keys: KeyReads
  readonly policies: PolicyReads
  readonly mfaTokens: MfaTokenReads
  readonly decisionTokens: DecisionTokenReads
  readonly audit: AuditReads
  readonly roles: RoleReads
  readonly sessions: SessionReads
  readonly identityProviders: IdentityProviderReads
  readonly tags: TagReads
  readonly settings: SettingReads
  readonly consoleSessions: ConsoleSessionReads
  readonly signIn: SignInReads
  readonly factors: FactorReads
  readonly scimTokens: ScimTokenReads
  readonly accessRequests: AccessRequestReads
  readonly quarantine: QuarantineReads
}
export interface Writes {
  readonly accounts: AccountReads & AccountWrites
  readonly users: UserReads & UserWrites
  readonly groups: GroupReads & GroupWrites
  readonly keys: KeyReads & KeyWrites
  readonly policies: PolicyReads & PolicyWrites
  readonly mfaTokens: MfaTokenReads & MfaTokenWrites
  readonly decisionTokens: DecisionTokenReads & DecisionTokenWrites
  readonly audit: AuditReads & AuditWrites
  readonly roles: RoleReads & RoleWrites
  readonly sessions: SessionReads & SessionWrites
  readonly identityProviders: IdentityProviderReads & IdentityProviderWrites
  readonly replays: ReplayWrites
  readonly tags: TagReads & TagWrites
  readonly settings: SettingReads & SettingWrites
  readonly consoleSessions: ConsoleSessionReads & ConsoleSessionWrites
  readonly signIn: SignInReads & SignInWrites
  readonly factors: FactorReads & FactorWrites
  readonly scimTokens: ScimTokenReads & ScimTokenWrites
  readonly accessRequests: AccessRequestReads & AccessRequestWrites
  readonly quarantine: QuarantineReads & QuarantineWrites
  /** Next number of a sequence; a number that was seen is never given again. `nextRole` is a text: it passes 2^53. */
  readonly ids: { next(sequence: Sequence): Promise<number>; nextRole(): Promise<string> }
}
export type Sequence = 'uin' | 'uid' | 'app' | 'group' | 'policy'

/** Several servers over one database; of a database that is ours alone it says what it always would. */
export interface Following {
  /**
   * A name for the state of an account's policies at a revision: two revisions between which none was touched may have the
   * same one.
   */
  policiesAt(account: Account, revision: number): number
  /** Another number whenever nothing that was known before may be used any more. */
  epoch(): number
  /** For how long the database has been out of reach, as far as is known; 0 where it is not. */
  lostForMs(): number
  /** Waits until what follows sees at least that revision. `false`: it did not come in time. Throws StoreUnreachable. */
  reach(account: Account, revision: number, waitMs: number): Promise<boolean>
}

/** A row of a sealed column: its key after the account, and what is sealed. */
export interface SealedRow {
  readonly account: Account
  readonly key: readonly KeyPart[]
  readonly sealed: string
}

/** What a change of the master key does, across accounts. It changes nothing that a call could see. */
export interface SealedRows {
  /** How many rows are under each key, by its id. */
  countByKey(): Promise<ReadonlyMap<string, number>>
  /** Rows that are not under the key. */
  countOthers(keyId: string): Promise<number>
  /** The next of those in the order of their keys. */
  next(
    column: SealedColumn,
    from: { readonly keyId: string; readonly after: SealedRow | undefined; readonly max: number },
  ): Promise<readonly SealedRow[]>
  /** One transaction; a row that somebody changed meanwhile is left alone. Answers how many were replaced. */
  replace(column: SealedColumn, rows: readonly (SealedRow & { readonly before: string })[]): Promise<number>
  /** Temporary keys made before a moment that last beyond now, and when the last of them ends. */
  temporaryKeys(alive: {
    readonly nowMs: number
    readonly madeBeforeMs: number
  }): Promise<{ readonly total: number; readonly lastMs: number | undefined }>
}

export interface Store {
  readonly sealed: SealedRows
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
  /** The holder of a session and the revision of its account, for the signed path; `undefined`: ended or never was. */
  session(account: Account, sessionId: string): Promise<SessionHolder | undefined>
  /** The holder of a SCIM token; `undefined`: no such token. Its secret and its end are the caller's to check. */
  scimToken(tokenId: string): Promise<ScimTokenHolder | undefined>
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
  /** Chains of audit events after the account, in the order of accounts; `due`: those with work beside the calls left. */
  auditChains(which: 'all' | 'due', after: Account, limit: number): Promise<readonly AuditChain[]>
  /** Marks every chain as due that the webhook has not had to its end. */
  wakeDeliveries(): Promise<void>
  /** Keys that sign checkpoints, oldest first; the last one signs. */
  auditKeys(): Promise<readonly AuditKeyRow[]>
  insertAuditKey(key: AuditKeyRow): Promise<void>
  /** What servers tell each other and may forget. */
  readonly fleeting: Fleeting
  /** What this server knows of changes made by others. */
  readonly following: Following
  /**
   * Answers once a statement has run: `undefined`, or for how many milliseconds the database has been out of reach where what
   * is known is served meanwhile. Throws when calls cannot be served.
   */
  ready(): Promise<number | undefined>
  /** Waits for what is under way and closes. */
  close(): Promise<void>
  /** Connections to the database, where there is a pool of them. */
  pool?(): PoolState
  /** For the banner: `SQLite data/opencam.db`, `PostgreSQL host/name`, never with a password. */
  readonly description: string
}
