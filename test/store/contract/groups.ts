// Groups and members.
import { expect, test } from 'vitest'
import { attachment, type Context, change, insertGroup, insertUser, names } from './context.ts'

export function groups({ store, account }: Context): void {
  const page = { offset: 0, limit: 100 }

  test('a group reads back as it was written, by id and by name', async () => {
    const number = await account()
    const groupId = await change(store(), number, (writes) => insertGroup(writes, number, 'Dev', { remark: 'r' }))
    const group = { account: number, groupId, name: 'Dev', remark: 'r', createdMs: 1_000 }
    expect(await store().read.groups.byId(number, groupId)).toEqual(group)
    expect(await store().read.groups.byName(number, 'DEV')).toEqual(group)
    expect(await store().read.groups.byId(number, 1)).toBeUndefined()
    expect(await store().read.groups.byName(number, 'de')).toBeUndefined()
  })

  test('insert and update tell a name that is taken; a group may take its own name in other case', async () => {
    const number = await account()
    const [dev] = await change(store(), number, async (writes) => [
      await insertGroup(writes, number, 'dev'),
      await insertGroup(writes, number, 'ops'),
    ])
    const groupId = dev ?? 0
    const update = (id: number, patch: { name?: string; remark?: string }) =>
      change(store(), number, (writes) => writes.groups.update(number, id, patch))
    const double = { groupId: 5, name: 'DEV', remark: '', createdMs: 1 }
    expect(await change(store(), number, (writes) => writes.groups.insert(number, double))).toBe('taken')
    expect(await update(groupId, { name: 'OPS' })).toBe('taken')
    expect(await update(groupId, { name: 'Dev' })).toBe('updated')
    expect(await update(groupId, { remark: 'x' })).toBe('updated')
    expect(await store().read.groups.byId(number, groupId)).toMatchObject({ name: 'Dev', remark: 'x' })
    expect(await update(groupId, { name: 'new', remark: '' })).toBe('updated')
    expect(await store().read.groups.byName(number, 'new')).toMatchObject({ groupId, remark: '' })
    expect(await update(4, { name: 'dev' })).toBe('absent')
  })

  test('a keyword matches anywhere, without regard to case, and has no wildcards', async () => {
    const number = await account()
    const all = ['50%', '50', 'a_b', 'axb', 'back\\slash', 'ÄRZTE', '组员', "quote'"]
    await change(store(), number, async (writes) => {
      for (const name of all) await insertGroup(writes, number, name)
    })
    const found = async (keyword: string) => {
      const listed = await store().read.groups.list(number, { keyword }, page)
      expect(listed.total).toBe(listed.rows.length)
      return names(listed.rows).toSorted()
    }
    expect(await found('%')).toEqual(['50%'])
    expect(await found('_')).toEqual(['a_b'])
    expect(await found('\\')).toEqual(['back\\slash'])
    expect(await found('ärz')).toEqual(['ÄRZTE'])
    expect(await found('员')).toEqual(['组员'])
    expect(await found("'")).toEqual(["quote'"])
    expect(await found('SLASH')).toEqual(['back\\slash'])
    expect(await found('50')).toEqual(['50', '50%'])
    expect(await found('')).toHaveLength(all.length)
    expect(await found('x'.repeat(60_000))).toEqual([])
  })

  test('the list is newest first and pages join', async () => {
    const number = await account()
    await change(store(), number, async (writes) => {
      for (const name of ['a', 'B', 'c', 'D', 'e']) await insertGroup(writes, number, name, { createdMs: 7 })
    })
    const list = (offset: number, limit: number, keyword?: string) =>
      store().read.groups.list(number, { keyword }, { offset, limit })
    expect(names((await list(0, 100)).rows)).toEqual(['e', 'D', 'c', 'B', 'a'])
    expect(names((await list(2, 2)).rows)).toEqual(['c', 'B'])
    expect((await list(2, 2)).total).toBe(5)
    expect(await list(1, 1, 'd')).toEqual({ total: 1, rows: [] })
    expect(await store().read.groups.count(number)).toBe(5)
  })

  test('members: added once, listed by uid, removed once', async () => {
    const number = await account()
    const { groupId, uins } = await change(store(), number, async (writes) => {
      const group = await insertGroup(writes, number, 'g')
      const made = []
      for (const name of ['c', 'a', 'b']) made.push(await insertUser(writes, number, { name }))
      return { groupId: group, uins: made }
    })
    const add = (uin: number) => change(store(), number, (writes) => writes.groups.addMember(number, groupId, uin, 1))
    for (const uin of uins.toReversed()) expect(await add(uin)).toBe('added')
    expect(await add(uins[0] ?? 0)).toBe('present')
    const { groups: reads } = store().read
    expect(names((await reads.members(number, groupId)).rows)).toEqual(['c', 'a', 'b'])
    const second = await reads.members(number, groupId, { offset: 1, limit: 1 })
    expect([second.total, names(second.rows)]).toEqual([3, ['a']])
    const remove = () => change(store(), number, (w) => w.groups.removeMember(number, groupId, uins[0] ?? 0))
    expect(await remove()).toBe(true)
    expect(await remove()).toBe(false)
    expect(await reads.memberCount(number, groupId)).toBe(2)
  })

  test('membership of a user or group that does not exist throws', async () => {
    const number = await account()
    const { groupId, uin } = await change(store(), number, async (writes) => ({
      groupId: await insertGroup(writes, number, 'g'),
      uin: await insertUser(writes, number, { name: 'ann' }),
    }))
    await expect(change(store(), number, (w) => w.groups.addMember(number, groupId, 4, 1))).rejects.toThrow()
    await expect(change(store(), number, (w) => w.groups.addMember(number, 4, uin, 1))).rejects.toThrow()
    expect(await store().read.groups.memberCount(number, groupId)).toBe(0)
  })

  test('the groups of a user are newest first', async () => {
    const number = await account()
    const uin = await change(store(), number, async (writes) => {
      const ann = await insertUser(writes, number, { name: 'ann' })
      for (const name of ['one', 'two', 'three']) {
        await writes.groups.addMember(number, await insertGroup(writes, number, name), ann, 1)
      }
      return ann
    })
    const { groups: reads } = store().read
    expect(names((await reads.ofUser(number, uin)).rows)).toEqual(['three', 'two', 'one'])
    const last = await reads.ofUser(number, uin, { offset: 2, limit: 2 })
    expect([last.total, names(last.rows)]).toEqual([3, ['one']])
    expect(await reads.ofUser(number, 4)).toEqual({ total: 0, rows: [] })
  })

  test('a deleted group leaves no membership and no attachment', async () => {
    const number = await account()
    const { groupId, uin } = await change(store(), number, async (writes) => {
      const group = await insertGroup(writes, number, 'g')
      const ann = await insertUser(writes, number, { name: 'ann' })
      await writes.groups.addMember(number, group, ann, 1)
      await writes.policies.attach(number, attachment(7, 'group', group))
      return { groupId: group, uin: ann }
    })
    expect(await change(store(), number, (writes) => writes.groups.delete(number, groupId))).toBe(true)
    expect((await store().read.groups.ofUser(number, uin)).total).toBe(0)
    expect((await store().read.policies.counts(number, [7])).get(7)?.attached).toBe(0)
    expect(await change(store(), number, (writes) => writes.groups.delete(number, groupId))).toBe(false)
  })
}
