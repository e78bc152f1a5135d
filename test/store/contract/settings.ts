// What an account sets for its users, and second-factor devices.
import { expect, test } from 'vitest'
import type { LoginIpPolicy, PasswordRules, Store } from '../../../src/store/store.ts'
import { type Context, change, insertUser } from './context.ts'

const neverSet: PasswordRules = {
  minimumLength: undefined,
  mustContain: undefined,
  forcePasswordChangeDays: undefined,
  reusePasswordLimit: undefined,
  retryPasswordLimit: undefined,
  passwordExpirationInvalidation: undefined,
  updatedMs: 0,
  modifier: '',
}

export function settings({ store, other, account }: Context): void {
  test('password rules: none, set, replaced whole; zero and empty are not absent', async () => {
    const number = await account()
    const all: PasswordRules[] = [
      {
        minimumLength: 12,
        mustContain: 'Aa1!',
        forcePasswordChangeDays: 90,
        reusePasswordLimit: 5,
        retryPasswordLimit: 3,
        passwordExpirationInvalidation: 2,
        updatedMs: 1_767_323_045_123,
        modifier: 'ä',
      },
      { ...neverSet, minimumLength: 0, mustContain: '', updatedMs: 2 },
      neverSet,
    ]
    expect(await store().read.settings.passwordRules(number)).toBeUndefined()
    for (const rules of all) {
      await change(store(), number, (writes) => writes.settings.setPasswordRules(number, rules))
      expect(await store().read.settings.passwordRules(number)).toEqual(rules)
    }
  })

  test('sign-in policies: one of each type, by type, replaced whole', async () => {
    const number = await account()
    const addresses: LoginIpPolicy = {
      policyType: 1,
      disabled: true,
      approverType: 'user',
      approverUins: [100_000_000_001, 7],
      addresses: [{ ip: '10.0.0.0/8', effect: 'allow' }],
      updatedMs: 9,
    }
    const unusual = { ...addresses, policyType: 2, approverUins: [], addresses: [], approverType: '', disabled: false }
    const set = (policy: LoginIpPolicy) =>
      change(store(), number, (writes) => writes.settings.setLoginIpPolicy(number, policy))
    expect(await store().read.settings.loginIpPolicies(number)).toEqual([])
    await set(unusual)
    await set(addresses)
    expect(await store().read.settings.loginIpPolicies(number)).toEqual([addresses, unusual])
    await set({ ...unusual, policyType: 1 })
    expect(await store().read.settings.loginIpPolicies(number)).toEqual([{ ...unusual, policyType: 1 }, unusual])
  })

  test('a device is bound, replaced, and goes once; it goes with its user', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const device = (at: number, sealedSecret: string) => ({ uin: at, sealedSecret, lastStep: 5, boundMs: 1 })
    const bind = (at: number, sealed: string) =>
      change(store(), number, (writes) => writes.settings.bindTotp(number, device(at, sealed)))
    const unbind = (at: number) => change(store(), number, (writes) => writes.settings.unbindTotp(number, at))
    const of = (at: number) => store().read.settings.totpDevice(number, at)
    expect(await of(uin)).toBeUndefined()
    for (const at of [uin, number]) {
      await bind(at, 'first')
      await bind(at, 'second')
      expect(await of(at)).toEqual({ ...device(at, 'second'), failures: 0, failedMs: 0 })
    }
    expect([await unbind(number), await unbind(number)]).toEqual([true, false])
    expect(await of(uin)).toBeDefined()
    await change(store(), number, (writes) => writes.users.delete(number, uin))
    expect(await of(uin)).toBeUndefined()
  })

  test('a step of time counts once, and none before it', async () => {
    const number = await account()
    const use = (step: number, at = number) =>
      change(store(), number, (writes) => writes.settings.useTotpStep(number, at, step))
    expect(await use(1)).toBe(false)
    await change(store(), number, (writes) =>
      writes.settings.bindTotp(number, { uin: number, sealedSecret: 's', lastStep: 5, boundMs: 1 }),
    )
    expect([await use(5), await use(4), await use(6), await use(6), await use(5), await use(9)]).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ])
    expect((await store().read.settings.totpDevice(number, number))?.lastStep).toBe(9)
    const racing = await Promise.all(Array.from({ length: 8 }, () => use(10)))
    expect(racing.filter(Boolean)).toHaveLength(1)
  })

  test('tries are counted, also those of one moment, until a right code, a new device or a pause', async () => {
    const number = await account()
    const limit = { failuresMax: 3, lockMs: 100 }
    const attempt = (nowMs: number) => (at: Store) =>
      at.transaction((writes) => writes.settings.countTotpTry(number, number, nowMs, limit))
    const bind = () =>
      change(store(), number, (writes) =>
        writes.settings.bindTotp(number, { uin: number, sealedSecret: 's', lastStep: 5, boundMs: 1 }),
      )
    const counted = async () => {
      const device = await store().read.settings.totpDevice(number, number)
      return [device?.failures, device?.failedMs]
    }
    expect(await attempt(1)(store())).toBe(false)
    await bind()
    const racing = await Promise.all([store(), other(), store(), other(), store(), other()].map(attempt(1_000)))
    expect(racing.filter(Boolean)).toHaveLength(3)
    expect(await counted()).toEqual([3, 1_000])
    expect(await attempt(1_099)(store())).toBe(false)
    expect(await counted()).toEqual([3, 1_000])
    expect(await attempt(1_100)(store())).toBe(true)
    expect(await counted()).toEqual([1, 1_100])
    await attempt(1_101)(store())
    expect(await change(store(), number, (writes) => writes.settings.useTotpStep(number, number, 5))).toBe(false)
    expect(await counted()).toEqual([2, 1_101])
    expect(await change(store(), number, (writes) => writes.settings.useTotpStep(number, number, 6))).toBe(true)
    expect(await counted()).toEqual([0, 1_101])
    for (const nowMs of [1_102, 1_103, 1_104]) expect(await attempt(nowMs)(store())).toBe(true)
    expect(await attempt(1_105)(other())).toBe(false)
    await bind()
    expect(await counted()).toEqual([0, 0])
  })
}
