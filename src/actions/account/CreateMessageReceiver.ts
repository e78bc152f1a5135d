// Makes a message recipient: a contact that neither signs in nor calls anything. Its number and address count as not
// verified until somebody has answered a message there.
import { optional, text } from '../../protocol/shape.ts'
import type { Reads } from '../../store/store.ts'
import { action, type Caller } from '../define.ts'
import { userNamePattern } from '../user/types.ts'

const newer = true
const fault = 'InvalidParameter'
const perDay = 10
const dayMs = 24 * 3_600_000

export const CreateMessageReceiver = action({
  name: 'CreateMessageReceiver',
  product: 'cam',
  group: 'User',
  summary: 'Makes a message recipient.',
  newer,
  access: 'write',
  perSecond: 20,
  params: {
    Name: text({
      about: 'Name of the recipient, by the rules of user names.',
      min: 1,
      max: 64,
      pattern: userNamePattern,
      fault,
      newer,
    }),
    CountryCode: text({ about: 'Country code of the mobile number.', pattern: /^\+?[0-9-]{1,7}$/, fault, newer }),
    PhoneNumber: text({ about: 'Mobile number.', pattern: /^[0-9][0-9 ()-]{0,31}$/, fault, newer }),
    Email: text({ about: 'Mail address.', max: 255, pattern: /^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+$/u, fault, newer }),
    Remark: optional(text({ about: 'Free text about the recipient.', max: 255, fault, newer }), ''),
  },
  returns: {},
  errors: [
    'InvalidParameter',
    'InvalidParameter.SubUserNameInUse',
    'InvalidParameter.UserNotAuth',
    'LimitExceeded.Uin',
  ],
  resource: { level: 'operation', fine: () => ['uin/*'] },
  async handle({ params, caller, nowMs, store, fail }) {
    const { account } = caller
    if ((await store.accounts.get(account))?.verified !== true) fail('InvalidParameter.UserNotAuth')
    if ((await madeSince(store, caller, nowMs - dayMs + 1)) >= perDay) {
      fail('LimitExceeded.Uin', { limit: String(perDay) })
    }
    const uin = await store.ids.next('uin')
    const uid = await store.ids.next('uid')
    const outcome = await store.users.insert(account, {
      uin,
      uid,
      type: 5,
      name: params.Name,
      remark: params.Remark,
      nickName: params.Name,
      consoleLogin: false,
      needResetPassword: false,
      passwordHash: undefined,
      phone: params.PhoneNumber,
      countryCode: params.CountryCode,
      email: params.Email,
      phoneVerified: false,
      emailVerified: false,
      wechatBound: false,
      receiverOwner: false,
      createdMs: nowMs,
    })
    if (outcome === 'taken') fail('InvalidParameter.SubUserNameInUse', { name: params.Name })
    return {}
  },
})

/** How many recipients the caller has made since the moment, deleted ones included: the record of changes knows. */
async function madeSince({ audit }: Reads, { account, uin }: Caller, fromMs: number): Promise<number> {
  const made = await audit.list(
    account,
    { fromMs, uin, action: 'CreateMessageReceiver', outcome: 'ok' },
    { limit: perDay },
  )
  return made.length
}
