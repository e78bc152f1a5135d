// People that no API call makes: collaborators, message recipients, users with a bound phone or WeChat.
import type { NewUser, UserType } from '../../src/store/store.ts'
import type { Harness } from './harness.ts'

export interface Person {
  readonly uin: number
  readonly uid: number
  readonly name: string
}

/** Puts somebody of any kind into the first root account. */
export function addPerson(
  server: Harness,
  name: string,
  type: UserType,
  given: Partial<NewUser> = {},
): Promise<Person> {
  return server.world.store.transaction(async (writes) => {
    await writes.accounts.advance(server.root.account)
    const uin = await writes.ids.next('uin')
    const uid = await writes.ids.next('uid')
    const user: NewUser = {
      uin,
      uid,
      type,
      name,
      remark: '',
      nickName: name,
      consoleLogin: type !== 5,
      needResetPassword: false,
      passwordHash: undefined,
      phone: '',
      countryCode: '86',
      email: '',
      phoneVerified: false,
      emailVerified: false,
      wechatBound: false,
      receiverOwner: false,
      createdMs: server.clock(),
      ...given,
    }
    if ((await writes.users.insert(server.root.account, user)) === 'taken') throw new Error(`${name} is there already`)
    return { uin, uid, name }
  })
}

/** Raises or lowers a limit of the first root account. */
export function setQuota(server: Harness, name: string, value: number): Promise<void> {
  return server.world.store.transaction((writes) => writes.accounts.setQuota(server.root.account, name, value))
}
