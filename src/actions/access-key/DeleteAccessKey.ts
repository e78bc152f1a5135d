// Deletes an access key for good, active or not. Calls signed with it are refused from then on.
import { action } from '../define.ts'
import { ownerOf, ownerSegment, refuseRootKeys } from './owner.ts'
import { AccessKeyId, TargetUin } from './types.ts'

export const DeleteAccessKey = action({
  name: 'DeleteAccessKey',
  product: 'cam',
  group: 'User',
  summary: 'Deletes an access key.',
  access: 'write',
  sensitive: true,
  perSecond: 5,
  params: { AccessKeyId, TargetUin },
  returns: {},
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation.Accesskey',
    'InvalidParameter.ParamError',
    'InvalidParameter.UserNotExist',
    'OperationDenied.AccessKeyOverLimit',
    'OperationDenied.SubUin',
    'OperationDenied.UinNotMatch',
  ],
  resource: { level: 'operation', fine: ownerSegment },
  async handle({ params, caller, store, fail }) {
    const uin = await ownerOf(store, caller, params, fail)
    const secretId = params.AccessKeyId
    const key = await store.keys.get(caller.account, secretId)
    // The action's table has no code for a missing key.
    if (key === undefined) return fail('FailedOperation.Accesskey', { problem: `there is no key ${secretId}` })
    refuseRootKeys(key.uin, caller, fail)
    if (key.uin !== uin) return fail('OperationDenied.UinNotMatch', { secretId })
    await store.keys.delete(caller.account, secretId)
    return {}
  },
})
