// Deletes a role at once: its policies are detached and its sessions end with it.
import { action } from '../define.ts'
import { refuse } from '../policy/refuse.ts'
import { notLinked, roleOf, roleSegment } from './find.ts'
import { checkedRoleName, roleId } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.OrganizationRoleOperateError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyNameError',
  'InvalidParameter.RoleNotExist',
  'InvalidParameter.TagParamError',
] as const

/** The role by which the administrator of an organization gets into the accounts of its members. */
const organizationRole = 'OrganizationAccessControlRole'

export const DeleteRole = action({
  name: 'DeleteRole',
  product: 'cam',
  group: 'Role',
  summary: 'Deletes a role and ends its sessions.',
  access: 'write',
  perSecond: 3,
  params: { RoleId: roleId, RoleName: checkedRoleName('InvalidParameter.PolicyNameError') },
  returns: {},
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store }) {
    const role = await roleOf(store, errors, caller.account, params)
    notLinked(errors, role, 'it is deleted by DeleteServiceLinkedRole')
    // One that somebody made under this name is no such role: those of organizations come with the account.
    if (role.type === 'system' && role.name === organizationRole) {
      refuse(errors, 'InvalidParameter.OrganizationRoleOperateError', { role: role.name })
    }
    await store.roles.delete(caller.account, role.roleId)
    return {}
  },
})
