// Makes a sub-user, on request with a first access key and a password. Names are unique in the account without regard
// to case. Every member is answered as text, empty where there is nothing: clients read all of them.
import { int, optional, text } from '../../protocol/shape.ts'
import { hashPassword } from '../../store/passwords.ts'
import type { Writes } from '../../store/store.ts'
import { makeKey } from '../access-key/make.ts'
import { action, type Caller } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'
import { passwordProblem, passwordsKept, randomPassword } from './password.ts'
import {
  consoleLogin,
  countryCode,
  defaultCountryCode,
  email,
  needResetPassword,
  password,
  phoneNum,
  subAccountTypes,
  userName,
  userRemark,
} from './types.ts'

const dayMs = 24 * 3_600_000

export const AddUser = action({
  name: 'AddUser',
  product: 'cam',
  group: 'User',
  summary: 'Makes a sub-user.',
  access: 'write',
  perSecond: 20,
  params: {
    Name: userName,
    Remark: optional(userRemark, ''),
    ConsoleLogin: optional(consoleLogin, 0),
    UseApi: optional(int({ about: 'Whether to make an access key too: 1 yes, 0 no.', oneOf: [0, 1] }), 0),
    Password: optional(password, ''),
    NeedResetPassword: optional(needResetPassword, 0),
    PhoneNum: optional(phoneNum, ''),
    CountryCode: optional(countryCode, defaultCountryCode),
    Email: optional(email, ''),
  },
  returns: {
    Uin: int({ about: 'Account number of the new user.' }),
    Name: text({ about: 'Name of the new user.' }),
    Password: text({ about: 'The password given or made at random; empty without one.', secret: true }),
    SecretId: text({ about: 'Id of the new access key; empty without one.' }),
    SecretKey: text({ about: 'Secret of the new access key, shown this once; empty without one.', secret: true }),
    Uid: int({ about: 'Number of the new user among the sub-accounts.' }),
  },
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation',
    'InvalidParameter.ParamError',
    'InvalidParameter.PasswordViolatedRules',
    'InvalidParameter.SubUserFull',
    'InvalidParameter.SubUserNameInUse',
    'InvalidParameter.UserNameIllegal',
    'RequestLimitExceeded.CreateUser',
  ],
  resource: { level: 'operation', fine: () => ['uin/*'] },
  async prepare({ params, caller, store, random, fail }) {
    const rules = params.Password === '' ? undefined : await store.settings.passwordRules(caller.account)
    const problem = params.Password === '' ? undefined : passwordProblem(params.Password, rules)
    if (problem !== undefined) return fail('InvalidParameter.PasswordViolatedRules', { problem })
    // A password without console login counts for nothing; it is answered all the same, as clients expect.
    if (params.ConsoleLogin === 0) return { password: params.Password, hash: undefined }
    const password = params.Password === '' ? randomPassword(random) : params.Password
    return { password, hash: await hashPassword(password) }
  },
  async handle({ params, prepared, caller, nowMs, random, store, world, fail }) {
    const full = await usedUp({ store, world, caller, nowMs })
    if (full !== undefined) return fail(full.code, { limit: String(full.limit) })
    const uin = await store.ids.next('uin')
    const uid = await store.ids.next('uid')
    const outcome = await store.users.insert(caller.account, {
      uin,
      uid,
      type: 2,
      name: params.Name,
      remark: params.Remark,
      nickName: params.Name,
      consoleLogin: params.ConsoleLogin === 1,
      needResetPassword: params.NeedResetPassword === 1,
      passwordHash: prepared.hash,
      phone: params.PhoneNum,
      countryCode: params.CountryCode === '' ? defaultCountryCode : params.CountryCode,
      email: params.Email,
      phoneVerified: false,
      emailVerified: false,
      wechatBound: false,
      receiverOwner: false,
      createdMs: nowMs,
    })
    if (outcome === 'taken') return fail('InvalidParameter.SubUserNameInUse', { name: params.Name })
    if (prepared.hash !== undefined) {
      await store.users.recordPassword(caller.account, uin, { hash: prepared.hash, setMs: nowMs }, passwordsKept)
    }
    const key =
      params.UseApi === 1
        ? await makeKey(store, { caller, world, random, nowMs }, { uin, description: '' })
        : { secretId: '', secretKey: '' }
    return {
      Uin: uin,
      Name: params.Name,
      Password: prepared.password,
      SecretId: key.secretId,
      SecretKey: key.secretKey,
      Uid: uid,
    }
  },
})

interface Room {
  readonly store: Writes
  readonly world: World
  readonly caller: Caller
  readonly nowMs: number
}
interface Full {
  readonly code: 'InvalidParameter.SubUserFull' | 'RequestLimitExceeded.CreateUser'
  readonly limit: number
}

/** The limit that leaves no room for one more user: sub-accounts in all, or those of a day where nobody is verified. */
async function usedUp({ store, world, caller, nowMs }: Room): Promise<Full | undefined> {
  const users = await quotaOf(world.quotas, store.accounts, caller.account, 'users')
  if (await world.room.isFull(caller, 'users', users, () => store.users.count(caller.account, subAccountTypes))) {
    return { code: 'InvalidParameter.SubUserFull', limit: users }
  }
  if ((await store.accounts.get(caller.account))?.verified === true) return undefined
  const daily = await quotaOf(world.quotas, store.accounts, caller.account, 'new-users-per-day')
  if ((await store.users.createdSince(caller.account, nowMs - dayMs)) < daily) return undefined
  return { code: 'RequestLimitExceeded.CreateUser', limit: daily }
}
