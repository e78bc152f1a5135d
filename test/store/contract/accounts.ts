// Accounts, quotas, revisions and the sequences.
import { expect, test } from 'vitest'
import {
  type Context,
  change,
  insertGroup,
  insertPolicy,
  insertRole,
  insertUser,
  newOidc,
  newSaml,
  newUserSaml,
} from './context.ts'

export function accounts({ store, account }: Context): void {
  test('an account reads back as it was written, absent and empty text apart', async () => {
    const number = await account()
    const row = await store().read.accounts.get(number)
    expect(row).toEqual({
      account: number,
      appId: row?.appId,
      name: 'root',
      verified: true,
      site: 'default',
      passwordHash: undefined,
      createdMs: 1,
      revision: 0,
      phone: '',
      countryCode: '',
      email: '',
      wechatBound: false,
    })
    expect(await store().read.accounts.get(number + 1_000_000)).toBeUndefined()
  })

  test('accounts are listed by number and counted', async () => {
    await account()
    await account()
    const rows = await store().read.accounts.list()
    const numbers = rows.map((row) => row.account)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(await store().read.accounts.count()).toBe(rows.length)
  })

  test('a number in use as an account or as a user is taken', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const row = { appId: 5, name: 'x', verified: false, site: 'default', passwordHash: undefined, createdMs: 1 }
    const contact = { phone: '', countryCode: '', email: '' }
    for (const used of [number, uin]) {
      const insert = store().transaction((writes) => writes.accounts.insert({ account: used, ...row, ...contact }))
      expect(await insert).toBe('taken')
    }
  })

  test('each advance answers the next revision, and revision() sees it after the commit', async () => {
    const number = await account()
    expect(await store().transaction((writes) => writes.accounts.advance(number))).toBe(1)
    expect(await store().transaction((writes) => writes.accounts.advance(number))).toBe(2)
    expect(await store().revision(number)).toBe(2)
    expect(await store().revision(number + 1_000_000)).toBeUndefined()
  })

  test('advancing an account that does not exist throws', async () => {
    await expect(store().transaction((writes) => writes.accounts.advance(12))).rejects.toThrow('does not exist')
  })

  test('a binding changes what it names', async () => {
    const number = await account()
    const bind = (at: number, patch: object) => change(store(), number, (writes) => writes.accounts.bind(at, patch))
    expect(await bind(number, { phone: '138', countryCode: '86' })).toBe(true)
    expect(await bind(number, { wechatBound: true })).toBe(true)
    const row = await store().read.accounts.get(number)
    expect(row).toMatchObject({ phone: '138', countryCode: '86', wechatBound: true, email: '', name: 'root' })
    expect(await bind(number + 1_000_000, { phone: '1' })).toBe(false)
  })

  test('a quota raised again has its last value; prototype names are names', async () => {
    const number = await account()
    for (const [name, value] of [
      ['users', 5],
      ['users', 7],
      ['__proto__', 9],
      ['constructor', 0],
    ] as const) {
      await change(store(), number, (writes) => writes.accounts.setQuota(number, name, value))
    }
    const quotas = await store().read.accounts.quotas(number)
    expect([...quotas]).toEqual([
      ['__proto__', 9],
      ['constructor', 0],
      ['users', 7],
    ])
    expect((await store().read.accounts.quotas(number + 1_000_000)).size).toBe(0)
  })

  test('the summary counts sub-users, not collaborators and recipients', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      const first = await insertGroup(writes, number, 'first')
      const second = await insertGroup(writes, number, 'second')
      const ann = await insertUser(writes, number, { name: 'ann' })
      await insertUser(writes, number, { name: 'bob', type: 3 })
      const guest = await insertUser(writes, number, { name: 'guest', type: 4 })
      await insertUser(writes, number, { name: 'mail', type: 5 })
      for (const group of [first, second]) await writes.groups.addMember(number, group, ann, 1)
      await writes.groups.addMember(number, first, guest, 1)
      await insertPolicy(writes, number, 'p')
      for (const name of ['r1', 'r2', 'r3']) await insertRole(writes, number, { name })
      for (const provider of [newSaml('saml'), newOidc('oidc')]) await writes.identityProviders.insert(number, provider)
      await writes.identityProviders.setUserSso(number, newUserSaml())
    })
    const summary = { policies: 1, users: 2, groups: 2, members: 1, roles: 3, providers: 2 }
    expect(await store().read.accounts.summary(number)).toEqual(summary)
  })

  test('sequences go up, differ by name, and pass over numbers taken by hand', async () => {
    const next = (sequence: 'uin' | 'uid' | 'app' | 'group' | 'policy') =>
      store().transaction((writes) => writes.ids.next(sequence))
    const uin = await next('uin')
    expect(uin).toBeGreaterThanOrEqual(100_000_000_001)
    expect(await next('uid')).toBeLessThan(100_000_000)
    expect(await next('group')).toBeGreaterThanOrEqual(10_001)
    expect(await next('policy')).toBeGreaterThanOrEqual(10_000_001)
    const app = await next('app')
    expect(String(app)).toMatch(/^1[23]\d{8}$/)
    const byHand = { account: uin + 1, appId: app + 1, name: 'x', verified: true, site: 'default', createdMs: 1 }
    const contact = { phone: '', countryCode: '', email: '', passwordHash: undefined }
    await store().transaction((writes) => writes.accounts.insert({ ...byHand, ...contact }))
    expect(await next('uin')).toBe(uin + 2)
    expect(await next('app')).toBe(app + 2)
  })

  test('ids of roles are exact beyond what a number holds', async () => {
    const next = () => store().transaction((writes) => writes.ids.nextRole())
    const first = await next()
    expect(first).toMatch(/^46116860184\d{8}$/)
    expect(BigInt(first)).toBeGreaterThanOrEqual(4_611_686_018_427_387_905n)
    expect(BigInt(await next())).toBe(BigInt(first) + 1n)
  })
}
