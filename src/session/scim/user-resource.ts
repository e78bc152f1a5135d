// A sub-user as SCIM shows it, and what a SCIM resource asks of one. Sub-users only: collaborators and message recipients
// belong to nobody's directory here.
import { email as emailShape, subUserTypes, userName as userNameShape } from '../../actions/user/types.ts'
import { readFields } from '../../protocol/shape.ts'
import type { Reads, UserRow } from '../../store/store.ts'
import { emptyResource, type Resource, textAt } from './body.ts'
import { fault } from './fault.ts'
import { isObject, listOf } from './filter.ts'
import { userType } from './schema.ts'

export const basePath = '/scim/v2'
const displayLengthMax = 255

export const userPath = (uin: number | string): string => `${basePath}${userType.endpoint}/${uin}`

/** The number that an id says; `undefined` for a text that can be nobody's. */
export function numberOf(id: string): number | undefined {
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

/** The sub-user of an id, of this account. */
export async function userOfId(read: Pick<Reads, 'users'>, account: number, id: string): Promise<UserRow | undefined> {
  const uin = numberOf(id)
  const user = uin === undefined ? undefined : await read.users.byUin(account, uin)
  return user !== undefined && subUserTypes.includes(user.type) ? user : undefined
}

/** Whether anything is open to the user: signing in, or an access key. */
export async function isActive(read: Pick<Reads, 'keys'>, user: UserRow): Promise<boolean> {
  if (user.consoleLogin) return true
  return (await read.keys.list(user.account, user.uin)).some((key) => key.status === 'Active')
}

export function userResource(user: UserRow, active: boolean): Resource {
  const id = String(user.uin)
  const created = new Date(user.createdMs).toISOString()
  return Object.assign(emptyResource(), {
    schemas: [userType.schema],
    id,
    ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
    userName: user.name,
    displayName: user.nickName,
    active,
    ...(user.email === '' ? {} : { emails: [{ value: user.email, type: 'work', primary: true }] }),
    meta: { resourceType: userType.name, created, location: userPath(id) },
  })
}

/** What a resource asks for. `undefined`: nothing was said; empty: taken away. */
export interface UserWish {
  readonly userName: string | undefined
  readonly displayName: string | undefined
  readonly externalId: string | undefined
  readonly active: boolean | undefined
  readonly email: string | undefined
}

/** Throws invalidValue for what no user can have. */
export function userWish(resource: Resource): UserWish {
  const { active } = resource
  const wish = {
    userName: textAt(resource, 'userName'),
    displayName: textAt(resource, 'displayName'),
    externalId: textAt(resource, 'externalId'),
    active: typeof active === 'boolean' ? active : undefined,
    email: emailOf(resource),
  }
  if ([...(wish.displayName ?? '')].length > displayLengthMax) {
    throw fault('invalidValue', `displayName has at most ${displayLengthMax} characters`)
  }
  if (wish.email !== undefined) {
    readFields({ emails: emailShape }, { emails: wish.email }, { valueFault: 'InvalidParameter.ParamError' })
  }
  return wish
}

/** By the rule of names of users; throws where it breaks it. */
export function checkedUserName(name: string | undefined): string {
  if (name === undefined || name === '') throw fault('invalidValue', 'userName is missing')
  return readFields({ userName: userNameShape }, { userName: name }, { valueFault: 'InvalidParameter.ParamError' })
    .userName
}

/** One address is kept: the primary one, else the one for work, else the first. */
function emailOf(resource: Resource): string | undefined {
  const given = resource['emails']
  if (given === undefined) return undefined
  const emails = listOf(given).filter(isObject)
  const chosen =
    emails.find((one) => one['primary'] === true) ?? emails.find((one) => one['type'] === 'work') ?? emails[0]
  const value = chosen?.['value']
  return typeof value === 'string' ? value : ''
}
