// Which role a call means, by id or by name: only roles of the caller's account, so nothing tells another account's roles
// from none. An id or a name that is empty counts as left out.
import type { Reads, RoleRow } from '../../store/store.ts'
import type { ResourceInput } from '../define.ts'
import { type Listed, refuse } from '../policy/refuse.ts'

export interface RoleChoice {
  readonly RoleId?: string | undefined
  readonly RoleName?: string | undefined
}

/**
 * The role; otherwise the call ends. InvalidParameter.RoleNotExist: there is none. OperateEntitiesOverLimit: id and name are
 * of two roles. ParamError: neither is given. Where the table lacks one of these, ParamError.
 */
export async function roleOf(
  store: Pick<Reads, 'roles'>,
  listed: Listed,
  account: number,
  choice: RoleChoice,
): Promise<RoleRow> {
  const { RoleId = '', RoleName = '' } = choice
  if (RoleId === '' && RoleName === '') {
    return refuse(listed, 'InvalidParameter.ParamError', { problem: 'give RoleId or RoleName' })
  }
  const byId = RoleId === '' ? undefined : await present(listed, RoleId, store.roles.byId(account, RoleId))
  const byName = RoleName === '' ? undefined : await present(listed, RoleName, store.roles.byName(account, RoleName))
  if (byId !== undefined && byName !== undefined && byId.roleId !== byName.roleId) {
    const problem = `RoleId \`${RoleId}\` and RoleName \`${RoleName}\` are two roles`
    return refuse(listed, 'InvalidParameter.OperateEntitiesOverLimit', { limit: '1', problem })
  }
  return byId ?? byName ?? refuse(listed, 'InvalidParameter.RoleNotExist', absence(RoleId))
}

async function present(listed: Listed, shown: string, found: Promise<RoleRow | undefined>): Promise<RoleRow> {
  return (await found) ?? refuse(listed, 'InvalidParameter.RoleNotExist', absence(shown))
}

const absence = (role: string) => ({ role, problem: `there is no role \`${role}\`` })

/** Ends a call that would change what belongs to the product of a service-linked role. */
export function notLinked(listed: Listed, role: RoleRow, what: string): void {
  if (role.type !== 'service_linked') return
  const problem = `\`${role.name}\` is a service-linked role: ${what}`
  refuse(listed, 'InvalidParameter.ParamError', { problem })
}

/** Last segment of the role's resource; `roleName/*` for one that is not there, which only a wide grant covers. */
export async function roleSegment({
  params,
  caller,
  read,
}: Omit<ResourceInput<RoleChoice>, 'presets'>): Promise<readonly string[]> {
  const { RoleId = '', RoleName = '' } = params
  const { account } = caller
  const byId = RoleId === '' ? undefined : await read.roles.byId(account, RoleId)
  const byName = RoleName === '' ? undefined : await read.roles.byName(account, RoleName)
  const names = [byId, byName].flatMap((role) => (role === undefined ? [] : [`roleName/${role.name}`]))
  return names.length === 0 ? ['roleName/*'] : [...new Set(names)]
}
