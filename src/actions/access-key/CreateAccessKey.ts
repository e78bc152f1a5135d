// Makes an access key for the caller or one of its account's users. The secret is answered here and never again.
import { wireTime } from '../../kernel/time.ts'
import { nullable, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { makeKey } from './make.ts'
import { ownerOf, ownerSegment } from './owner.ts'
import { AccessKeyDetail, TargetUin } from './types.ts'

export const CreateAccessKey = action({
  name: 'CreateAccessKey',
  product: 'cam',
  group: 'User',
  summary: 'Makes an access key.',
  access: 'write',
  sensitive: true,
  perSecond: 5,
  params: {
    TargetUin,
    Description: optional(
      text({ about: 'Free text about the key.', newer: true, min: 1, max: 1024, pattern: /^[\w+=,.@:/-]*$/ }),
      '',
    ),
  },
  returns: { AccessKey: nullable(AccessKeyDetail) },
  errors: [
    'AuthFailure.UnauthorizedOperation',
    'FailedOperation.Accesskey',
    'InvalidParameter.ParamError',
    'InvalidParameter.UserNotExist',
    'OperationDenied.AccessKeyOverLimit',
    'OperationDenied.SubUin',
    'OperationDenied.UinNotMatch',
  ],
  resource: { level: 'resource', of: ownerSegment },
  async handle({ params, caller, nowMs, random, store, world, fail }) {
    const uin = await ownerOf(store, caller, params, fail)
    const limit = await quotaOf(world.quotas, store.accounts, caller.account, 'access-keys')
    if ((await store.keys.list(caller.account, uin)).length >= limit) {
      return fail('OperationDenied.AccessKeyOverLimit', { limit: String(limit) })
    }
    const key = await makeKey(store, { caller, world, random, nowMs }, { uin, description: params.Description })
    return {
      AccessKey: {
        AccessKeyId: key.secretId,
        SecretAccessKey: key.secretKey,
        Status: 'Active',
        CreateTime: wireTime(nowMs),
        Description: params.Description === '' ? null : params.Description,
      },
    }
  },
})
