import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { customToken } from './tokens.ts'

describe('ConsumeCustomMFAToken', () => {
  let server: Harness
  let uin: number
  beforeAll(async () => {
    server = await openHarness()
    uin = (await server.user('anna')).uin
  })
  afterAll(() => server.close())

  test('ok: once', async () => {
    const MFAToken = await customToken(server, uin)
    expect(await server.ok('ConsumeCustomMFAToken', { MFAToken })).toEqual({})
    await server.refused('InvalidParameter.MFATokenError', 'ConsumeCustomMFAToken', { MFAToken })
  })

  test('ok: of many at the same time one succeeds', async () => {
    const MFAToken = await customToken(server, uin)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.call('ConsumeCustomMFAToken', { MFAToken })),
    )
    expect(answers.filter((answer) => answer.Error === undefined)).toHaveLength(1)
  })

  test('token: too old, unknown, or of another root account, which leaves it good', async () => {
    const MFAToken = await customToken(server, uin)
    const options = { as: await server.account('other') }
    await server.refused('InvalidParameter.MFATokenError', 'ConsumeCustomMFAToken', { MFAToken }, options)
    await server.refused('InvalidParameter.MFATokenError', 'ConsumeCustomMFAToken', { MFAToken: 'abc123' })
    await server.ok('GetCustomMFATokenInfo', { MFAToken })
    server.clock.advance(5 * 60_000)
    await server.refused('InvalidParameter.MFATokenError', 'ConsumeCustomMFAToken', { MFAToken })
  })

  test('the token itself is in no audit event', async () => {
    const MFAToken = await customToken(server, uin)
    await server.ok('ConsumeCustomMFAToken', { MFAToken })
    const events = await server.ok('DescribeAuditEvents', { ActionName: 'ConsumeCustomMFAToken' })
    expect(JSON.stringify(events)).not.toContain(MFAToken)
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { MFAToken: await customToken(server, uin) }
    await server.refused('AuthFailure.UnauthorizedOperation', 'ConsumeCustomMFAToken', given, { as: nobody })
  })
})
