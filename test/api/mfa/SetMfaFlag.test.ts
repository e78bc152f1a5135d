import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('SetMfaFlag', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const off = { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 }
  const flags = (SubUin: number) => server.ok('DescribeSafeAuthFlagColl', { SubUin })

  test('ok: a flag sent is set as a whole, one that is not sent stays', async () => {
    const { uin } = await addPerson(server, 'anna', 2, { phone: '10086', phoneVerified: true, wechatBound: true })
    const LoginFlag = { Phone: 1, Stoken: 1, Wechat: 1 }
    expect(await server.ok('SetMfaFlag', { OpUin: uin, LoginFlag, ActionFlag: { Phone: 1, Wechat: 0 } })).toEqual({})
    expect(await flags(uin)).toMatchObject({ LoginFlag: { ...off, ...LoginFlag }, ActionFlag: { ...off, Phone: 1 } })
    await server.ok('SetMfaFlag', { OpUin: uin, LoginFlag: { Wechat: 1 } }, { form: 'v1-form' })
    expect(await flags(uin)).toMatchObject({ LoginFlag: { ...off, Wechat: 1 }, ActionFlag: { ...off, Phone: 1 } })
    await server.ok('SetMfaFlag', { OpUin: uin })
    expect(await flags(uin)).toMatchObject({ LoginFlag: { ...off, Wechat: 1 }, ActionFlag: { ...off, Phone: 1 } })
  })

  test('ok: without a number the caller, a software token before it is bound', async () => {
    const bert = await server.user('bert', allow('cam:SetMfaFlag'))
    await server.ok('SetMfaFlag', { ActionFlag: { Stoken: 1 } }, { as: bert })
    expect(await flags(bert.uin)).toMatchObject({ LoginFlag: off, ActionFlag: { ...off, Stoken: 1 } })
  })

  test('ok: switches that the call cannot set stay', async () => {
    const { uin } = await addPerson(server, 'custom', 2)
    const stored = { login: { ...off, Custom: 1 }, action: off, offsite: {} }
    await server.world.store.transaction((writes) => writes.users.setMfaFlags(server.root.account, uin, stored))
    await server.ok('SetMfaFlag', { OpUin: uin, LoginFlag: { Stoken: 1 } })
    expect(await flags(uin)).toMatchObject({ LoginFlag: { ...off, Custom: 1, Stoken: 1 } })
  })

  test('ok: the root account for itself', async () => {
    await server.ok('SetMfaFlag', { LoginFlag: { Stoken: 1 } })
    const { account } = server.root
    expect((await server.world.store.read.users.mfaFlags(account, account))?.login).toMatchObject({ Stoken: 1 })
  })

  test('phone: none, or one that was not verified, of users and of the root account', async () => {
    const bare = await addPerson(server, 'bare', 2)
    const unverified = await addPerson(server, 'unverified', 2, { phone: '10086' })
    for (const OpUin of [bare.uin, unverified.uin, undefined]) {
      const given = { OpUin, LoginFlag: { Phone: 1 } }
      await server.refused('FailedOperation.UserNotBindPhone', 'SetMfaFlag', given)
    }
    await server.refused('FailedOperation.UserNotBindPhone', 'SetMfaFlag', {
      OpUin: bare.uin,
      ActionFlag: { Phone: 1 },
    })
    expect(await flags(bare.uin)).toMatchObject({ LoginFlag: off, ActionFlag: off })
  })

  test('wechat: not bound', async () => {
    const { uin } = await addPerson(server, 'unbound', 2)
    const given = { OpUin: uin, ActionFlag: { Wechat: 1 } }
    await server.refused('FailedOperation.UserNotBindWechat', 'SetMfaFlag', given)
    await server.refused('FailedOperation.UserNotBindWechat', 'SetMfaFlag', { LoginFlag: { Wechat: 1 } })
  })

  test('root: a user with every right leaves the protection of the root account alone', async () => {
    const carla = await server.user('carla', allow('cam:*'))
    const given = { OpUin: server.root.uin, LoginFlag: { Stoken: 0 } }
    await server.refused('FailedOperation.UserUnbindNoPermission', 'SetMfaFlag', given, { as: carla })
  })

  test('absent: nobody, or somebody of another root account', async () => {
    const other = await server.account('other')
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: other })
    for (const OpUin of [0, 1, Uin, other.uin]) {
      await server.refused('ResourceNotFound.UserNotExist', 'SetMfaFlag', { OpUin, LoginFlag: {} })
    }
  })

  test('recipient: never signs in', async () => {
    const { uin } = await addPerson(server, 'pager', 5)
    await server.refused('InvalidParameter.UserNotExist', 'SetMfaFlag', { OpUin: uin, LoginFlag: { Stoken: 1 } })
  })

  test('wrong values', async () => {
    await server.refused('InvalidParameterValue', 'SetMfaFlag', { LoginFlag: { Stoken: 2 } })
    expect(await server.refused('UnknownParameter', 'SetMfaFlag', { LoginFlag: { Token: 1 } })).toContain(
      '`LoginFlag.Token`',
    )
  })

  test('denied: a user without the permission, for itself too', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'SetMfaFlag', {}, { as: nobody })
  })
})
