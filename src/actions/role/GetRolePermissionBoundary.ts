// The policy that is the permissions boundary of a role; every member is null where it has none.
import { text } from '../../protocol/shape.ts'
import { boundaryReturns, shownBoundary } from '../boundary/shown.ts'
import { action } from '../define.ts'
import { roleOf, roleSegment } from './find.ts'

const errors = ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'] as const

export const GetRolePermissionBoundary = action({
  name: 'GetRolePermissionBoundary',
  product: 'cam',
  group: 'Role',
  summary: 'Reads the permissions boundary of a role.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: { RoleId: text({ about: 'Id of the role.', max: 32 }) },
  returns: boundaryReturns,
  errors,
  resource: { level: 'operation', fine: roleSegment },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { boundaryPolicyId } = await roleOf(store, errors, account, params)
    const place = { listed: errors, account, policies: store.policies, presets: world.presets }
    return shownBoundary(place, boundaryPolicyId)
  },
})
