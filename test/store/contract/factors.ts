// Passkeys and hardware tokens.
import { expect, test } from 'vitest'
import { type Context, change, insertUser, newHardToken, newPasskey } from './context.ts'

export function accessRequests({ store, account }: Context): void {
  test('a request waits, is approved once and for a while, is replaced, and goes with its user', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const ask = (createdMs: number, expiresMs: number) =>
      change(store(), number, (w) =>
        w.accessRequests.ask({ account: number, uin, address: '::1', createdMs, expiresMs }),
      )
    const approve = (nowMs: number) =>
      change(store(), number, (w) => w.accessRequests.approve(number, uin, '::1', { uin: 7, nowMs, untilMs: 100 }))
    const { accessRequests: read } = store().read
    expect(await approve(1)).toBe(false)
    await ask(1, 10)
    expect((await read.waiting(number, 9)).map(({ uin: of, address }) => [of, address])).toEqual([[uin, '::1']])
    expect(await read.waiting(number, 10)).toEqual([])
    expect([await approve(10), await approve(9), await approve(9)]).toEqual([false, true, false])
    expect([await read.granted(number, uin, '::1', 99), await read.granted(number, uin, '::1', 100)]).toEqual([
      true,
      false,
    ])
    expect([await read.granted(number, uin, '::2', 9), await read.waiting(number, 9)]).toEqual([false, []])
    await ask(50, 60)
    expect(await read.granted(number, uin, '::1', 55)).toBe(false)
    await change(store(), number, (writes) => writes.users.delete(number, uin))
    expect(await read.waiting(number, 55)).toEqual([])
  })

  test('a request is forgotten once neither it nor what was granted is of use', async () => {
    const number = await account()
    const [one, two] = [1, 2].map((place) => `::${place}`) as [string, string]
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const by = { uin: 7, nowMs: 5, untilMs: 100 }
    await change(store(), number, async ({ accessRequests: requests }) => {
      for (const address of [one, two])
        await requests.ask({ account: number, uin, address, createdMs: 1, expiresMs: 10 })
      await requests.approve(number, uin, two, by)
    })
    const forget = (beforeMs: number) => store().transaction((w) => w.accessRequests.deleteExpired(beforeMs, 100))
    await forget(11)
    expect(await store().read.accessRequests.granted(number, uin, two, 99)).toBe(true)
    expect(await forget(100)).toBe(0)
    expect(await forget(101)).toBe(1)
  })
}

export function factors({ store, account }: Context): void {
  test('passkeys read back as written, oldest first; a credential is inserted once', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const full = newPasskey(number, uin, {
      credentialId: 'b',
      kind: 'U2FToken',
      transports: ['usb', 'nfc'],
      counter: 7,
      name: 'ä',
      createdMs: 2_000,
      usedMs: 3_000,
    })
    const insert = (row: typeof full) => change(store(), number, (writes) => writes.factors.insertPasskey(row))
    const bare = newPasskey(number, uin)
    const stolen = newPasskey(number, number, { publicKey: 'stolen' })
    expect([await insert(full), await insert(bare), await insert(stolen)]).toEqual(['inserted', 'inserted', 'taken'])
    expect(await store().read.factors.passkeys(number, uin)).toEqual([bare, full])
    expect(await store().read.factors.passkeys(number, number)).toEqual([])
    const drop = (of: number) => change(store(), number, (w) => w.factors.dropPasskey(number, of, 'b'))
    expect([await drop(number), await drop(uin), await drop(uin)]).toEqual([false, true, false])
    await change(store(), number, (writes) => writes.users.delete(number, uin))
    expect(await store().read.factors.passkeys(number, uin)).toEqual([])
  })

  test('a counter goes on, or stays 0 where it never counts; of uses at once one counts', async () => {
    const number = await account()
    await change(store(), number, (w) => w.factors.insertPasskey(newPasskey(number, number)))
    const use = (counter: number, of = number) =>
      change(store(), number, (w) => w.factors.usePasskey(number, of, 'c', { counter, usedMs: 5 }))
    expect([await use(0), await use(0), await use(4, 1), await use(4), await use(4), await use(3)]).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
    ])
    expect(await use(0)).toBe(false)
    expect(await store().read.factors.passkeys(number, number)).toMatchObject([{ counter: 4, usedMs: 5 }])
    const racing = await Promise.all(Array.from({ length: 8 }, () => use(9)))
    expect(racing.filter(Boolean)).toHaveLength(1)
  })

  test('hardware tokens are imported once, bound, freed with their user; a step counts once', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const token = newHardToken(number, 'S-1', { lastStep: 3 })
    const bring = () => change(store(), number, (w) => w.factors.importHardToken(token))
    expect([await bring(), await bring()]).toEqual(['inserted', 'taken'])
    const bind = (serial: string, to: number | undefined) =>
      change(store(), number, (w) => w.factors.bindHardToken(number, serial, to))
    expect([await bind('S-1', uin), await bind('S-2', uin)]).toEqual([true, false])
    expect(await store().read.factors.hardToken(number, 'S-1')).toEqual({ ...token, uin })
    expect(await store().read.factors.hardTokensOf(number, uin)).toEqual([{ ...token, uin }])
    const use = (step: number) => change(store(), number, (w) => w.factors.useHardStep(number, 'S-1', step))
    expect([await use(3), await use(5), await use(5), await use(4)]).toEqual([false, true, false, false])
    await change(store(), number, (writes) => writes.users.delete(number, uin))
    expect(await store().read.factors.hardToken(number, 'S-1')).toMatchObject({ uin: undefined, lastStep: 5 })
    expect(await bind('S-1', undefined)).toBe(true)
  })
}
