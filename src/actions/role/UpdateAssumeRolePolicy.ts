// Replaces the trust policy of a role. Sessions that have begun go on: trust decides who may begin one.
import { action } from '../define.ts'
import { notLinked, roleOf, roleSegment } from './find.ts'
import { readTrust } from './trust.ts'
import { roleId, roleName, trustDocument } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ActionError',
  'InvalidParameter.ActionMiss',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ConditionContentError',
  'InvalidParameter.ConditionError',
  'InvalidParameter.ConditionTypeError',
  'InvalidParameter.EffectError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyDocumentLengthOverLimit',
  'InvalidParameter.PrincipalError',
  'InvalidParameter.PrincipalQcsCrossError',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.StatementError',
  'InvalidParameter.UserNotExist',
  'InvalidParameter.VersionError',
] as const

export const UpdateAssumeRolePolicy = action({
  name: 'UpdateAssumeRolePolicy',
  product: 'cam',
  group: 'Role',
  summary: 'Replaces the trust policy of a role.',
  access: 'write',
  perSecond: 3,
  params: { PolicyDocument: trustDocument, RoleId: roleId, RoleName: roleName },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, nowMs, store, world }) {
    const { account } = caller
    const role = await roleOf(store, errors, account, params)
    notLinked(errors, role, 'its trust policy belongs to its products')
    const document = await readTrust({ listed: errors, world, store, account }, params.PolicyDocument)
    await store.roles.update(account, role.roleId, { trust: document.text, updatedMs: nowMs })
    return {}
  },
})
