// Sets the second-factor switches of a user, or of the caller. A flag that is sent is set as a whole, so what it leaves
// out is turned off; a flag that isn't sent stays. A software token that isn't bound yet is bound at the next sign-in.
import { int, optional } from '../../protocol/shape.ts'
import type { Reads } from '../../store/store.ts'
import { action, isRootItself, ownUin } from '../define.ts'
import { freshFlags, LoginActionMfaFlag } from './types.ts'

export const SetMfaFlag = action({
  name: 'SetMfaFlag',
  product: 'cam',
  group: 'User',
  summary: 'Sets the second-factor switches of a user.',
  access: 'write',
  sensitive: true,
  perSecond: 20,
  params: {
    OpUin: optional(int({ about: 'Account number of the user; the caller unless given.' })),
    LoginFlag: optional(LoginActionMfaFlag),
    ActionFlag: optional(LoginActionMfaFlag),
  },
  returns: {},
  errors: [
    'FailedOperation.UserNotBindPhone',
    'FailedOperation.UserNotBindWechat',
    'FailedOperation.UserUnbindNoPermission',
    'InvalidParameter.MFATokenError',
    'InvalidParameter.UserNotExist',
    'ResourceNotFound.UserNotExist',
  ],
  resource: { level: 'operation', fine: ({ params, caller }) => [`uin/${params.OpUin ?? ownUin(caller) ?? 0}`] },
  async handle({ params, caller, store, fail }) {
    const uin = params.OpUin ?? ownUin(caller)
    if (uin === undefined) return fail('ResourceNotFound.UserNotExist', { user: 'of a temporary key' })
    const user = String(uin)
    if (uin === caller.account && !isRootItself(caller)) {
      const problem = 'only the root account sets its own protection'
      return fail('FailedOperation.UserUnbindNoPermission', { problem })
    }
    const bound = await boundOf(store, caller.account, uin)
    if (bound === 'absent') return fail('ResourceNotFound.UserNotExist', { user })
    // Message recipients exist, but never sign in.
    if (bound === 'recipient') return fail('InvalidParameter.UserNotExist', { user })
    for (const flag of [params.LoginFlag, params.ActionFlag]) {
      if (flag?.Phone === 1 && !bound.phone) return fail('FailedOperation.UserNotBindPhone', { user })
      if (flag?.Wechat === 1 && !bound.wechat) return fail('FailedOperation.UserNotBindWechat', { user })
    }
    const flags = (await store.users.mfaFlags(caller.account, uin)) ?? freshFlags
    await store.users.setMfaFlags(caller.account, uin, {
      login: { ...flags.login, ...params.LoginFlag },
      action: { ...flags.action, ...params.ActionFlag },
      offsite: flags.offsite,
    })
    return {}
  },
})

interface Bound {
  readonly phone: boolean
  readonly wechat: boolean
}

/** What can be asked of somebody at sign-in: a number counts once it was verified. */
async function boundOf(
  read: Pick<Reads, 'users' | 'accounts'>,
  account: number,
  uin: number,
): Promise<Bound | 'absent' | 'recipient'> {
  if (uin === account) {
    const root = await read.accounts.get(account)
    return { phone: root !== undefined && root.phone !== '', wechat: root?.wechatBound === true }
  }
  const user = await read.users.byUin(account, uin)
  if (user === undefined) return 'absent'
  if (user.type === 5) return 'recipient'
  return { phone: user.phone !== '' && user.phoneVerified, wechat: user.wechatBound }
}
