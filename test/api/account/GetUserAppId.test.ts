import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'

describe('GetUserAppId', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: the root account, numbers of accounts as text', async () => {
    const uin = String(server.root.uin)
    expect(await server.ok('GetUserAppId')).toEqual({ Uin: uin, OwnerUin: uin, AppId: expect.any(Number) })
  })

  test('ok: a user, with the AppId of its root account', async () => {
    const { AppId } = await server.ok('GetUserAppId')
    const user = await server.user('anna', allow('cam:GetUserAppId'))
    expect(await server.ok('GetUserAppId', {}, { as: user })).toEqual({
      Uin: String(user.uin),
      OwnerUin: String(server.root.uin),
      AppId,
    })
    const other = await server.ok('GetUserAppId', {}, { as: await server.account('other') })
    expect(other['AppId']).not.toBe(AppId)
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetUserAppId', {}, { as: nobody })
  })
})
