// A user's row between the table and the store's form; groups list users too.
import type { UsersTable } from '../schema.ts'
import type { Account, NewUser, UserRow, UserType } from '../store.ts'

export type UserColumns = Omit<UsersTable, 'name_key' | 'quarantined_ms'>

export const userColumns = [
  'users.account',
  'users.uin',
  'users.uid',
  'users.type',
  'users.name',
  'users.remark',
  'users.nick_name',
  'users.console_login',
  'users.need_reset_password',
  'users.password_hash',
  'users.phone',
  'users.country_code',
  'users.email',
  'users.phone_verified',
  'users.email_verified',
  'users.wechat_bound',
  'users.receiver_owner',
  'users.boundary_policy_id',
  'users.last_login_ip',
  'users.last_login_ms',
  'users.created_ms',
  'users.external_id',
] as const

export const readUser = (row: UserColumns): UserRow => ({
  account: row.account,
  uin: row.uin,
  uid: row.uid,
  type: row.type as UserType,
  name: row.name,
  remark: row.remark,
  nickName: row.nick_name,
  consoleLogin: row.console_login === 1,
  needResetPassword: row.need_reset_password === 1,
  passwordHash: row.password_hash ?? undefined,
  phone: row.phone,
  countryCode: row.country_code,
  email: row.email,
  phoneVerified: row.phone_verified === 1,
  emailVerified: row.email_verified === 1,
  wechatBound: row.wechat_bound === 1,
  receiverOwner: row.receiver_owner === 1,
  boundaryPolicyId: row.boundary_policy_id ?? undefined,
  lastLoginIp: row.last_login_ip ?? undefined,
  lastLoginMs: row.last_login_ms ?? undefined,
  createdMs: row.created_ms,
  externalId: row.external_id ?? undefined,
})

const bit = (value: boolean): number => (value ? 1 : 0)

/** What an insert or an update of a user writes. Boundary and last sign-in have their own statements. */
export const writeUser = (account: Account, user: NewUser & { readonly externalId?: string | undefined }) => ({
  account,
  uin: user.uin,
  uid: user.uid,
  type: user.type,
  name: user.name,
  remark: user.remark,
  nick_name: user.nickName,
  console_login: bit(user.consoleLogin),
  need_reset_password: bit(user.needResetPassword),
  password_hash: user.passwordHash ?? null,
  phone: user.phone,
  country_code: user.countryCode,
  email: user.email,
  phone_verified: bit(user.phoneVerified),
  email_verified: bit(user.emailVerified),
  wechat_bound: bit(user.wechatBound),
  receiver_owner: bit(user.receiverOwner),
  created_ms: user.createdMs,
  external_id: user.externalId ?? null,
})
export type WrittenUser = ReturnType<typeof writeUser>
