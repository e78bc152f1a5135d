// Making a role: within the account's limit, under a name that no other role has in any case, with its tags.
import type { NewRole, Tag, Writes } from '../../store/store.ts'
import type { Caller } from '../define.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'
import { putTags } from './tags.ts'

export interface MakePlace {
  readonly listed: Listed
  readonly world: World
  readonly store: Writes
  readonly caller: Caller
}

/** Id of the new role. InvalidParameter.RoleFull, RoleNameInUse or TagLimitExceeded ends the call. */
export async function makeRole(
  { listed, world, store, caller }: MakePlace,
  role: Omit<NewRole, 'roleId'>,
  tags: readonly Tag[],
): Promise<string> {
  const { account } = caller
  const most = await quotaOf(world.quotas, store.accounts, account, 'roles')
  const limit = String(most)
  if (await world.room.isFull(caller, 'roles', most, () => store.roles.count(account))) {
    refuse(listed, 'InvalidParameter.RoleFull', { limit, problem: `there are \`${limit}\` roles already` })
  }
  const roleId = await store.ids.nextRole()
  const outcome = await store.roles.insert(account, { ...role, roleId })
  if (outcome === 'taken') refuse(listed, 'InvalidParameter.RoleNameInUse', { name: role.name })
  await putTags({ listed, world, store, account }, roleId, tags)
  return roleId
}
