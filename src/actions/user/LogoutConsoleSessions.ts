// Signs somebody out at the console in every browser: sessions, keys of their pages, and what was asked for with those. Keys of
// programs go on. Our own call.
import { int, optional } from '../../protocol/shape.ts'
import { action, isRootItself, ownUin, type ResourceInput } from '../define.ts'

const newer = true

interface Target {
  readonly TargetUin: number | undefined
}

export const LogoutConsoleSessions = action({
  name: 'LogoutConsoleSessions',
  product: 'cam',
  group: 'User',
  summary: 'Ends every session of a user at the console.',
  newer,
  access: 'write',
  perSecond: 10,
  params: { TargetUin: optional(int({ about: 'Account number of the user; left out: the caller.', newer, min: 1 })) },
  returns: { EndedCount: int({ about: 'How many sessions were ended.', newer }) },
  errors: ['InvalidParameter.ParamError', 'InvalidParameter.UserNotExist'],
  resource: { level: 'resource', of: userSegment },
  async handle({ params, caller, nowMs, store, fail }) {
    const { account } = caller
    const uin = params.TargetUin ?? ownUin(caller)
    if (uin === undefined) {
      return fail('InvalidParameter.ParamError', { problem: 'whoever signs so has no sign-in: give TargetUin' })
    }
    if (uin === account && !isRootItself(caller)) {
      return fail('InvalidParameter.ParamError', { problem: 'only the root account itself ends its own sessions' })
    }
    if (uin !== account && (await store.users.byUin(account, uin)) === undefined) {
      return fail('InvalidParameter.UserNotExist', { user: String(uin) })
    }
    const lasting = (await store.consoleSessions.ofUser(account, uin)).filter(({ expiresMs }) => expiresMs > nowMs)
    await store.consoleSessions.endOfUser(account, uin)
    return { EndedCount: lasting.length }
  },
})

function userSegment({ params, caller }: ResourceInput<Target>): readonly string[] {
  return [`uin/${params.TargetUin ?? ownUin(caller) ?? 0}`]
}
