// A product takes back that something depends on a service-linked role. What was never registered is no fault.
import { action } from '../define.ts'
import { roleSegment } from './find.ts'
import { roleId, roleName } from './types.ts'
import { resourceName, serviceName, useCodes, usedRole } from './use.ts'

export const ReleaseRoleUse = action({
  name: 'ReleaseRoleUse',
  product: 'cam',
  group: 'Role',
  summary: 'Takes back that something of a product depends on a service-linked role.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: { ServiceName: serviceName, Resource: resourceName, RoleId: roleId, RoleName: roleName },
  returns: {},
  errors: useCodes,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store }) {
    const { account } = caller
    const { role, service } = await usedRole(store, useCodes, account, params)
    await store.roles.dropUse(account, role.roleId, service, params.Resource)
    return {}
  },
})
