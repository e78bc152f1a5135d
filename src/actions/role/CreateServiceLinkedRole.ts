// Makes the role by which products act in the account. Name, trust policy and rights are the products' own; nobody in the
// account edits them.
import { list, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { attachTo } from '../policy/attach.ts'
import { planLinked } from './linked.ts'
import { makeRole } from './make.ts'
import { readTags } from './tags.ts'
import { description, roleTags, sessionSecondsMax } from './types.ts'

const errors = [
  'FailedOperation.TagResourceFailed',
  'InternalError.SystemError',
  'InvalidParameter.ConditionContentError',
  'InvalidParameter.ConditionError',
  'InvalidParameter.ConditionTypeError',
  'InvalidParameter.DescriptionLengthOverlimit',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PrincipalError',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'InvalidParameter.RoleNameError',
  'InvalidParameter.RoleNameInUse',
  'InvalidParameter.TagLimitExceeded',
  'InvalidParameter.TagParamError',
] as const

export const CreateServiceLinkedRole = action({
  name: 'CreateServiceLinkedRole',
  product: 'cam',
  group: 'Role',
  summary: 'Makes the role by which products act in the account.',
  access: 'write',
  perSecond: 20,
  params: {
    QCSServiceName: list(text({ about: 'Domain of a product.', max: 253 }), {
      about: 'Domains of the products that may use the role.',
      min: 1,
    }),
    CustomSuffix: optional(text({ about: 'Put at the end of the name of the role.', max: 128 }), ''),
    Description: optional(description, ''),
    Tags: optional(roleTags, []),
  },
  returns: { RoleId: text({ about: 'Id of the new role.' }) },
  errors,
  resource: { level: 'operation', fine: () => ['roleName/*'] },
  async handle({ params, caller, nowMs, store, world }) {
    const place = { listed: errors, world, store, caller, account: caller.account }
    const tags = readTags(errors, params.Tags)
    const { name, services, trust, policyId } = await planLinked(place, params.QCSServiceName, params.CustomSuffix)
    const roleId = await makeRole(
      place,
      {
        name,
        type: 'service_linked',
        trust,
        description: params.Description,
        consoleLogin: false,
        sessionDuration: sessionSecondsMax,
        services,
        createdMs: nowMs,
      },
      tags,
    )
    if (policyId !== undefined) await attachTo(place, store, policyId, [{ kind: 'role', id: roleId }], nowMs)
    return { RoleId: roleId }
  },
})
