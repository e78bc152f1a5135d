// Sessions of browsers, and what signing in counts and remembers.
import { expect, test } from 'vitest'
import { type Context, change, insertRole, insertUser, newConsoleSession, newSession } from './context.ts'

export function consoleSessions({ store, account }: Context): void {
  test('a session reads back as it was written, with everything and with nothing', async () => {
    const number = await account()
    const whole = newConsoleSession(number, 'console/a', {
      stage: 'factor',
      factors: ['Stoken', 'Mail'],
      mustChange: true,
      verifiedMs: 5,
      role: { account: 7, roleId: '4611686018427387999', name: 'r', generation: 2 },
      name: 'ä',
      address: '::1',
    })
    const bare = newConsoleSession(number, 'console/b', { createdMs: 2_000 })
    for (const row of [whole, bare]) await store().transaction((writes) => writes.consoleSessions.insert(row))
    expect(await store().read.consoleSessions.get(number, 'console/a')).toEqual(whole)
    expect(await store().read.consoleSessions.get(number, 'console/B')).toBeUndefined()
    expect(await store().read.consoleSessions.ofUser(number, number)).toEqual([bare, whole])
    const change = { verifiedMs: 9, role: undefined, seenMs: 10 }
    const update = (key: string) => store().transaction((writes) => writes.consoleSessions.update(number, key, change))
    expect([await update('console/a'), await update('console/c')]).toEqual([true, false])
    expect(await store().read.consoleSessions.get(number, 'console/a')).toEqual({ ...whole, ...change })
  })

  test('ending one takes its challenges; another of the same user stays', async () => {
    const number = await account()
    const [one, two] = ['console/1', 'console/2']
    await store().transaction(async (writes) => {
      for (const key of [one, two]) {
        await writes.consoleSessions.insert(newConsoleSession(number, key))
        await writes.signIn.putChallenge(number, key, 'mail', { sealed: 's', tries: 0, expiresMs: 9 })
      }
    })
    const end = () => store().transaction((writes) => writes.consoleSessions.end(number, one))
    expect([await end(), await end()]).toEqual([true, false])
    expect(await store().read.signIn.challenge(number, one, 'mail')).toBeUndefined()
    expect(await store().read.signIn.challenge(number, two, 'mail')).toBeDefined()
    expect((await store().read.consoleSessions.ofUser(number, number)).map(({ key }) => key)).toEqual([two])
  })

  test("a user's sessions end with another password, without sign-in, without the user; root's with root's password", async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) =>
      insertUser(writes, number, { name: 'ann', consoleLogin: true }),
    )
    const left = async (of: number, work: Parameters<typeof change<unknown>>[2]) => {
      await change(store(), number, async (writes) => {
        await writes.consoleSessions.endOfUser(number, of)
        await writes.consoleSessions.insert(newConsoleSession(number, 'console/x', { uin: of }))
      })
      await change(store(), number, work)
      return (await store().read.consoleSessions.ofUser(number, of)).length
    }
    expect(await left(uin, (w) => w.users.update(number, uin, { remark: 'x' }))).toBe(1)
    expect(await left(uin, (w) => w.users.update(number, uin, { consoleLogin: true }))).toBe(1)
    expect(await left(uin, (w) => w.users.update(number, uin, { passwordHash: 'h' }))).toBe(0)
    expect(await left(uin, (w) => w.users.update(number, uin, { passwordHash: undefined }))).toBe(0)
    expect(await left(uin, (w) => w.users.update(number, uin, { consoleLogin: false }))).toBe(0)
    expect(await left(number, (w) => w.accounts.bind(number, { phone: '1' }))).toBe(1)
    expect(await left(number, (w) => w.accounts.bind(number, { passwordHash: 'h' }))).toBe(0)
    expect(await left(uin, (w) => w.users.delete(number, uin))).toBe(0)
  })

  test('a temporary key that it asked for is told whether it lasts, and when a factor was shown', async () => {
    const number = await account()
    await store().transaction(async (writes) => {
      await writes.consoleSessions.insert(newConsoleSession(number, 'console/k'))
      await writes.sessions.insert(newSession(number, 's', { kind: 'console', issuingSecretId: 'console/k' }))
      const roleId = await insertRole(writes, number, { name: 'r' })
      await writes.sessions.insert(newSession(number, 'other', { roleId }))
    })
    const told = async (id: string) => (await store().session(number, id))?.console
    expect([await told('s'), await told('other')]).toEqual([{ verifiedMs: undefined }, undefined])
    await store().transaction((writes) => writes.consoleSessions.update(number, 'console/k', { verifiedMs: 7 }))
    expect(await told('s')).toEqual({ verifiedMs: 7 })
    await store().transaction((writes) => writes.consoleSessions.end(number, 'console/k'))
    expect(await told('s')).toBeUndefined()
  })

  test('what has expired goes, the oldest first, so many at a time', async () => {
    const number = await account()
    for (const [key, expiresMs] of [
      ['a', 3],
      ['b', 1],
      ['c', 2],
      ['d', 50],
    ] as const) {
      await store().transaction((w) => w.consoleSessions.insert(newConsoleSession(number, key, { expiresMs })))
    }
    const prune = (before: number, max: number) =>
      store().transaction((w) => w.consoleSessions.deleteExpired(before, max))
    const left = async () =>
      (await store().read.consoleSessions.ofUser(number, number)).map(({ key }) => key).toSorted()
    expect(await prune(3, 1)).toBe(1)
    expect(await left()).toEqual(['a', 'c', 'd'])
    expect(await prune(4, 10)).toBe(2)
    expect(await left()).toEqual(['d'])
  })
}

export function signIn({ store, account }: Context): void {
  test('tries are counted from the first of a window on, locked, cleared', async () => {
    const number = await account()
    const count = (nowMs: number, subject = 'password/1') =>
      store().transaction((writes) => writes.signIn.countTry(number, subject, { nowMs, windowMs: 100 }))
    expect(await store().read.signIn.tries(number, 'password/1')).toBeUndefined()
    expect(await count(10)).toEqual({ tries: 1, sinceMs: 10, lockedMs: 0 })
    expect(await count(109)).toEqual({ tries: 2, sinceMs: 10, lockedMs: 0 })
    await store().transaction((writes) => writes.signIn.lockTries(number, 'password/1', 500))
    expect(await count(110)).toEqual({ tries: 1, sinceMs: 110, lockedMs: 500 })
    expect(await count(110, 'password/2')).toEqual({ tries: 1, sinceMs: 110, lockedMs: 0 })
    await store().transaction((writes) => writes.signIn.clearTries(number, 'password/1'))
    expect(await store().read.signIn.tries(number, 'password/1')).toBeUndefined()
    const racing = await Promise.all(Array.from({ length: 8 }, () => count(200, 'race')))
    expect(racing.map(({ tries }) => tries).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('tries on names that nobody has are counted for no account', async () => {
    const count = () => store().transaction((w) => w.signIn.countTry(0, `nobody/${Math.PI}`, { nowMs: 1, windowMs: 9 }))
    expect([(await count()).tries, (await count()).tries]).toEqual([1, 2])
  })

  test('a challenge is replaced, tried, and answered once', async () => {
    const number = await account()
    const put = (sealed: string) =>
      store().transaction((w) => w.signIn.putChallenge(number, 's', 'mail', { sealed, tries: 0, expiresMs: 9 }))
    const attempt = (kind = 'mail') => store().transaction((w) => w.signIn.tryChallenge(number, 's', kind))
    const take = () => store().transaction((w) => w.signIn.takeChallenge(number, 's', 'mail'))
    expect(await attempt()).toBeUndefined()
    await put('one')
    expect(await attempt()).toEqual({ sealed: 'one', tries: 1, expiresMs: 9 })
    expect((await attempt())?.tries).toBe(2)
    await put('two')
    expect(await attempt()).toEqual({ sealed: 'two', tries: 1, expiresMs: 9 })
    expect(await attempt('phone')).toBeUndefined()
    const racing = await Promise.all(Array.from({ length: 8 }, take))
    expect(racing.filter(Boolean)).toHaveLength(1)
  })

  test('places are remembered with the last time, and go with their user', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const see = (nowMs: number) => store().transaction((w) => w.signIn.seePlace(number, uin, '4/a', nowMs))
    const { signIn: read } = store().read
    expect([await read.anyPlace(number, uin), await read.placeSeen(number, uin, '4/a')]).toEqual([false, undefined])
    await see(5)
    await see(9)
    expect([await read.anyPlace(number, uin), await read.placeSeen(number, uin, '4/a')]).toEqual([true, 9])
    await store().transaction((w) => w.signIn.countTry(number, `password/${uin}`, { nowMs: 1, windowMs: 9 }))
    await change(store(), number, (writes) => writes.users.delete(number, uin))
    expect([await read.anyPlace(number, uin), await read.tries(number, `password/${uin}`)]).toEqual([false, undefined])
  })

  test('what is stale goes; a lock that lasts stays', async () => {
    const number = await account()
    await store().transaction(async ({ signIn: write }) => {
      for (const subject of ['old', 'locked']) await write.countTry(number, subject, { nowMs: 1, windowMs: 9 })
      await write.lockTries(number, 'locked', 1_000)
      await write.countTry(number, 'new', { nowMs: 90, windowMs: 9 })
      await write.putChallenge(number, 's', 'old', { sealed: 's', tries: 0, expiresMs: 5 })
      await write.putChallenge(number, 's', 'new', { sealed: 's', tries: 0, expiresMs: 90 })
    })
    await store().transaction((w) => w.signIn.deleteStale(50, 1_000))
    const tries = async (subject: string) => (await store().read.signIn.tries(number, subject)) !== undefined
    expect([await tries('old'), await tries('locked'), await tries('new')]).toEqual([false, true, true])
    const there = async (kind: string) => (await store().read.signIn.challenge(number, 's', kind)) !== undefined
    expect([await there('old'), await there('new')]).toEqual([false, true])
  })

  test('accounts are found by mail address, at most two', async () => {
    const email = `${await account()}@example.com`
    const bound = [await account(), await account(), await account()]
    for (const number of bound) await change(store(), number, (w) => w.accounts.bind(number, { email }))
    expect((await store().read.accounts.byEmail(email)).map((row) => row.account)).toEqual(bound.slice(0, 2))
    expect(await store().read.accounts.byEmail(email.toUpperCase())).toEqual([])
  })

  test('the last sign-in of a user and of root is remembered', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const from = { ip: '::1', ms: 1_767_323_045_123 }
    await change(store(), number, async (writes) => {
      await writes.users.signedIn(number, uin, from)
      await writes.accounts.signedIn(number, from)
    })
    const last = { lastLoginIp: from.ip, lastLoginMs: from.ms }
    expect(await store().read.users.byUin(number, uin)).toMatchObject(last)
    expect(await store().read.accounts.get(number)).toMatchObject(last)
  })
}
