import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'

describe('DescribeSubAccountLoginIpPolicy', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness()
  })
  afterAll(() => server.close())

  const set = (given: object) => server.ok('CreateSubAccountLoginIpPolicy', given)
  const IpPolicies = [
    { IP: '10.0.0.0/8', Effect: 'Allow' },
    { IP: '192.0.2.7', Effect: 'Deny' },
  ]

  test('ok: nothing was ever set', async () => {
    expect(await server.ok('DescribeSubAccountLoginIpPolicy')).toEqual({ Policies: [] })
  })

  test('ok: what was set last, by type', async () => {
    await set({ PolicyType: 2 })
    server.clock.advance(60_000)
    await set({ IpPolicies })
    const shared = { ApproverType: '', ApproverUin: [] }
    expect(await server.ok('DescribeSubAccountLoginIpPolicy')).toEqual({
      Policies: [
        { PolicyType: 1, DisablePolicy: 0, IpPolicies, ...shared, UpdateTime: '2026-01-02T03:05:05Z' },
        { PolicyType: 2, DisablePolicy: 0, IpPolicies: [], ...shared, UpdateTime: '2026-01-02T03:04:05Z' },
      ],
    })
  })

  test('ok: one that is off keeps its addresses', async () => {
    await set({ DisablePolicy: 1 })
    const { Policies } = await server.ok('DescribeSubAccountLoginIpPolicy')
    expect(Policies).toMatchObject([{ DisablePolicy: 1, IpPolicies }, { DisablePolicy: 0 }])
  })

  test('ok: those of another account are not told', async () => {
    const as = await server.account('other')
    expect(await server.ok('DescribeSubAccountLoginIpPolicy', {}, { as })).toEqual({ Policies: [] })
  })

  test('denied: a user without the permission', async () => {
    const as = await server.user('nobody')
    await server.refused('AuthFailure.UnauthorizedOperation', 'DescribeSubAccountLoginIpPolicy', {}, { as })
  })
})
