// A product says that something of its own depends on a service-linked role: until that is released, the role is not
// deleted. Saying it again changes nothing.
import { action } from '../define.ts'
import { roleSegment } from './find.ts'
import { roleId, roleName } from './types.ts'
import { resourceName, serviceName, useCodes, usedRole } from './use.ts'

export const RegisterRoleUse = action({
  name: 'RegisterRoleUse',
  product: 'cam',
  group: 'Role',
  summary: 'Says that something of a product depends on a service-linked role.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: { ServiceName: serviceName, Resource: resourceName, RoleId: roleId, RoleName: roleName },
  returns: {},
  errors: useCodes,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, nowMs, store }) {
    const { account } = caller
    const { role, service } = await usedRole(store, useCodes, account, params)
    await store.roles.addUse(account, { roleId: role.roleId, service, resource: params.Resource, sinceMs: nowMs })
    return {}
  },
})
