// The policy that is the permissions boundary of a sub-account; every member is null where it has none.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { boundaryReturns, shownBoundary } from './shown.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.UserNotExist'] as const

export const GetUserPermissionBoundary = action({
  name: 'GetUserPermissionBoundary',
  product: 'cam',
  group: 'User',
  summary: 'Reads the permissions boundary of a sub-account.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: { TargetUin: int({ about: 'Account number of the sub-account.', min: 1 }) },
  returns: boundaryReturns,
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.TargetUin}`] },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    const user = await store.users.byUin(account, params.TargetUin)
    // Those that PutUserPermissionsBoundary knows: no root account, no message recipient.
    if (user === undefined || user.type === 5) {
      return fail('InvalidParameter.UserNotExist', { user: String(params.TargetUin) })
    }
    const place = { listed: errors, account, policies: store.policies, presets: world.presets }
    return shownBoundary(place, user.boundaryPolicyId)
  },
})
