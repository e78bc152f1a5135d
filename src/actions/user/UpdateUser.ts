// Changes a sub-account, picked by its name; names themselves never change. What is left out stays as it is.
import { optional } from '../../protocol/shape.ts'
import { hashPassword } from '../../store/passwords.ts'
import type { Reads, UserPatch, UserRow } from '../../store/store.ts'
import { action } from '../define.ts'
import { isUsedAgain, passwordProblem, passwordsKept, randomPassword } from './password.ts'
import {
  consoleLogin,
  countryCode,
  defaultCountryCode,
  email,
  needResetPassword,
  password,
  phoneNum,
  segmentNamed,
  subAccountNamed,
  userName,
  userRemark,
} from './types.ts'

export const UpdateUser = action({
  name: 'UpdateUser',
  product: 'cam',
  group: 'User',
  summary: 'Changes a sub-user.',
  access: 'write',
  sensitive: true,
  perSecond: 20,
  params: {
    Name: userName,
    Remark: optional(userRemark),
    ConsoleLogin: optional(consoleLogin),
    Password: optional(password, ''),
    NeedResetPassword: optional(needResetPassword),
    PhoneNum: optional(phoneNum),
    CountryCode: optional(countryCode),
    Email: optional(email),
  },
  returns: {},
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'InvalidParameter.PasswordViolatedRules',
    'InvalidParameter.UserNameIllegal',
    'ResourceNotFound.UserNotExist',
  ],
  resource: {
    level: 'operation',
    fine: async ({ params, caller, read }) => [await segmentNamed(read, caller.account, params.Name)],
  },
  async prepare({ params, caller, store, random, fail }) {
    if (params.Password !== '') {
      const problem = await objection(store, caller.account, params.Name, params.Password)
      if (problem !== undefined) return fail('InvalidParameter.PasswordViolatedRules', { problem })
      return { hash: await hashPassword(params.Password) }
    }
    // Allowing sign-in for somebody without a password makes one at random, which then waits to be replaced.
    const user = params.ConsoleLogin === 1 ? await subAccountNamed(store, caller.account, params.Name) : undefined
    const lacking = user?.type === 2 && user.passwordHash === undefined
    return { hash: lacking ? await hashPassword(randomPassword(random)) : undefined }
  },
  async handle({ params, prepared, caller, nowMs, store, fail }) {
    const user = await subAccountNamed(store, caller.account, params.Name)
    if (user === undefined) return fail('ResourceNotFound.UserNotExist', { user: params.Name })
    const signIn = params.ConsoleLogin === undefined ? user.consoleLogin : params.ConsoleLogin === 1
    if (user.type !== 2 && (params.Password !== '' || signIn !== user.consoleLogin)) {
      return fail('FailedOperation', { problem: `the sign-in of ${user.name} is not managed by this account` })
    }
    const reset = signIn && (params.Password !== '' || user.passwordHash === undefined)
    await store.users.update(caller.account, user.uin, {
      ...contactPatch(user, params),
      ...(params.Remark === undefined ? {} : { remark: params.Remark }),
      ...(params.NeedResetPassword === undefined ? {} : { needResetPassword: params.NeedResetPassword === 1 }),
      ...(reset && prepared.hash !== undefined ? { passwordHash: prepared.hash } : {}),
      consoleLogin: signIn,
    })
    if (reset && prepared.hash !== undefined) {
      await store.users.recordPassword(caller.account, user.uin, { hash: prepared.hash, setMs: nowMs }, passwordsKept)
    }
    return {}
  },
})

/** What the account's rules have against the password for this user, or `undefined`. */
async function objection(read: Reads, account: number, name: string, password: string): Promise<string | undefined> {
  const rules = await read.settings.passwordRules(account)
  const problem = passwordProblem(password, rules)
  const limit = rules?.reusePasswordLimit ?? 0
  if (problem !== undefined || limit === 0) return problem
  const user = await subAccountNamed(read, account, name)
  const again = user !== undefined && (await isUsedAgain(read, user, password, limit))
  return again ? `it is one of the last ${limit} passwords of the user` : undefined
}

interface Contact {
  readonly PhoneNum: string | undefined
  readonly CountryCode: string | undefined
  readonly Email: string | undefined
}

/** A new number or address has not been verified yet, whatever the old one was. */
function contactPatch(user: UserRow, { PhoneNum, CountryCode, Email }: Contact): UserPatch {
  const phone = PhoneNum ?? user.phone
  const country = CountryCode === undefined ? user.countryCode : CountryCode === '' ? defaultCountryCode : CountryCode
  const mail = Email ?? user.email
  return {
    phone,
    countryCode: country,
    email: mail,
    phoneVerified: user.phoneVerified && phone === user.phone && country === user.countryCode,
    emailVerified: user.emailVerified && mail === user.email,
  }
}
