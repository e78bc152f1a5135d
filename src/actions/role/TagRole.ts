// Puts tags on a role; a key that it has gets the new value.
import { list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { roleOf, roleSegment } from './find.ts'
import { putTags, readTags } from './tags.ts'
import { RoleTags, roleId, roleName } from './types.ts'

const errors = [
  'AuthFailure.UnauthorizedOperation',
  'FailedOperation.TagResourceFailed',
  'InternalError',
  'InternalError.SystemError',
  'InvalidParameter',
  'InvalidParameter.ParamError',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.TagLimitExceeded',
  'InvalidParameter.TagParamError',
] as const

export const TagRole = action({
  name: 'TagRole',
  product: 'cam',
  group: 'Role',
  summary: 'Puts tags on a role.',
  access: 'write',
  perSecond: 20,
  params: {
    Tags: list(RoleTags, { about: 'Tags to put on it.', min: 1 }),
    RoleName: roleName,
    RoleId: roleId,
  },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const tags = readTags(errors, params.Tags)
    const role = await roleOf(store, errors, account, params)
    await putTags({ listed: errors, world, store, account }, role.roleId, tags)
    return {}
  },
})
