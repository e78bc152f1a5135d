// Access keys, the signed path's read, moments of use, second-factor tokens.
import { expect, test } from 'vitest'
import { type Context, change, insertUser, newKey } from './context.ts'

export function keys({ store, account }: Context): void {
  test('keys are listed oldest first, ties by bytes of the id', async () => {
    const number = await account()
    const made = [newKey(number, `b${number}`, 5), newKey(number, `B${number}`, 5), newKey(number, `z${number}`, 4)]
    for (const key of made) {
      expect(await change(store(), number, (writes) => writes.keys.insert(number, key))).toBe('inserted')
    }
    const listed = await store().read.keys.list(number, number)
    expect(listed.map((key) => key.secretId)).toEqual([`z${number}`, `B${number}`, `b${number}`])
    expect(listed[0]).toEqual({
      account: number,
      uin: number,
      secretId: `z${number}`,
      status: 'Active',
      description: '',
      createdMs: 4,
      lastUsedMs: undefined,
    })
  })

  test('ids differ by case and are taken everywhere, not only in their account', async () => {
    const [one, two] = [await account(), await account()]
    const insert = (number: number, secretId: string) =>
      change(store(), number, (writes) => writes.keys.insert(number, newKey(number, secretId)))
    expect(await insert(one, `AKID${one}`)).toBe('inserted')
    expect(await insert(one, `akid${one}`)).toBe('inserted')
    expect(await insert(one, `AKID${one}`)).toBe('taken')
    expect(await insert(two, `AKID${one}`)).toBe('taken')
    expect((await store().keyHolder(`AKID${one}`))?.account).toBe(one)
    expect(await store().keyHolder(`AkId${one}`)).toBeUndefined()
    expect(await store().keyHolder('__proto__')).toBeUndefined()
    expect(await store().keyHolder('')).toBeUndefined()
  })

  test('the holder is the root account or the user, at the current revision', async () => {
    const number = await account()
    const uin = await change(store(), number, async (writes) => {
      const ann = await insertUser(writes, number, { name: 'ann', type: 4 })
      await writes.keys.insert(number, newKey(ann, `user${number}`))
      await writes.keys.insert(number, newKey(number, `root${number}`))
      return ann
    })
    const appId = (await store().read.accounts.get(number))?.appId
    const rest = { account: number, appId, status: 'Active', generation: 0, quarantined: false, revision: 1 }
    expect(await store().keyHolder(`user${number}`)).toEqual({
      ...rest,
      uin,
      secretId: `user${number}`,
      sealedSecret: `sealed user${number}`,
      userType: 4,
    })
    expect(await store().keyHolder(`root${number}`)).toEqual({
      ...rest,
      uin: number,
      secretId: `root${number}`,
      sealedSecret: `sealed root${number}`,
      userType: undefined,
    })
  })

  test('a key whose user does not exist has no holder: it must not pass for root', async () => {
    const number = await account()
    await change(store(), number, (writes) => writes.keys.insert(number, newKey(4, `lost${number}`)))
    expect(await store().keyHolder(`lost${number}`)).toBeUndefined()
  })

  test('status and deletion show at once', async () => {
    const number = await account()
    const secretId = `AKID${number}`
    await change(store(), number, (writes) => writes.keys.insert(number, newKey(number, secretId)))
    const set = (id: string) => change(store(), number, (writes) => writes.keys.setStatus(number, id, 'Inactive'))
    expect(await set(secretId)).toBe(true)
    expect(await set('nope')).toBe(false)
    expect((await store().keyHolder(secretId))?.status).toBe('Inactive')
    expect((await store().read.keys.get(number, secretId))?.status).toBe('Inactive')
    // Each time it is turned off counts, turning it on does not.
    const turn = (status: 'Active' | 'Inactive') =>
      change(store(), number, (writes) => writes.keys.setStatus(number, secretId, status))
    for (const status of ['Active', 'Active', 'Inactive', 'Active'] as const) await turn(status)
    expect(await store().keyHolder(secretId)).toMatchObject({ status: 'Active', generation: 2 })
    const drop = () => change(store(), number, (writes) => writes.keys.delete(number, secretId))
    expect(await drop()).toBe(true)
    expect(await drop()).toBe(false)
    expect(await store().keyHolder(secretId)).toBeUndefined()
    expect(await store().read.keys.get(number, secretId)).toBeUndefined()
  })

  test('a later moment of use wins, whatever the order of arrival', async () => {
    const number = await account()
    const secretId = `AKID${number}`
    await change(store(), number, (writes) => writes.keys.insert(number, newKey(number, secretId)))
    const used = async () => (await store().read.keys.get(number, secretId))?.lastUsedMs
    await store().touchKeys([])
    await store().touchKeys([
      { account: number, secretId, usedMs: 50 },
      { account: number, secretId: 'nope', usedMs: 90 },
      { account: number, secretId, usedMs: 40 },
    ])
    expect(await used()).toBe(50)
    await store().touchKeys([{ account: number, secretId, usedMs: 49 }])
    expect(await used()).toBe(50)
    const many = Array.from({ length: 500 }, (_, i) => ({ account: number, secretId, usedMs: 51 + ((i * 7) % 500) }))
    await store().touchKeys(many)
    expect(await used()).toBe(550)
    expect((await store().read.accounts.get(number))?.revision).toBe(1)
  })

  test('a second-factor token is good once, until its time', async () => {
    const number = await account()
    const insert = (token: string, expiresMs: number) =>
      change(store(), number, (writes) => writes.mfaTokens.insert(number, { token, uin: number, expiresMs }))
    const consume = (token: string, nowMs: number) =>
      change(store(), number, (writes) => writes.mfaTokens.consume(number, token, nowMs))
    await insert('a', 100)
    await insert('A', 100)
    expect(await store().read.mfaTokens.uinOf(number, 'a', 99)).toBe(number)
    expect(await store().read.mfaTokens.uinOf(number, 'a', 100)).toBeUndefined()
    expect(await consume('a', 99)).toBe(true)
    expect(await consume('a', 99)).toBe(false)
    expect(await store().read.mfaTokens.uinOf(number, 'a', 99)).toBeUndefined()
    expect(await consume('A', 100)).toBe(false)
    expect(await consume('unknown', 1)).toBe(false)
  })

  test('second-factor tokens that nobody came back for are forgotten', async () => {
    const number = await account()
    const forget = (beforeMs: number, max = 10) =>
      store().transaction((writes) => writes.mfaTokens.deleteExpired(beforeMs, max))
    while ((await forget(1_000)) > 0);
    for (const [token, expiresMs] of [
      ['a', 100],
      ['b', 200],
      ['c', 300],
    ] as const)
      await change(store(), number, (writes) => writes.mfaTokens.insert(number, { token, uin: number, expiresMs }))
    expect(await forget(300, 1)).toBe(1)
    expect(await store().read.mfaTokens.uinOf(number, 'b', 1)).toBe(number)
    expect(await forget(300)).toBe(1)
    expect(await store().read.mfaTokens.uinOf(number, 'c', 1)).toBe(number)
  })
}
