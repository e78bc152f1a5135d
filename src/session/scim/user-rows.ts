// What SCIM does with users, as rows that go through the same stages as calls: the name of a row is the right that it
// needs, and a write is one transaction with its audit event. The work itself is that of the calls it is made of.

import { action, type Caller } from '../../actions/define.ts'
import { AddUser } from '../../actions/user/AddUser.ts'
import { DeleteUser } from '../../actions/user/DeleteUser.ts'
import { randomPassword } from '../../actions/user/password.ts'
import { defaultCountryCode } from '../../actions/user/types.ts'
import { UpdateUser } from '../../actions/user/UpdateUser.ts'
import { apiError } from '../../protocol/api-error.ts'
import { readJson } from '../../protocol/json-body.ts'
import { text } from '../../protocol/shape.ts'
import { hashPassword } from '../../store/passwords.ts'
import type { Reads, UserRow, Writes } from '../../store/store.ts'
import { emptyResource, type Resource, readResource } from './body.ts'
import { fault, forbidden } from './fault.ts'
import { applyOperations, type Operation, readOperations } from './patch.ts'
import { userType } from './schema.ts'
import { checkedUserName, isActive, type UserWish, userOfId, userResource, userWish } from './user-resource.ts'

const common = { product: 'cam', group: 'User', perSecond: 20 } as const
export const id = text({ about: 'Id of the resource.', max: 64 })
export const body = text({ about: 'The JSON of the request.' })
export const returns = { Resource: text({ about: 'The JSON of the resource.' }) }

/** Codes that refusals inside these rows have; the first stands for faults of the server. */
const errors = [
  'InternalError.SystemError',
  'FailedOperation',
  'InvalidParameter.ParamError',
  'InvalidParameter.PasswordViolatedRules',
  'InvalidParameter.SubUserFull',
  'InvalidParameter.SubUserNameInUse',
  'InvalidParameter.UserNameIllegal',
  'OperationDenied.HaveKeys',
  'RequestLimitExceeded.CreateUser',
  'ResourceNotFound.UserNotExist',
  'UnauthorizedOperation.DeleteApiKey',
] as const

async function shownUser(read: Pick<Reads, 'users' | 'keys'>, account: number, uin: number) {
  const user = await read.users.byUin(account, uin)
  if (user === undefined) throw apiError('ResourceNotFound.UserNotExist', { user: String(uin) })
  return { Resource: JSON.stringify(userResource(user, await isActive(read, user))) }
}

async function mustFind(read: Pick<Reads, 'users'>, { account }: Caller, Id: string): Promise<UserRow> {
  const user = await userOfId(read, account, Id)
  if (user === undefined) throw apiError('ResourceNotFound.UserNotExist', { user: Id })
  return user
}

export const createUser = action({
  ...common,
  name: 'AddUser',
  summary: 'Makes a sub-user from a SCIM resource.',
  access: 'write',
  params: { Body: body },
  returns,
  errors,
  resource: { level: 'operation', fine: () => ['uin/*'] },
  async prepare({ params, random }) {
    const wish = userWish(readResource(userType, readJson(params.Body)))
    const name = checkedUserName(wish.userName)
    // Whoever is active can sign in: through the directory, or after a password was set. Nobody knows the one made here.
    const active = wish.active !== false
    return { wish, name, active, hash: active ? await hashPassword(randomPassword(random)) : undefined }
  },
  async handle(input) {
    const { prepared, caller, store } = input
    const { wish, name, active, hash } = prepared
    const params = {
      Name: name,
      Remark: '',
      ConsoleLogin: active ? 1 : 0,
      UseApi: 0,
      Password: '',
      NeedResetPassword: 0,
      PhoneNum: '',
      CountryCode: defaultCountryCode,
      Email: wish.email ?? '',
    }
    const made = await AddUser.handle({ ...input, params, prepared: { password: '', hash } })
    await store.users.update(caller.account, made.Uin, facesOf(wish, name))
    return shownUser(store, caller.account, made.Uin)
  },
})

/** What no call of the API sets. A nickname taken away is the name again. */
function facesOf({ displayName, externalId }: UserWish, name: string) {
  return {
    ...(displayName === undefined ? {} : { nickName: displayName === '' ? name : displayName }),
    ...(externalId === undefined ? {} : { externalId: externalId === '' ? undefined : externalId }),
  }
}

export const readUser = action({
  ...common,
  name: 'GetUser',
  summary: 'Reads a sub-user as a SCIM resource.',
  access: 'read',
  params: { Id: id },
  returns,
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.Id}`] },
  async handle({ params, caller, store }) {
    const user = await mustFind(store, caller, params.Id)
    return shownUser(store, caller.account, user.uin)
  },
})

/** Puts another resource in place of the user's, or applies operations to it: what is left out stays as it is. */
const changeUser = (change: (body: string) => (before: Resource) => Resource) =>
  action({
    ...common,
    name: 'UpdateUser',
    summary: 'Changes a sub-user by SCIM.',
    access: 'write',
    params: { Id: id, Body: body },
    returns,
    errors,
    resource: { level: 'operation', fine: ({ params }) => [`uin/${params.Id}`] },
    async prepare({ params, world, caller, store, random, may }) {
      const wanted = change(params.Body)
      const segment = world.rules.resourceLevel === 'fine' ? `uin/${params.Id}` : undefined
      const mayTakeKeys = await may('cam:UpdateAccessKey', segment)
      // For somebody who may sign in from now on and never had a password; it is one that nobody knows.
      const lacking = (await userOfId(store, caller.account, params.Id))?.passwordHash === undefined
      return { wanted, mayTakeKeys, hash: lacking ? await hashPassword(randomPassword(random)) : undefined }
    },
    async handle(input) {
      const { params, prepared, caller, requestId, store } = input
      const user = await mustFind(store, caller, params.Id)
      const active = await isActive(store, user)
      const wish = userWish(prepared.wanted(userResource(user, active)))
      if (wish.userName !== undefined && wish.userName.toLowerCase() !== user.name.toLowerCase()) {
        throw fault('mutability', 'userName never changes: make another user')
      }
      if (wish.active === false && caller.uin === user.uin) {
        throw forbidden('a SCIM client cannot deactivate the user that it acts as')
      }
      const signIn = wish.active === undefined || wish.active === active ? undefined : wish.active ? 1 : 0
      const contact = { PhoneNum: undefined, CountryCode: undefined, Email: wish.email }
      const rest = { Remark: undefined, Password: '', NeedResetPassword: undefined }
      const changes = { Name: user.name, ConsoleLogin: signIn, ...contact, ...rest }
      await UpdateUser.handle({ ...input, params: changes, prepared: { hash: prepared.hash } })
      await store.users.update(caller.account, user.uin, facesOf(wish, user.name))
      if (wish.active === false) await takeKeys(store, user, { mayTakeKeys: prepared.mayTakeKeys, requestId })
      return shownUser(store, caller.account, user.uin)
    },
  })

interface KeyRight {
  readonly mayTakeKeys: boolean
  readonly requestId: string
}

/** Every way in is closed, not only the console's: keys are turned off and SCIM tokens are revoked. */
async function takeKeys(store: Writes, { account, uin }: UserRow, { mayTakeKeys, requestId }: KeyRight): Promise<void> {
  const keys = (await store.keys.list(account, uin)).filter((key) => key.status === 'Active')
  if (keys.length > 0 && !mayTakeKeys) {
    const resource = `qcs::cam::uin/${account}:uin/${uin}`
    const detail = { requestId, operation: 'cam:UpdateAccessKey', resource, condition: '' }
    throw apiError('AuthFailure.UnauthorizedOperation', detail)
  }
  for (const { secretId } of keys) await store.keys.setStatus(account, secretId, 'Inactive')
  await store.scimTokens.deleteOfUser(account, uin)
}

export const replaceUser = changeUser((json) => {
  const resource = readResource(userType, readJson(json))
  checkedUserName(typeof resource['userName'] === 'string' ? resource['userName'] : undefined)
  return () => resource
})

export const patchUser = changeUser((json) => {
  const operations: readonly Operation[] = readOperations(readJson(json))
  return (before) => applyOperations(userType, Object.assign(emptyResource(), before), operations)
})

export const deleteUser = action({
  ...common,
  name: 'DeleteUser',
  summary: 'Deletes a sub-user by SCIM.',
  access: 'write',
  params: { Id: id },
  returns: {},
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`uin/${params.Id}`] },
  async prepare({ params, world, may }) {
    return {
      mayDeleteKeys: await may(
        'cam:DeleteApiKey',
        world.rules.resourceLevel === 'fine' ? `uin/${params.Id}` : undefined,
      ),
    }
  },
  async handle(input) {
    const { params, caller, store } = input
    const user = await mustFind(store, caller, params.Id)
    if (caller.uin === user.uin) throw forbidden('a SCIM client cannot delete the user that it acts as')
    return DeleteUser.handle({ ...input, params: { Name: user.name, Force: 1 } })
  },
})
