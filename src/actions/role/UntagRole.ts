// Takes tags from a role. A key that it does not have is passed over.
import { list, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { roleOf, roleSegment } from './find.ts'
import { readTagKeys, roleResource } from './tags.ts'
import { checkedRoleName, roleId } from './types.ts'

const errors = [
  'AuthFailure.UnauthorizedOperation',
  'FailedOperation.UnTagResourceFailed',
  'InternalError',
  'InternalError.SystemError',
  'InvalidParameter',
  'InvalidParameter.ParamError',
  'InvalidParameter.RoleNameError',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.TagParamError',
] as const

export const UntagRole = action({
  name: 'UntagRole',
  product: 'cam',
  group: 'Role',
  summary: 'Takes tags from a role.',
  access: 'write',
  perSecond: 20,
  params: {
    TagKeys: list(text({ about: 'Key of a tag.' }), { about: 'Keys of the tags to take away.', min: 1 }),
    RoleName: checkedRoleName('InvalidParameter.RoleNameError'),
    RoleId: roleId,
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store }) {
    const keys = readTagKeys(errors, params.TagKeys)
    const role = await roleOf(store, errors, caller.account, params)
    await store.tags.drop(caller.account, roleResource(role.roleId), keys)
    return {}
  },
})
