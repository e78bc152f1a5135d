// Turns an access key on or off. A key turned off signs nothing from then on, this call's own key included.
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { ownerOf, ownerSegment, refuseRootKeys } from './owner.ts'
import { AccessKeyId, status, TargetUin } from './types.ts'

export const UpdateAccessKey = action({
  name: 'UpdateAccessKey',
  product: 'cam',
  group: 'User',
  summary: 'Turns an access key on or off.',
  access: 'write',
  sensitive: true,
  perSecond: 5,
  params: { AccessKeyId, Status: status, TargetUin },
  returns: {},
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation.Accesskey',
    'InvalidParameter.ParamError',
    'InvalidParameter.UserNotExist',
    'OperationDenied.AccessKeyOverLimit',
    'OperationDenied.SubUin',
    'OperationDenied.UinNotMatch',
    'ResourceNotFound.SecretNotExist',
  ],
  resource: { level: 'operation', fine: ownerSegment },
  async handle({ params, caller, store, world, fail }) {
    const uin = await ownerOf(store, caller, params, fail)
    const secretId = params.AccessKeyId
    const key = await store.keys.get(caller.account, secretId)
    if (key === undefined) return fail('ResourceNotFound.SecretNotExist', { secretId })
    refuseRootKeys(key.uin, caller, fail)
    if (key.uin !== uin) return fail('OperationDenied.UinNotMatch', { secretId })
    if (params.Status === 'Inactive') {
      await store.keys.setStatus(caller.account, secretId, 'Inactive')
      return {}
    }
    // Where a limit was lowered later, surplus keys keep working but none is turned on again before others are deleted.
    const limit = await quotaOf(world.quotas, store.accounts, caller.account, 'access-keys')
    const count = (await store.keys.list(caller.account, uin)).length
    if (key.status === 'Inactive' && count > limit) {
      return fail('OperationDenied.AccessKeyOverLimit', { limit: String(limit) })
    }
    await store.keys.setStatus(caller.account, secretId, 'Active')
    return {}
  },
})
