// Users: names, lists, patches, what goes with a deleted one.
import { expect, test } from 'vitest'
import { attachment, type Context, change, insertGroup, insertUser, names, newKey, newUser } from './context.ts'

export function users({ store, account }: Context): void {
  test('a user reads back as it was written, by name, uin and uid', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) =>
      insertUser(writes, number, {
        name: 'Ann',
        remark: 'first',
        nickName: 'A',
        consoleLogin: true,
        needResetPassword: true,
        passwordHash: '$argon2id$',
        phone: '13800000000',
        countryCode: '86',
        email: 'a@example.com',
        phoneVerified: true,
        emailVerified: true,
        wechatBound: true,
        receiverOwner: true,
        createdMs: 1_767_323_045_123,
      }),
    )
    const user = await store().read.users.byName(number, 'ann')
    expect(user).toEqual({
      ...newUser({ uin, uid: user?.uid ?? 0, name: 'Ann' }),
      account: number,
      remark: 'first',
      nickName: 'A',
      consoleLogin: true,
      needResetPassword: true,
      passwordHash: '$argon2id$',
      phone: '13800000000',
      countryCode: '86',
      email: 'a@example.com',
      phoneVerified: true,
      emailVerified: true,
      wechatBound: true,
      receiverOwner: true,
      createdMs: 1_767_323_045_123,
      boundaryPolicyId: undefined,
      lastLoginIp: undefined,
      lastLoginMs: undefined,
    })
    expect(await store().read.users.byUin(number, uin)).toEqual(user)
    expect(await store().read.users.byUid(number, user?.uid ?? 0)).toEqual(user)
    expect(await store().read.users.byUin(number, 1)).toBeUndefined()
    expect(await store().read.users.byUid(number, 1)).toBeUndefined()
    expect(await store().read.users.byName(number, 'an')).toBeUndefined()
  })

  test('a name is taken without regard to case, and free again after a deletion', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'Zoë' }))
    const again = (name: string) =>
      change(store(), number, async (writes) =>
        writes.users.insert(
          number,
          newUser({ uin: await writes.ids.next('uin'), uid: await writes.ids.next('uid'), name }),
        ),
      )
    expect(await again('ZOË')).toBe('taken')
    // The same letter written as two characters.
    expect(await again('Zoe\u0308')).toBe('taken')
    expect(await again('Zoe')).toBe('inserted')
    expect(await change(store(), number, (writes) => writes.users.delete(number, uin))).toBe(true)
    expect(await again('zoë')).toBe('inserted')
  })

  test('prototype names are names like any other', async () => {
    const number = await account()
    const odd = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
    for (const name of odd) await change(store(), number, (writes) => insertUser(writes, number, { name }))
    for (const name of odd) expect((await store().read.users.byName(number, name))?.name).toBe(name)
    expect(await store().read.users.byName(number, 'valueOf')).toBeUndefined()
  })

  test('a list is newest first, by type, in pages that join without gap or double', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      for (let i = 0; i < 7; i++) await insertUser(writes, number, { name: `u${i}`, createdMs: 5 })
      await insertUser(writes, number, { name: 'guest', type: 4 })
    })
    const all = await store().read.users.list(number, [2, 3])
    expect(all.total).toBe(7)
    expect(names(all.rows)).toEqual(['u6', 'u5', 'u4', 'u3', 'u2', 'u1', 'u0'])
    const pages = []
    for (let offset = 0; offset < 9; offset += 3) {
      const page = await store().read.users.list(number, [2, 3], { offset, limit: 3 })
      expect(page.total).toBe(7)
      pages.push(...page.rows)
    }
    expect(pages).toEqual(all.rows)
    expect(await store().read.users.list(number, [2], { offset: 100, limit: 3 })).toEqual({ total: 7, rows: [] })
    expect(await store().read.users.list(number, [2], { offset: 0, limit: 0 })).toEqual({ total: 7, rows: [] })
    expect(names((await store().read.users.list(number, [4, 5])).rows)).toEqual(['guest'])
  })

  test('an empty list of types or numbers matches nothing', async () => {
    const number = await account()
    await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    expect(await store().read.users.list(number, [])).toEqual({ total: 0, rows: [] })
    expect(await store().read.users.count(number, [])).toBe(0)
    expect(await store().read.users.byUins(number, [])).toEqual([])
  })

  test('byUins answers those that exist, by uin, each once', async () => {
    const number = await account()
    const [ann, bob] = await change(store(), number, async (writes) => [
      await insertUser(writes, number, { name: 'ann' }),
      await insertUser(writes, number, { name: 'bob' }),
    ])
    const found = await store().read.users.byUins(number, [bob ?? 0, 4, ann ?? 0, bob ?? 0])
    expect(names(found)).toEqual(['ann', 'bob'])
  })

  test('a walk down from a uid meets everybody of the types once', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      for (let i = 0; i < 5; i++) await insertUser(writes, number, { name: `u${i}`, type: i === 2 ? 4 : 2 })
    })
    const seen: string[] = []
    let below = Number.MAX_SAFE_INTEGER
    for (;;) {
      const rows = await store().read.users.listBelow(number, [2, 3], below, 3)
      if (rows.length === 0) break
      seen.push(...names(rows))
      below = rows.at(-1)?.uid ?? 0
    }
    expect(seen).toEqual(['u4', 'u3', 'u1', 'u0'])
  })

  test('the last passwords are known, the newest first, until their user is gone', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    const record = (hash: string, setMs: number, keep: number) =>
      change(store(), number, (writes) => writes.users.recordPassword(number, uin, { hash, setMs }, keep))
    const known = async (limit = 10) =>
      (await store().read.users.passwords(number, uin, limit)).map(({ hash, setMs }) => `${hash} ${setMs}`)
    expect(await known()).toEqual([])
    for (const hash of ['a', 'b', 'a', 'c']) await record(hash, 5, 3)
    expect(await known()).toEqual(['c 5', 'a 5', 'b 5'])
    expect(await known(1)).toEqual(['c 5'])
    await record('d', 6, 1)
    expect(await known()).toEqual(['d 6'])
    expect(await change(store(), number, (writes) => writes.users.delete(number, uin))).toBe(true)
    expect(await known()).toEqual([])
  })

  test('sub-users made since a moment are counted with the deleted ones', async () => {
    const number = await account()
    const gone = await change(store(), number, async (writes) => {
      await insertUser(writes, number, { name: 'early', createdMs: 99 })
      await insertUser(writes, number, { name: 'exact', createdMs: 100 })
      await insertUser(writes, number, { name: 'recipient', type: 5, createdMs: 200 })
      return insertUser(writes, number, { name: 'late', createdMs: 100 })
    })
    await change(store(), number, (writes) => writes.users.delete(number, gone))
    expect(await store().read.users.createdSince(number, 100)).toBe(2)
    expect(await store().read.users.count(number, [2])).toBe(2)
  })

  test('a patch changes what it names; an undefined password takes it away', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) =>
      insertUser(writes, number, { name: 'ann', remark: 'r', passwordHash: 'h', email: 'e', consoleLogin: true }),
    )
    const patch = (given: object) => change(store(), number, (writes) => writes.users.update(number, uin, given))
    const before = await store().read.users.byUin(number, uin)
    expect(await patch({})).toBe(true)
    expect(await store().read.users.byUin(number, uin)).toEqual(before)
    await patch({ remark: '', wechatBound: true })
    expect(await store().read.users.byUin(number, uin)).toEqual({ ...before, remark: '', wechatBound: true })
    await patch({ passwordHash: undefined, consoleLogin: false })
    const after = await store().read.users.byUin(number, uin)
    expect(after).toMatchObject({ passwordHash: undefined, consoleLogin: false, email: 'e', name: 'ann' })
    expect(await change(store(), number, (writes) => writes.users.update(number, 4, { remark: 'x' }))).toBe(false)
  })

  test('a boundary is set, replaced and taken away', async () => {
    const number = await account()
    const uin = await change(store(), number, (writes) => insertUser(writes, number, { name: 'ann' }))
    for (const policyId of [7, 8, undefined]) {
      const set = change(store(), number, (writes) => writes.users.setBoundary(number, uin, policyId))
      expect(await set).toBe(true)
      expect((await store().read.users.byUin(number, uin))?.boundaryPolicyId).toBe(policyId)
    }
    expect(await change(store(), number, (writes) => writes.users.setBoundary(number, 4, 7))).toBe(false)
  })

  test('second-factor flags: never set, set, set again; the root account has them too', async () => {
    const number = await account()
    const flags = { login: { phone: 1, stoken: 0 }, action: { phone: 0 }, offsite: {} }
    expect(await store().read.users.mfaFlags(number, number)).toBeUndefined()
    await change(store(), number, (writes) => writes.users.setMfaFlags(number, number, flags))
    expect(await store().read.users.mfaFlags(number, number)).toEqual(flags)
    const changed = { ...flags, action: { phone: 1 } }
    await change(store(), number, (writes) => writes.users.setMfaFlags(number, number, changed))
    expect(await store().read.users.mfaFlags(number, number)).toEqual(changed)
  })

  test('a deleted user leaves no membership, attachment, key, flag or token', async () => {
    const number = await account()
    const { uin, groupId } = await change(store(), number, async (writes) => {
      const ann = await insertUser(writes, number, { name: 'ann' })
      const group = await insertGroup(writes, number, 'g')
      await writes.groups.addMember(number, group, ann, 1)
      await writes.policies.attach(number, attachment(7, 'user', ann))
      await writes.policies.attach(number, attachment(7, 'group', group))
      await writes.keys.insert(number, newKey(ann, `AKID${ann}`))
      await writes.users.setMfaFlags(number, ann, { login: {}, action: {}, offsite: {} })
      await writes.mfaTokens.insert(number, { token: 't', uin: ann, expiresMs: 100 })
      return { uin: ann, groupId: group }
    })
    expect(await change(store(), number, (writes) => writes.users.delete(number, uin))).toBe(true)
    const { read } = store()
    expect(await read.groups.memberCount(number, groupId)).toBe(0)
    expect(await read.policies.attachedTo(number, 'user', String(uin))).toEqual([])
    expect(await read.policies.attachedTo(number, 'group', String(groupId))).toHaveLength(1)
    expect(await read.keys.list(number, uin)).toEqual([])
    expect(await store().keyHolder(`AKID${uin}`)).toBeUndefined()
    expect(await read.users.mfaFlags(number, uin)).toBeUndefined()
    expect(await read.mfaTokens.uinOf(number, 't', 1)).toBeUndefined()
    expect(await change(store(), number, (writes) => writes.users.delete(number, uin))).toBe(false)
  })

  test('the largest exact integers survive', async () => {
    const number = await account()
    const largest = Number.MAX_SAFE_INTEGER
    await change(store(), number, (writes) =>
      writes.users.insert(number, newUser({ uin: largest, uid: largest - 1, name: 'big', createdMs: largest })),
    )
    const user = await store().read.users.byUin(number, largest)
    expect(user).toMatchObject({ uin: largest, uid: largest - 1, createdMs: largest })
    expect(names(await store().read.users.byUins(number, [largest, largest - 1]))).toEqual(['big'])
    await change(store(), number, (writes) => writes.users.delete(number, largest))
  })
}
