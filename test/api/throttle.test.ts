import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actions } from '../../src/actions/index.ts'
import type { OperatorLimits } from '../../src/dispatch/throttle.ts'
import { type CallOptions, type Harness, openHarness } from './harness.ts'

describe('documented rates', () => {
  let server: Harness
  beforeAll(async () => {
    server = await openHarness({ rules: { rateLimits: 'documented' } })
  })
  afterAll(() => server.close())

  /** Calls in one second of the clock until the limit answers; how many went through before. */
  async function callsUntilLimit(action: string): Promise<number> {
    server.clock.advance(1000)
    for (let calls = 0; calls <= 1000; calls++) {
      const { Error: refusal } = await server.call(action)
      if (refusal?.Code === 'RequestLimitExceeded') return calls
    }
    return Number.POSITIVE_INFINITY
  }

  // A call that nobody signs is held to the address that it comes from.
  test.each(actions.map((row) => [row.name, row.unsigned?.perSecondAndAddress ?? row.perSecond] as const))(
    '%s: %i calls a second',
    async (name, perSecond) => {
      expect(await callsUntilLimit(name)).toBe(perSecond)
    },
  )

  test('the text says how many calls there were and how many are allowed', async () => {
    server.clock.advance(1000)
    for (let call = 0; call < 20; call++) await server.ok('ListUsers')
    expect(await server.refused('RequestLimitExceeded', 'ListUsers')).toBe(
      'Your current request times equals to `21` in a second, which exceeds the frequency limit `20` for a second. Please reduce the frequency of calls.',
    )
  })

  test('the next second begins anew', async () => {
    server.clock.advance(1000)
    await callsUntilLimit('ListUsers')
    server.clock.advance(1000)
    await server.ok('ListUsers')
  })

  test('users of one account share its rate, another account has its own', async () => {
    server.clock.advance(1000)
    const user = await server.user('sharing', {
      version: '2.0',
      statement: [{ effect: 'allow', action: '*', resource: '*' }],
    })
    const other = await server.account('other')
    server.clock.advance(1000)
    for (let call = 0; call < 10; call++) await server.ok('ListUsers')
    for (let call = 0; call < 10; call++) await server.ok('ListUsers', {}, { as: user })
    await server.refused('RequestLimitExceeded', 'ListUsers', {}, { as: user })
    await server.ok('ListUsers', {}, { as: other })
  })

  describe('of calls that nobody signs', () => {
    const action = 'AssumeRoleWithWebIdentity'
    const parameters = (account: number) => ({
      ProviderId: 'nobody',
      WebIdentityToken: 'x',
      RoleArn: `qcs::cam::uin/${account}:roleName/dev`,
      RoleSessionName: 'test',
    })
    /** How many of so many calls from the address were let through. */
    async function passed(calls: number, from: string, account = server.root.account): Promise<number> {
      let passed = 0
      for (let call = 0; call < calls; call++) {
        const { Error: refusal } = await server.call(action, parameters(account), { unsigned: true, from })
        if (refusal?.Code !== 'RequestLimitExceeded') passed += 1
      }
      return passed
    }

    test('each address has its own', async () => {
      server.clock.advance(1000)
      expect(await passed(25, '198.51.100.1')).toBe(20)
      expect(await passed(25, '198.51.100.2')).toBe(20)
    })
    test('the addresses of one network of IPv6 are one', async () => {
      server.clock.advance(1000)
      expect(await passed(15, '2001:db8:0:1::1')).toBe(15)
      expect(await passed(15, '2001:db8:0:1:ffff::2')).toBe(5)
      expect(await passed(15, '2001:db8:0:2::1')).toBe(15)
    })
    test('all that name one account share its rate, others do not', async () => {
      const other = await server.account('unbothered')
      server.clock.advance(1000)
      for (let sender = 0; sender < 5; sender++) expect(await passed(20, `203.0.113.${sender}`)).toBe(20)
      expect(await passed(5, '203.0.113.99')).toBe(0)
      expect(await passed(5, '203.0.113.98', other.account)).toBe(5)
      expect(await passed(5, '203.0.113.97', 999_999_999_999)).toBe(5)
    })
    test('signing one makes no difference', async () => {
      server.clock.advance(1000)
      const call = () => server.call(action, parameters(server.root.account))
      const codes = await Promise.all(Array.from({ length: 25 }, async () => (await call()).Error?.Code))
      expect(codes.filter((code) => code === 'RequestLimitExceeded')).toHaveLength(5)
    })
  })

  test('a forged call uses nothing up', async () => {
    server.clock.advance(1000)
    const forged = { ...server.root, secretKey: 'x'.repeat(32) }
    for (let call = 0; call < 50; call++) {
      await server.refused('AuthFailure.SignatureFailure', 'ListUsers', {}, { as: forged })
    }
    await server.ok('ListUsers')
  })

  test('a refused call changes nothing', async () => {
    server.clock.advance(1000)
    for (let call = 0; call < 20; call++) await server.ok('CreateGroup', { GroupName: `made-${call}` })
    await server.refused('RequestLimitExceeded', 'CreateGroup', { GroupName: 'one-too-many' })
    server.clock.advance(1000)
    const { GroupInfo } = await server.ok('ListGroups', { Keyword: 'one-too-many' })
    expect(GroupInfo).toEqual([])
  })
})

test('rates can be switched off', async () => {
  const server = await openHarness()
  for (let call = 0; call < 100; call++) await server.ok('GetUserAppId')
  await server.close()
})

describe('limits of the operator', () => {
  const open = (limits: OperatorLimits) => openHarness({ rules: { rateLimits: 'documented' }, rates: { limits } })
  const actions = ['ListUsers', 'ListGroups', 'GetUserAppId', 'GetAccountSummary', 'ListPolicies']
  /** How many of so many calls were not refused with the code, and that none was refused with another. */
  async function passed(server: Harness, calls: number, code: string, options: CallOptions = {}): Promise<number> {
    let passed = 0
    for (let call = 0; call < calls; call++) {
      const { Error: refusal } = await server.call(actions[call % actions.length] ?? '', {}, options)
      if (refusal !== undefined) expect(refusal.Code).toBe(code)
      else passed += 1
    }
    return passed
  }

  test('an address has so many calls a second, whoever signs them; a forged one counts', async () => {
    const server = await open({ address: 30, account: 0, all: 0 })
    const code = 'RequestLimitExceeded.IPLimitExceeded'
    const other = await server.account('other')
    const forged = { ...server.root, secretKey: 'x'.repeat(32) }
    const from = '198.51.100.1'
    for (let call = 0; call < 10; call++)
      await server.refused('AuthFailure.SignatureFailure', 'ListUsers', {}, { as: forged, from })
    expect(await passed(server, 15, code, { from })).toBe(15)
    expect(await passed(server, 15, code, { from, as: other })).toBe(5)
    await server.refused(code, 'ListUsers', {}, { as: forged, from })
    expect(await passed(server, 15, code, { from: '198.51.100.2' })).toBe(15)
    server.clock.advance(1000)
    expect(await passed(server, 15, code, { from })).toBe(15)
    await server.close()
  })

  test('an account has so many calls a second with all its users and actions', async () => {
    const server = await open({ address: 0, account: 30, all: 0 })
    const code = 'RequestLimitExceeded.UinLimitExceeded'
    const user = await server.user('one', {
      version: '2.0',
      statement: [{ effect: 'allow', action: '*', resource: '*' }],
    })
    const other = await server.account('other')
    server.clock.advance(1000)
    expect(await passed(server, 20, code)).toBe(20)
    expect(await passed(server, 20, code, { as: user, from: '198.51.100.9' })).toBe(10)
    expect(await passed(server, 20, code, { as: other })).toBe(20)
    await server.close()
  })

  test('all calls together have so many a second, and those that another limit refuses take none of it', async () => {
    const server = await open({ address: 0, account: 0, all: 30 })
    const other = await server.account('other')
    server.clock.advance(1000)
    for (let call = 0; call < 40; call++) await server.call('ListUsers')
    expect(await passed(server, 20, 'RequestLimitExceeded', { as: other })).toBe(10)
    await server.close()
  })
})
