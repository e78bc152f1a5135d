import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

describe('DescribeSafeAuthFlagColl', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const off = { Phone: 0, Token: 0, Stoken: 0, Wechat: 0, Custom: 0 }
  const offsite = { VerifyFlag: 0, NotifyPhone: 1, NotifyEmail: 1, NotifyWechat: 1, Tips: 0 }

  test('ok: of a fresh user exactly what is recorded', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'anna' })
    expect(await server.ok('DescribeSafeAuthFlagColl', { SubUin: String(Uin) })).toEqual({
      LoginFlag: off,
      ActionFlag: off,
      OffsiteFlag: offsite,
      PromptTrust: 0,
    })
  })

  test('ok: switches that were set, the newer ones too', async () => {
    const { uin } = await addPerson(server, 'partner', 4)
    await server.ok('SetMfaFlag', { OpUin: uin, LoginFlag: { Stoken: 1 } })
    expect(await server.ok('DescribeSafeAuthFlagColl', { SubUin: uin })).toMatchObject({
      LoginFlag: { ...off, Stoken: 1 },
      ActionFlag: off,
    })
    const all = { Phone: 1, Token: 1, Stoken: 1, Wechat: 1, Custom: 1, Mail: 1, U2FToken: 1, Passkey: 1 }
    const flags = { login: all, action: all, offsite: { ...offsite, VerifyFlag: 1, NotifyPhone: 0 } }
    await server.world.store.transaction((writes) => writes.users.setMfaFlags(server.root.account, uin, flags))
    expect(await server.ok('DescribeSafeAuthFlagColl', { SubUin: uin })).toEqual({
      LoginFlag: all,
      ActionFlag: all,
      OffsiteFlag: flags.offsite,
      PromptTrust: 0,
    })
  })

  test('absent: nobody, the root account, a recipient, somebody of another', async () => {
    const { uin: pager } = await addPerson(server, 'pager', 5)
    const { Uin } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const SubUin of [1, server.root.uin, pager, Uin]) {
      await server.refused('ResourceNotFound.UserNotExist', 'DescribeSafeAuthFlagColl', { SubUin })
    }
  })

  test('wrong: a number that is no account', async () => {
    await server.refused('InvalidParameter.ParamError', 'DescribeSafeAuthFlagColl', { SubUin: 0 })
    await server.refused('MissingParameter', 'DescribeSafeAuthFlagColl')
  })

  test('denied: a user without the permission, for itself too', async () => {
    const nobody = await server.user('nobody')
    const given = { SubUin: nobody.uin }
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeSafeAuthFlagColl', given, { as: nobody })
  })
})
