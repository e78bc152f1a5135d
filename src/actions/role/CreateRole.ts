// Makes a role that customers of the account manage. Its trust policy says who may use it; it has no rights until policies
// are attached.
import { nullable, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { makeRole } from './make.ts'
import { readTags } from './tags.ts'
import { readTrust } from './trust.ts'
import { consoleLogin, description, newRoleName, roleTags, sessionDuration, trustDocument } from './types.ts'

const errors = [
  'FailedOperation.TagResourceFailed',
  'InternalError.SystemError',
  'InvalidParameter.ActionError',
  'InvalidParameter.ActionMiss',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ConditionContentError',
  'InvalidParameter.ConditionError',
  'InvalidParameter.ConditionTypeError',
  'InvalidParameter.DescriptionLengthOverlimit',
  'InvalidParameter.EffectError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PrincipalError',
  'InvalidParameter.PrincipalQcsCrossError',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'InvalidParameter.RoleFull',
  'InvalidParameter.RoleNameError',
  'InvalidParameter.RoleNameInUse',
  'InvalidParameter.StatementError',
  'InvalidParameter.TagLimitExceeded',
  'InvalidParameter.TagParamError',
  'InvalidParameter.UserNotExist',
  'InvalidParameter.VersionError',
] as const

export const CreateRole = action({
  name: 'CreateRole',
  product: 'cam',
  group: 'Role',
  summary: 'Makes a role.',
  access: 'write',
  perSecond: 2,
  params: {
    RoleName: newRoleName,
    PolicyDocument: trustDocument,
    Description: optional(description, ''),
    ConsoleLogin: optional(consoleLogin, 0),
    SessionDuration: optional(sessionDuration, 0),
    Tags: optional(roleTags, []),
  },
  returns: { RoleId: nullable(text({ about: 'Id of the new role.' })) },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`roleName/${params.RoleName}`] },
  async handle({ params, caller, nowMs, store, world }) {
    const place = { listed: errors, world, store, caller, account: caller.account }
    const tags = readTags(errors, params.Tags)
    const trust = await readTrust(place, params.PolicyDocument)
    const roleId = await makeRole(
      place,
      {
        name: params.RoleName,
        type: 'user',
        trust: trust.text,
        description: params.Description,
        consoleLogin: params.ConsoleLogin === 1,
        sessionDuration: params.SessionDuration,
        services: [],
        createdMs: nowMs,
      },
      tags,
    )
    return { RoleId: roleId }
  },
})
