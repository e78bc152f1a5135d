// What SCIM does with user groups, as rows that go through the same stages as calls. Members come and go by the rights and
// limits of AddUserToGroup and RemoveUserFromGroup, all of a request or none of it.
import { type ActionInput, action, type Caller } from '../../actions/define.ts'
import { AddUserToGroup } from '../../actions/group/AddUserToGroup.ts'
import { CreateGroup } from '../../actions/group/CreateGroup.ts'
import { DeleteGroup } from '../../actions/group/DeleteGroup.ts'
import { RemoveUserFromGroup } from '../../actions/group/RemoveUserFromGroup.ts'
import { UpdateGroup } from '../../actions/group/UpdateGroup.ts'
import { apiError } from '../../protocol/api-error.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { readJson } from '../../protocol/json-body.ts'
import { bool } from '../../protocol/shape.ts'
import type { GroupRow, Reads } from '../../store/store.ts'
import { type Resource, readResource } from './body.ts'
import { fault } from './fault.ts'
import { checkedGroupName, groupOfId, groupResource, groupWish, membersOf } from './group-resource.ts'
import { applyOperations, readOperations } from './patch.ts'
import { groupType } from './schema.ts'
import { userOfId } from './user-resource.ts'
import { body, id, returns } from './user-rows.ts'

const common = { product: 'cam', group: 'User', perSecond: 20 } as const

/** Codes that refusals inside these rows have; the first stands for faults of the server. */
const errors = [
  'InternalError.SystemError',
  'AuthFailure.UnauthorizedOperation',
  'FailedOperation',
  'InvalidParameter.GroupFull',
  'InvalidParameter.GroupNameInUse',
  'InvalidParameter.GroupNotExist',
  'InvalidParameter.GroupUserFull',
  'InvalidParameter.ParamError',
  'InvalidParameter.UserGroupFull',
  'InvalidParameter.UserUinAndUinNotAllNull',
  'ResourceNotFound.GroupNotExist',
  'ResourceNotFound.UserNotExist',
] as const

async function shownGroup(read: Pick<Reads, 'groups'>, account: number, groupId: number, withMembers = true) {
  const group = await read.groups.byId(account, groupId)
  if (group === undefined) throw apiError('ResourceNotFound.GroupNotExist', { group: String(groupId) })
  const members = withMembers ? await membersOf(read, group) : undefined
  return { Resource: JSON.stringify(groupResource(group, members)) }
}

async function mustFind(read: Pick<Reads, 'groups'>, { account }: Caller, Id: string): Promise<GroupRow> {
  const group = await groupOfId(read, account, Id)
  if (group === undefined) throw apiError('ResourceNotFound.GroupNotExist', { group: Id })
  return group
}

type Asking = Pick<ActionInput<object, ErrorCode>, 'may' | 'requestId' | 'world' | 'caller'>
type Membership = 'AddUserToGroup' | 'RemoveUserFromGroup'

/** Those of the users that the caller may put in or take out; the rest are not its business. */
async function allowedOf(
  input: Asking,
  call: Membership,
  group: string,
  uins: readonly number[],
): Promise<ReadonlySet<number>> {
  const { may, world } = input
  if (uins.length === 0) return new Set()
  if (world.rules.resourceLevel === 'vendor') return new Set((await may(`cam:${call}`)) ? uins : [])
  if (!(await may(`cam:${call}`, group))) return new Set()
  const allowed = new Set<number>()
  for (const uin of uins) if (await may(`cam:${call}`, `uin/${uin}`)) allowed.add(uin)
  return allowed
}

function mustBeAllowed(
  { requestId, caller }: Asking,
  call: Membership,
  uins: readonly number[],
  allowed: ReadonlySet<number>,
): void {
  const refused = uins.find((uin) => !allowed.has(uin))
  if (refused === undefined) return
  const resource = `qcs::cam::uin/${caller.account}:uin/${refused}`
  throw apiError('AuthFailure.UnauthorizedOperation', { requestId, operation: `cam:${call}`, resource, condition: '' })
}

/** Members are sub-users of the account; everybody else is answered alike. */
async function mustBeUsers(read: Pick<Reads, 'users'>, account: number, uins: readonly number[]): Promise<void> {
  for (const uin of uins) {
    if ((await userOfId(read, account, String(uin))) === undefined)
      throw fault('invalidValue', `there is no user "${uin}"`)
  }
}

const pairs = (GroupId: number, uins: readonly number[]) => uins.map((Uin) => ({ GroupId, Uin, Uid: undefined }))

export const createGroup = action({
  ...common,
  name: 'CreateGroup',
  summary: 'Makes a user group from a SCIM resource.',
  access: 'write',
  params: { Body: body },
  returns,
  errors,
  resource: { level: 'operation', fine: () => ['groupid/*'] },
  async prepare(input) {
    const wish = groupWish(readResource(groupType, readJson(input.params.Body)))
    const name = checkedGroupName(wish.displayName)
    return { wish, name, addable: await allowedOf(input, 'AddUserToGroup', 'groupid/*', wish.members ?? []) }
  },
  async handle(input) {
    const { prepared, caller, store } = input
    const { wish, name, addable } = prepared
    const members = wish.members ?? []
    mustBeAllowed(input, 'AddUserToGroup', members, addable)
    const made = await CreateGroup.handle({ ...input, params: { GroupName: name, Remark: '' }, prepared: undefined })
    if (wish.externalId !== undefined && wish.externalId !== '') {
      await store.groups.setExternalId(caller.account, made.GroupId, wish.externalId)
    }
    await mustBeUsers(store, caller.account, members)
    await AddUserToGroup.handle({ ...input, params: { Info: pairs(made.GroupId, members) }, prepared: undefined })
    return shownGroup(store, caller.account, made.GroupId)
  },
})

export const readGroup = action({
  ...common,
  name: 'GetGroup',
  summary: 'Reads a user group as a SCIM resource.',
  access: 'read',
  params: { Id: id, WithMembers: bool({ about: 'Whether the members are asked for.' }) },
  returns,
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.Id}`] },
  async handle({ params, caller, store }) {
    const group = await mustFind(store, caller, params.Id)
    return shownGroup(store, caller.account, group.groupId, params.WithMembers)
  },
})

/** Who comes and who goes; nobody where the resource says nothing of members. */
function movesOf(wanted: readonly number[] | undefined, present: readonly number[]) {
  if (wanted === undefined) return { comers: [], goers: [] }
  const [now, then] = [new Set(present), new Set(wanted)]
  return { comers: wanted.filter((uin) => !now.has(uin)), goers: present.filter((uin) => !then.has(uin)) }
}

async function wishFor(read: Pick<Reads, 'groups'>, group: GroupRow, wanted: (before: Resource) => Resource) {
  const members = await membersOf(read, group)
  const wish = groupWish(wanted(groupResource(group, members)))
  const present = members.map(({ uin }) => uin)
  return { wish, ...movesOf(wish.members, present) }
}

/** Puts another resource in place of the group's, or applies operations to it: what is left out stays as it is. */
const changeGroup = (change: (body: string) => (before: Resource) => Resource) =>
  action({
    ...common,
    name: 'UpdateGroup',
    summary: 'Changes a user group and its members by SCIM.',
    access: 'write',
    params: { Id: id, Body: body },
    returns,
    errors,
    resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.Id}`] },
    async prepare(input) {
      const { params, caller, store } = input
      const wanted = change(params.Body)
      const group = await mustFind(store, caller, params.Id)
      const { comers, goers } = await wishFor(store, group, wanted)
      const segment = `groupid/${group.groupId}`
      const addable = await allowedOf(input, 'AddUserToGroup', segment, comers)
      const removable = await allowedOf(input, 'RemoveUserFromGroup', segment, goers)
      return { wanted, addable, removable }
    },
    async handle(input) {
      const { params, prepared, caller, store } = input
      const { account } = caller
      const group = await mustFind(store, caller, params.Id)
      const { groupId } = group
      const { wish, comers, goers } = await wishFor(store, group, prepared.wanted)
      // Whoever came or went since the rights were asked for was not asked about: the client may try again.
      mustBeAllowed(input, 'AddUserToGroup', comers, prepared.addable)
      mustBeAllowed(input, 'RemoveUserFromGroup', goers, prepared.removable)
      const GroupName =
        wish.displayName === undefined || wish.displayName === group.name
          ? undefined
          : checkedGroupName(wish.displayName)
      await UpdateGroup.handle({
        ...input,
        params: { GroupId: groupId, GroupName, Remark: undefined },
        prepared: undefined,
      })
      if (wish.externalId !== undefined) {
        await store.groups.setExternalId(account, groupId, wish.externalId === '' ? undefined : wish.externalId)
      }
      await mustBeUsers(store, account, comers)
      // First who goes: a group that is full has room then.
      await RemoveUserFromGroup.handle({ ...input, params: { Info: pairs(groupId, goers) }, prepared: undefined })
      await AddUserToGroup.handle({ ...input, params: { Info: pairs(groupId, comers) }, prepared: undefined })
      return shownGroup(store, account, groupId)
    },
  })

export const replaceGroup = changeGroup((json) => {
  const resource = readResource(groupType, readJson(json))
  return () => resource
})

export const patchGroup = changeGroup((json) => {
  const operations = readOperations(readJson(json))
  return (before) => applyOperations(groupType, before, operations)
})

export const deleteGroup = action({
  ...common,
  name: 'DeleteGroup',
  summary: 'Deletes a user group by SCIM.',
  access: 'write',
  params: { Id: id },
  returns: {},
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`groupid/${params.Id}`] },
  async handle(input) {
    const group = await mustFind(input.store, input.caller, input.params.Id)
    return DeleteGroup.handle({ ...input, params: { GroupId: group.groupId }, prepared: undefined })
  },
})
