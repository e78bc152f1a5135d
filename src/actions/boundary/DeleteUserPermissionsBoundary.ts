// Takes the permissions boundary of a sub-account away. One that has none stays as it is.
import { int } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkTarget } from './target.ts'

export const DeleteUserPermissionsBoundary = action({
  name: 'DeleteUserPermissionsBoundary',
  product: 'cam',
  group: 'User',
  summary: 'Takes the permissions boundary of a sub-account away.',
  access: 'write',
  perSecond: 20,
  params: { TargetUin: int({ about: 'Account number of the sub-account.', min: 1 }) },
  returns: {},
  errors: [
    'InternalError.SystemError',
    'InvalidParameter.OperateEntitiesOverLimit',
    'InvalidParameter.ParamError',
    'InvalidParameter.RoleNotExist',
    'InvalidParameter.UserNotExist',
    'UnauthorizedOperation',
  ],
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.TargetUin}`] },
  async handle({ params, caller, store, fail }) {
    await checkTarget(store, caller, params.TargetUin, fail)
    await store.users.setBoundary(caller.account, params.TargetUin, undefined)
    return {}
  },
})
