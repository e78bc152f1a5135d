// Lists the access keys of the caller or of one of its account's users, oldest first. Never their secrets.
import { list, nullable } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { ownerOf, ownerSegment } from './owner.ts'
import { AccessKey, accessKey, TargetUin } from './types.ts'

export const ListAccessKeys = action({
  name: 'ListAccessKeys',
  product: 'cam',
  group: 'User',
  summary: 'Lists access keys.',
  access: 'read',
  perSecond: 20,
  params: { TargetUin },
  returns: { AccessKeys: nullable(list(AccessKey, { about: 'The keys, oldest first.' })) },
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
  async handle({ params, caller, store, fail }) {
    const uin = await ownerOf(store, caller, params, fail)
    const keys = await store.keys.list(caller.account, uin)
    return { AccessKeys: keys.map(accessKey) }
  },
})
