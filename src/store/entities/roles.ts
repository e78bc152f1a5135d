// Roles, the sessions that speak for them, and the tasks that delete service-linked ones, as the store keeps them. Types only.
import type { PrincipalPolicies } from './policies.ts'
import type { Account, Listed, Page, Uin } from './terms.ts'

/** Decimal digits; numbers of roles pass 2^53, so they are text everywhere. */
export type RoleId = string
export type RoleType = 'user' | 'system' | 'service_linked'

export interface RoleRow {
  readonly account: Account
  readonly roleId: RoleId
  readonly name: string
  readonly type: RoleType
  /** Trust policy: JSON text as stored. */
  readonly trust: string
  readonly description: string
  readonly consoleLogin: boolean
  /** Longest session in seconds; 0: no bound of its own. */
  readonly sessionDuration: number
  readonly boundaryPolicyId: number | undefined
  /** How often all its sessions were ended: one that began before that is over. */
  readonly sessionGeneration: number
  /** Of a service-linked role: its service principals, else empty. */
  readonly services: readonly string[]
  /** Task that deletes it, once asked for. */
  readonly deletionTaskId: string | undefined
  readonly createdMs: number
  readonly updatedMs: number
}
export type NewRole = Omit<
  RoleRow,
  'account' | 'boundaryPolicyId' | 'sessionGeneration' | 'deletionTaskId' | 'updatedMs'
>
export type RolePatch = Partial<
  Pick<RoleRow, 'trust' | 'description' | 'consoleLogin' | 'sessionDuration' | 'deletionTaskId'>
> & { readonly updatedMs: number }

export interface RoleReads {
  byId(account: Account, roleId: RoleId): Promise<RoleRow | undefined>
  /** Without regard to case. */
  byName(account: Account, name: string): Promise<RoleRow | undefined>
  /** Newest first; `tags`: only roles that carry every one of them. */
  list(
    account: Account,
    filter: { readonly tags?: readonly { readonly key: string; readonly value: string }[] | undefined },
    page: Page,
  ): Promise<Listed<RoleRow>>
  count(account: Account): Promise<number>
  /** For the authorisation of a session; `undefined`: no such role. Groups are empty. */
  policiesOf(account: Account, roleId: RoleId): Promise<PrincipalPolicies | undefined>
  task(account: Account, taskId: string): Promise<DeletionTask | undefined>
  /** Tasks that are not finished, oldest first, of all accounts: what a starting server goes on with. */
  openTasks(): Promise<readonly DeletionTask[]>
  /** Uses that services have registered and not released. */
  uses(account: Account, roleId: RoleId): Promise<readonly RoleUse[]>
}
export interface RoleWrites {
  insert(account: Account, role: NewRole): Promise<'inserted' | 'taken'>
  /** `false`: no such role. */
  update(account: Account, roleId: RoleId, patch: RolePatch): Promise<boolean>
  /** Deletes the role with attachments, tags, sessions and uses. `false`: no such role. */
  delete(account: Account, roleId: RoleId): Promise<boolean>
  /** Ends every session of the role, whatever was asked for with one, and the console's that act as it. `false`: no such role. */
  endSessions(account: Account, roleId: RoleId): Promise<boolean>
  setBoundary(account: Account, roleId: RoleId, policyId: number | undefined): Promise<boolean>
  insertTask(task: DeletionTask): Promise<void>
  setTask(
    account: Account,
    taskId: string,
    state: { readonly status: TaskStatus; readonly reason: string; readonly updatedMs: number },
  ): Promise<void>
  /**
   * Forgets tasks that ended before the moment, at most so many of all accounts, except those that a role is still marked
   * with. Answers how many went.
   */
  deleteFinishedTasks(beforeMs: number, max: number): Promise<number>
  /** Registers a use, again under the same name without effect. */
  addUse(account: Account, use: RoleUse): Promise<void>
  /** `false`: no such use. */
  dropUse(account: Account, roleId: RoleId, service: string, resource: string): Promise<boolean>
}

export type TaskStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
export interface DeletionTask {
  readonly account: Account
  readonly taskId: string
  readonly roleId: RoleId
  readonly roleName: string
  readonly status: TaskStatus
  readonly reason: string
  readonly serviceName: string
  readonly createdMs: number
  readonly updatedMs: number
}
/** A service's word that something of the account's depends on the role. */
export interface RoleUse {
  readonly roleId: RoleId
  readonly service: string
  /** What depends on it, in the service's own words. */
  readonly resource: string
  readonly sinceMs: number
}

// ---- temporary credentials ---------------------------------------------------------------------------------------------

/** `role`: AssumeRole and its kind. `federation`: GetFederationToken. `mfa`: GetSessionToken. `console`: of a browser's session. */
export type SessionKind = 'role' | 'federation' | 'mfa' | 'console'

export interface SessionRow {
  /** Account whose rights the session has: the role's, or the caller's. */
  readonly account: Account
  readonly sessionId: string
  readonly kind: SessionKind
  /** Of a role session. */
  readonly roleId: RoleId | undefined
  /** How often the role's sessions had been ended by then; 0 without a role. */
  readonly roleGeneration: number
  /** RoleSessionName, or the Name of a federation token. */
  readonly name: string
  /** Who asked for it; `callerUin` is 0 for somebody of an identity provider, who has no number here. */
  readonly callerAccount: Account
  readonly callerUin: Uin
  /**
   * Permanent key or identity provider of the caller's account (a provider as `saml-provider/name`, also at the end of a
   * longer name), or a browser's session (`console/…`), at the beginning of the chain: every session ends with it. Empty
   * where none of them asked, as for instances.
   */
  readonly issuingSecretId: string
  /** How often that key had been turned off by then. */
  readonly issuingGeneration: number
  /** The sessions of roles between that key and this one, which ends when one of them is ended or its role is gone. */
  readonly through: readonly RoleLink[]
  /** Session policy: JSON text. */
  readonly policy: string | undefined
  readonly mfa: boolean
  readonly sourceIdentity: string | undefined
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly createdMs: number
  readonly expiresMs: number
}
/** A session of a role of whatever account, on the way to another session. */
export interface RoleLink {
  readonly account: Account
  readonly roleId: RoleId
  readonly generation: number
  /** Empty where it began before sessions could be ended one by one. */
  readonly sessionId: string
  readonly expiresMs: number
}
export interface SessionReads {
  get(account: Account, sessionId: string): Promise<SessionRow | undefined>
  /** The session with all that it stands on; `undefined`: ended, or never was. */
  holder(account: Account, sessionId: string): Promise<SessionHolder | undefined>
  /** Sessions of a role that have not expired and that nobody has ended, newest first. */
  ofRole(account: Account, roleId: RoleId, nowMs: number, page: Page): Promise<Listed<SessionRow>>
}
export interface SessionWrites {
  insert(session: SessionRow): Promise<void>
  /**
   * Ends one session, and whatever was asked for with it; `keptMs` is when the last of that has expired. `false`: no such
   * session, or it is over.
   */
  end(account: Account, sessionId: string, at: { readonly nowMs: number; readonly keptMs: number }): Promise<boolean>
  /** Drops every session of a role that goes. Answers how many. */
  deleteOfRole(account: Account, roleId: RoleId): Promise<number>
  /** Forgets what expired before the moment, at most so many rows of all accounts. Answers how many went. */
  deleteExpired(beforeMs: number, max: number): Promise<number>
}

/** A session with what decides whether it still counts, read in one go; always as of now. */
export interface SessionHolder {
  readonly session: SessionRow
  readonly appId: number
  /** The account's revision at this read. */
  readonly revision: number
  /** Of a role session: `undefined` once the role is gone, or all its sessions were ended. */
  readonly role: { readonly roleId: RoleId; readonly name: string; readonly type: RoleType } | undefined
  /** The browser's session at its beginning, where one is and it has not ended. */
  readonly console: { readonly verifiedMs: number | undefined } | undefined
  /**
   * Whether the key at its beginning is active and was never turned off since, the provider there is the one that vouched,
   * or the browser's session there lasts; also where none of them asked.
   */
  readonly issuerLives: boolean
  /** Whether the user at its beginning is still there (or it is root, or somebody that a provider vouched for). */
  readonly callerPresent: boolean
  /** Whether all the roles between are still there, and none of the sessions between was ended. */
  readonly chainWhole: boolean
  /** Whether its role, a role between, or who is at its beginning may do nothing. */
  readonly quarantined: boolean
}
