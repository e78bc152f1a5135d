// Everybody inside an account as the store keeps them: sub-users, WeCom sub-users, collaborators, message recipients.
// Types only.
import type { Account, Listed, Page, Uin } from './terms.ts'

/** As on the wire: a sub-user is 2 (3 if it came from WeCom), a collaborator 4, a message recipient 5. */
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

/** A password that a user was given. Those of users made before it was kept are not known. */
export interface UsedPassword {
  readonly hash: string
  readonly setMs: number
}

export interface UserReads {
  byName(account: Account, name: string): Promise<UserRow | undefined>
  byUin(account: Account, uin: Uin): Promise<UserRow | undefined>
  byUid(account: Account, uid: number): Promise<UserRow | undefined>
  /** Those of the numbers that exist, by uin ascending. */
  byUins(account: Account, uins: readonly Uin[]): Promise<readonly UserRow[]>
  /** Newest first (uid descending). */
  list(account: Account, types: readonly UserType[], page?: Page): Promise<Listed<UserRow>>
  /** Those whose uid is smaller, newest first: the way through a listing that changes meanwhile. */
  listBelow(account: Account, types: readonly UserType[], uid: number, limit: number): Promise<readonly UserRow[]>
  /** How many of these types exist. */
  count(account: Account, types: readonly UserType[]): Promise<number>
  /** How many sub-users were made at or after the moment, deleted ones included. */
  createdSince(account: Account, sinceMs: number): Promise<number>
  /** `undefined`: never set. The root account has flags too (uin = account). */
  mfaFlags(account: Account, uin: Uin): Promise<MfaFlags | undefined>
  /** The newest first, the one in force included. */
  passwords(account: Account, uin: Uin, limit: number): Promise<readonly UsedPassword[]>
}
export interface UserWrites {
  /** `taken`: the name, without regard to case, is in use among the account's users. */
  insert(account: Account, user: NewUser): Promise<'inserted' | 'taken'>
  /** Another password, or none allowed, ends the user's console sessions. `false`: no such user. */
  update(account: Account, uin: Uin, patch: UserPatch): Promise<boolean>
  /** Deletes the user with memberships, attachments, keys, flags, tokens, and everything of signing in. `false`: no such user. */
  delete(account: Account, uin: Uin): Promise<boolean>
  /** `undefined` takes the boundary away. `false`: no such user. */
  setBoundary(account: Account, uin: Uin, policyId: number | undefined): Promise<boolean>
  /** Remembers the user's last sign-in. */
  signedIn(account: Account, uin: Uin, from: { readonly ip: string; readonly ms: number }): Promise<void>
  setMfaFlags(account: Account, uin: Uin, flags: MfaFlags): Promise<void>
  /** Remembers a password that the user is given now, and all but the newest `keep` no longer. */
  recordPassword(account: Account, uin: Uin, password: UsedPassword, keep: number): Promise<void>
}
