import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { allow, type Harness, openHarness } from '../harness.ts'
import { create, openRoles, sessionOf, stored } from './roles.ts'

const off = { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 }
const offsite = { VerifyFlag: 0, NotifyPhone: 1, NotifyEmail: 1, NotifyWechat: 1, Tips: 0 }

describe('DescribeSafeAuthFlag', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openRoles()
  })
  afterAll(() => server.close())

  test('ok: of whoever asks, the root account or a user', async () => {
    const fresh = { LoginFlag: off, ActionFlag: off, OffsiteFlag: offsite }
    expect(await server.ok('DescribeSafeAuthFlag')).toEqual(fresh)
    const user = await server.user('asker', allow('cam:DescribeSafeAuthFlag'))
    await server.ok('SetMfaFlag', { OpUin: user.uin, LoginFlag: { Stoken: 1 } })
    const set = { ...fresh, LoginFlag: { ...off, Stoken: 1 } }
    expect(await server.ok('DescribeSafeAuthFlag', {}, { as: user })).toEqual(set)
    expect(await server.ok('DescribeSafeAuthFlag')).toEqual(fresh)
  })

  test('InvalidParameter.ParamError: a session of a role has no sign-in', async () => {
    const RoleId = await create(server)
    await server.ok('AttachRolePolicy', { AttachRoleId: RoleId, PolicyId: 1 })
    const as = await sessionOf(server, await stored(server, RoleId))
    await server.refused('InvalidParameter.ParamError', 'DescribeSafeAuthFlag', {}, { as })
  })

  test('ResourceNotFound.UserNotExist: the caller was deleted while it called', async () => {
    let gone = false
    const wrap = (store: Store): Store => {
      const users: Store['read']['users'] = {
        ...store.read.users,
        byUin: async (account, uin) => (gone ? undefined : store.read.users.byUin(account, uin)),
      }
      return { ...store, read: { ...store.read, users } }
    }
    const fleeting = await openHarness({ wrap })
    const as = await fleeting.user('doomed', allow('cam:*'))
    gone = true
    await fleeting.refused('ResourceNotFound.UserNotExist', 'DescribeSafeAuthFlag', {}, { as })
    await fleeting.close()
  })
})
