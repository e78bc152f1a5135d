// Subjects of questions as principals of the account: users by number or name, roles, the root account, permanent keys.
// Whoever is not in the account is nobody; a name is somebody only in the spelling that it has here.
import { askedSession } from '../../actions/role/asked-session.ts'
import type { Principal } from '../../actions/world.ts'
import type { AccountRow, Reads } from '../../store/store.ts'
import type { Entity } from './model.ts'

type Owner = Pick<AccountRow, 'account' | 'appId' | 'revision'>
type Finder = (store: Reads, owner: Owner, id: string) => Promise<Principal | undefined>

const numberPattern = /^\d{1,16}$/

const finders: ReadonlyMap<string, Finder> = new Map<string, Finder>([
  ['user', user],
  ['identity', user],
  ['root', async (_, owner, id) => (id === String(owner.account) ? userPrincipal(owner, owner.account) : undefined)],
  ['role', role],
  ['access_key', accessKey],
])

export const subjectTypes: readonly string[] = [...finders.keys()]

/** Who a subject is in the account; `undefined`: nobody. */
export async function principalOf(store: Reads, owner: Owner, { type, id }: Entity): Promise<Principal | undefined> {
  return finders.get(type)?.(store, owner, id)
}

/** Digits are always a number, so that nobody can be named like somebody else's. */
async function user(store: Reads, owner: Owner, id: string): Promise<Principal | undefined> {
  if (id === String(owner.account)) return userPrincipal(owner, owner.account)
  const isNumber = numberPattern.test(id)
  const found = isNumber
    ? await store.users.byUin(owner.account, Number(id))
    : await store.users.byName(owner.account, id)
  // A message recipient is nobody who could ask for anything.
  if (found === undefined || found.type === 5) return undefined
  if (isNumber ? String(found.uin) !== id : found.name !== id) return undefined
  return userPrincipal(owner, found.uin)
}

async function role(store: Reads, owner: Owner, id: string): Promise<Principal | undefined> {
  const { account, appId, revision } = owner
  const found = /^\d{19}$/.test(id) ? await store.roles.byId(account, id) : await store.roles.byName(account, id)
  if (found === undefined || (found.name !== id && found.roleId !== id)) return undefined
  const session = askedSession(account, found)
  return { kind: 'role', account, appId, uin: 0, revision, session }
}

async function accessKey(store: Reads, owner: Owner, id: string): Promise<Principal | undefined> {
  const key = await store.keys.get(owner.account, id)
  return key?.status === 'Active' ? user(store, owner, String(key.uin)) : undefined
}

function userPrincipal({ account, appId, revision }: Owner, uin: number): Principal {
  return { kind: uin === account ? 'root' : 'user', account, appId, uin, revision }
}
