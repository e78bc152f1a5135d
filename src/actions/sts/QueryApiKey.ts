// Lists the access keys of the caller or of one of its account's users, as the older console does. Never their secrets.
import { int, list, struct, text } from '../../protocol/shape.ts'
import { ownerOf, ownerSegment } from '../access-key/owner.ts'
import { TargetUin } from '../access-key/types.ts'
import { action } from '../define.ts'

const newer = true

const ApiKey = struct(
  'ApiKey',
  {
    SecretId: text({ about: 'Id of the access key.', newer }),
    CreateTime: int({ about: 'When it was made, in seconds since 1970.', newer }),
    Status: int({ about: '2 works, 3 does not.', newer, oneOf: [2, 3] }),
  },
  { about: 'An access key without its secret.' },
)

export const QueryApiKey = action({
  name: 'QueryApiKey',
  product: 'sts',
  group: 'Sts',
  summary: 'Lists the access keys of a user.',
  newer,
  access: 'read',
  perSecond: 20,
  params: { TargetUin },
  returns: { IdKeys: list(ApiKey, { about: 'The keys, oldest first.', newer }) },
  errors: [
    'FailedOperation.Accesskey',
    'InternalError.SystemError',
    'InvalidParameter.ParamError',
    'InvalidParameter.UserNotExist',
    'OperationDenied.SubUin',
  ],
  resource: { level: 'operation', fine: ownerSegment },
  async handle({ params, caller, store, fail }) {
    const uin = await ownerOf(store, caller, params, fail)
    const keys = await store.keys.list(caller.account, uin)
    return {
      IdKeys: keys.map(({ secretId, status, createdMs }) => ({
        SecretId: secretId,
        CreateTime: Math.floor(createdMs / 1000),
        Status: status === 'Active' ? 2 : 3,
      })),
    }
  },
})
