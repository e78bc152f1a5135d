import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow, type Harness, openHarness } from '../harness.ts'

describe('GetPasswordRules', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  test('ok: nulls before any was set', async () => {
    expect(await server.ok('GetPasswordRules')).toEqual({
      Rules: {
        MinimumLength: null,
        MustContain: null,
        ForcePasswordChange: null,
        ReusePasswordLimit: null,
        RetryPasswordLimit: null,
        PasswordExpirationInvalidation: null,
      },
      UpdateTime: '',
      Modifier: '',
    })
  })

  test('ok: what was set, when and by whom', async () => {
    const Rules = {
      MinimumLength: 12,
      MustContain: 'Aa1',
      ForcePasswordChange: 90,
      ReusePasswordLimit: 3,
      RetryPasswordLimit: 5,
      PasswordExpirationInvalidation: 2,
    }
    const anna = await server.user('anna', allow('cam:UpdatePasswordRules'))
    await server.ok('UpdatePasswordRules', { Rules }, { as: anna })
    expect(await server.ok('GetPasswordRules')).toEqual({
      Rules,
      UpdateTime: '2026-01-02 11:04:05',
      Modifier: String(anna.uin),
    })
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'GetPasswordRules', {}, { as: nobody })
  })
})
