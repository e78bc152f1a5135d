import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, openHarness } from '../harness.ts'
import { addPerson } from '../people.ts'

const ApproverType = 'SubAccountLoginLimitApproval'
const rule = (IP: string, Effect = 'Allow') => ({ IP, Effect })

describe('CreateSubAccountLoginIpPolicy', () => {
  let server: Harness
  beforeEach(async () => {
    server = await openHarness()
  })
  afterEach(() => server.close())

  const set = (given: object) => server.ok('CreateSubAccountLoginIpPolicy', given)
  const refused = (code: string, given: object) => server.refused(code, 'CreateSubAccountLoginIpPolicy', given)
  const stored = () => server.world.store.read.settings.loginIpPolicies(server.root.account)

  test('ok: addresses and approvers, in place of those before', async () => {
    const phone = { phone: '138', phoneVerified: true }
    const { uin } = await addPerson(server, 'anna', 2, phone)
    await set({ IpPolicies: [rule('10.0.0.1')] })
    expect(
      await set({
        PolicyType: 1,
        IpPolicies: [rule('10.0.0.0/8'), rule('192.168.0.1', 'Deny'), rule('2001:db8::/32')],
        ApproverType,
        ApproverUin: [uin, uin],
        DisablePolicy: 0,
      }),
    ).toEqual({})
    expect(await stored()).toEqual([
      {
        policyType: 1,
        disabled: false,
        approverType: ApproverType,
        approverUins: [uin],
        addresses: [
          { ip: '10.0.0.0/8', effect: 'Allow' },
          { ip: '192.168.0.1', effect: 'Deny' },
          { ip: '2001:db8::/32', effect: 'Allow' },
        ],
        updatedMs: server.clock(),
      },
    ])
  })

  test('ok: switched off it keeps its addresses; unusual places are another policy', async () => {
    await set({ IpPolicies: [rule('10.0.0.1')] })
    await set({ DisablePolicy: 1 })
    await set({ PolicyType: 2 })
    expect(await stored()).toMatchObject([
      { policyType: 1, disabled: true, addresses: [{ ip: '10.0.0.1', effect: 'Allow' }] },
      { policyType: 2, disabled: false, addresses: [] },
    ])
  })

  test('illegal and overlapping addresses', async () => {
    for (const address of ['', 'x', '10.0.0', '10.0.0.1/33', '010.0.0.1', '1.2.3.4-1.2.3.9', 'fe80::1%eth0']) {
      await refused('InvalidParameter.IPIllegal', { IpPolicies: [rule(address)] })
    }
    for (const [one, other] of [
      ['10.0.0.1', '10.0.0.1'],
      ['10.0.0.0/8', '10.1.2.3'],
      ['10.1.2.0/24', '10.0.0.0/8'],
      ['::ffff:10.0.0.1', '10.0.0.1'],
    ] as const) {
      const message = await refused('InvalidParameter.IPRangeOverlapping', { IpPolicies: [rule(one), rule(other)] })
      expect(message).toContain(`\`${one}\``)
    }
    await set({ IpPolicies: [rule('10.0.0.0/9'), rule('10.128.0.0/9'), rule('::/0')] })
  })

  test('too many addresses or approvers', async () => {
    const addresses = (count: number) => Array.from({ length: count }, (_, n) => rule(`10.0.0.${n}`))
    await set({ IpPolicies: addresses(10) })
    expect(await refused('FailedOperation.PolicyFull', { IpPolicies: addresses(11) })).toBe(
      'A login policy can have at most `10` addresses.',
    )
    const ApproverUin = Array.from({ length: 11 }, (_, n) => n + 1)
    await refused('FailedOperation.AssistApproverFull', { IpPolicies: addresses(1), ApproverType, ApproverUin })
  })

  test('approvers of no kind, nobody, or without a verified number', async () => {
    const IpPolicies = [rule('10.0.0.1')]
    const { uin: silent } = await addPerson(server, 'silent', 2)
    const { uin: unsure } = await addPerson(server, 'unsure', 2, { phone: '138' })
    const { uin: pager } = await addPerson(server, 'pager', 5, { phone: '138', phoneVerified: true })
    const { Uin: theirs } = await server.ok('AddUser', { Name: 'theirs' }, { as: await server.account('other') })
    for (const given of [
      { ApproverUin: [silent] },
      { ApproverType: 'Other' },
      { ApproverType: ApproverType.toLowerCase() },
    ]) {
      await refused('InvalidParameter.AssitApproverTypeError', { IpPolicies, ...given })
    }
    for (const uin of [1, server.root.uin, pager, theirs]) {
      await refused('InvalidParameter.UserNotExist', { IpPolicies, ApproverType, ApproverUin: [uin] })
    }
    for (const uin of [silent, unsure]) {
      await refused('InvalidParameter.SubUserPhoneNotExsit', { IpPolicies, ApproverType, ApproverUin: [uin] })
    }
    expect(await stored()).toEqual([])
  })

  test('wrong values', async () => {
    for (const Effect of ['allow', '', 'Both']) {
      await refused('InvalidParameter.EffectError', { IpPolicies: [{ IP: '10.0.0.1', Effect }] })
    }
    for (const wrong of [
      {},
      { IpPolicies: [] },
      { PolicyType: 2, IpPolicies: [rule('10.0.0.1')] },
      { PolicyType: 3 },
      { DisablePolicy: 2 },
      { IpPolicies: [rule('10.0.0.1')], ApproverType, ApproverUin: [0] },
    ]) {
      await refused('InvalidParameter.ParamError', wrong)
    }
  })

  test('denied: a user without the permission', async () => {
    const nobody = await server.user('nobody')
    const given = { PolicyType: 2 }
    await server.refused('AuthFailure.UnauthorizedOperation', 'CreateSubAccountLoginIpPolicy', given, { as: nobody })
  })
})
