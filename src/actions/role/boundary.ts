// Whose permissions boundary a call changes. A service-linked role has none, and no session loosens its own role's.
import type { Reads, RoleRow } from '../../store/store.ts'
import type { Caller } from '../define.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import { type RoleChoice, roleOf } from './find.ts'

/** The role, if the caller may change its boundary: ServiceLinkedRoleCantUsePermissionBoundary or UnauthorizedOperation if not. */
export async function boundedRole(
  store: Pick<Reads, 'roles'>,
  listed: Listed,
  caller: Caller,
  choice: RoleChoice,
): Promise<RoleRow> {
  const role = await roleOf(store, listed, caller.account, choice)
  if (role.type === 'service_linked') {
    refuse(listed, 'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary', { role: role.name })
  }
  if (caller.session?.role?.roleId === role.roleId) {
    refuse(listed, 'UnauthorizedOperation', { problem: 'nobody changes its own permissions boundary' })
  }
  return role
}
