// A user group as SCIM shows it, and what a SCIM resource asks of one. Members that are no sub-users (message recipients,
// collaborators) are neither shown nor touched.
import { groupName as groupNameShape } from '../../actions/group/types.ts'
import { subUserTypes } from '../../actions/user/types.ts'
import { readFields } from '../../protocol/shape.ts'
import type { GroupRow, Reads, UserRow } from '../../store/store.ts'
import { emptyResource, type Resource, textAt } from './body.ts'
import { fault, shown } from './fault.ts'
import { isObject, listOf } from './filter.ts'
import { groupType } from './schema.ts'
import { basePath, numberOf, userPath } from './user-resource.ts'

export const groupPath = (groupId: number | string): string => `${basePath}${groupType.endpoint}/${groupId}`

/** The group of an id, of this account. */
export async function groupOfId(
  read: Pick<Reads, 'groups'>,
  account: number,
  id: string,
): Promise<GroupRow | undefined> {
  const groupId = numberOf(id)
  return groupId === undefined ? undefined : read.groups.byId(account, groupId)
}

/** The members that SCIM speaks of, by uid ascending. */
export async function membersOf(read: Pick<Reads, 'groups'>, group: GroupRow): Promise<readonly UserRow[]> {
  const { rows } = await read.groups.members(group.account, group.groupId)
  return rows.filter((user) => subUserTypes.includes(user.type))
}

/** `members` undefined: they were not asked for. */
export function groupResource(group: GroupRow, members: readonly UserRow[] | undefined): Resource {
  const id = String(group.groupId)
  const created = new Date(group.createdMs).toISOString()
  return Object.assign(emptyResource(), {
    schemas: [groupType.schema],
    id,
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    displayName: group.name,
    ...(members === undefined ? {} : { members: members.map(member) }),
    meta: { resourceType: groupType.name, created, location: groupPath(id) },
  })
}

const member = ({ uin, name }: UserRow) => ({ value: String(uin), display: name, type: 'User', $ref: userPath(uin) })

/** What a resource asks for. `undefined`: nothing was said; an empty text: taken away. */
export interface GroupWish {
  readonly displayName: string | undefined
  readonly externalId: string | undefined
  readonly members: readonly number[] | undefined
}

/** Throws invalidValue for what no group can have. */
export function groupWish(resource: Resource): GroupWish {
  const given = resource['members']
  return {
    displayName: textAt(resource, 'displayName'),
    externalId: textAt(resource, 'externalId'),
    members: given === undefined ? undefined : [...new Set(listOf(given).map(uinOf))],
  }
}

/** By the rule of names of groups; throws where it breaks it. */
export function checkedGroupName(name: string | undefined): string {
  if (name === undefined || name === '') throw fault('invalidValue', 'displayName is missing')
  const fields = { displayName: groupNameShape }
  return readFields(fields, { displayName: name }, { valueFault: 'InvalidParameter.ParamError' }).displayName
}

function uinOf(value: unknown): number {
  const { value: id, type } = isObject(value) ? { value: value['value'], type: value['type'] } : {}
  if (type !== undefined && type !== 'User') throw fault('invalidValue', 'members can be users only')
  const uin = typeof id === 'string' ? numberOf(id) : undefined
  if (uin === undefined) throw fault('invalidValue', `there is no user ${shown(String(id))}`)
  return uin
}
