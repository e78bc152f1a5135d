import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { customToken } from './tokens.ts'

describe('GetCustomMFATokenInfo', () => {
  let server: Harness
  let uin: number
  beforeAll(async () => {
    server = await openHarness()
    uin = (await server.user('anna')).uin
  })
  afterAll(() => server.close())

  test('ok: whose it is, as often as asked', async () => {
    const MFAToken = await customToken(server, uin)
    expect(MFAToken).toMatch(/^mfa_/)
    expect(await server.ok('GetCustomMFATokenInfo', { MFAToken })).toEqual({ Uin: uin })
    expect(await server.ok('GetCustomMFATokenInfo', { MFAToken }, { form: 'tc3-get' })).toEqual({ Uin: uin })
  })

  test('token: unknown, used, or of another root account; never repeated in the text', async () => {
    const used = await customToken(server, uin)
    await server.ok('ConsumeCustomMFAToken', { MFAToken: used })
    for (const MFAToken of ['abc123', '', used, '__proto__', 'x'.repeat(1025)]) {
      const message = await server.refused('InvalidParameter.MFATokenError', 'GetCustomMFATokenInfo', { MFAToken })
      if (MFAToken !== '') expect(message).not.toContain(MFAToken)
    }
    const options = { as: await server.account('other') }
    const MFAToken = await customToken(server, uin)
    await server.refused('InvalidParameter.MFATokenError', 'GetCustomMFATokenInfo', { MFAToken }, options)
  })

  test('token: good for five minutes', async () => {
    const MFAToken = await customToken(server, uin)
    server.clock.advance(5 * 60_000 - 1)
    await server.ok('GetCustomMFATokenInfo', { MFAToken })
    server.clock.advance(1)
    await server.refused('InvalidParameter.MFATokenError', 'GetCustomMFATokenInfo', { MFAToken })
  })

  test('token: goes with its user', async () => {
    const { Uin } = await server.ok('AddUser', { Name: 'leaver' })
    const MFAToken = await customToken(server, Number(Uin))
    await server.ok('DeleteUser', { Name: 'leaver' })
    await server.refused('InvalidParameter.MFATokenError', 'GetCustomMFATokenInfo', { MFAToken })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { MFAToken: await customToken(server, uin) }
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetCustomMFATokenInfo', given, { as: nobody })
  })
})
