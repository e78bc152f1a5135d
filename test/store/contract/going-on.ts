// Listings that go on from a place instead of a page, and the passwords that a user had.
import { expect, test } from 'vitest'
import type { TaggedResource } from '../../../src/store/store.ts'
import { type Context, change, insertUser } from './context.ts'

export function goingOn({ store, account }: Context): void {
  test('users below a uid, newest first, of the types asked for', async () => {
    const number = await account()
    const { users } = store().read
    await change(store(), number, async (writes) => {
      for (const name of ['a', 'b', 'c', 'd']) await insertUser(writes, number, { name })
      await insertUser(writes, number, { name: 'pager', type: 5 })
    })
    const names = async (types: readonly (2 | 5)[], uid: number, limit: number) =>
      (await users.listBelow(number, types, uid, limit)).map((user) => user.name)
    const all = Number.MAX_SAFE_INTEGER
    expect(await names([2], all, 10)).toEqual(['d', 'c', 'b', 'a'])
    expect(await names([5], all, 10)).toEqual(['pager'])
    expect(await names([2, 5], all, 2)).toEqual(['pager', 'd'])
    const [newest] = await users.listBelow(number, [2], all, 1)
    await change(store(), number, (writes) => writes.users.delete(number, newest?.uin ?? 0))
    expect(await names([2], newest?.uid ?? 0, 2)).toEqual(['c', 'b'])
    expect(await names([2], 0, 10)).toEqual([])
  })

  test('tagged resources after one, in the order of product, kind and id as texts, each once', async () => {
    const number = await account()
    const all: readonly TaggedResource[] = [
      { product: 'cam', kind: 'policy', id: '9' },
      { product: 'cam', kind: 'uin', id: '10' },
      { product: 'cam', kind: 'uin', id: '9' },
      { product: 'cvm', kind: 'a', id: '1' },
    ]
    await change(store(), number, async (writes) => {
      for (const resource of all.toReversed()) {
        await writes.tags.put(number, resource, [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ])
      }
    })
    const { tags } = store().read
    expect(await tags.resources(number, undefined, 10)).toEqual(all)
    expect(await tags.resources(number, undefined, 1)).toEqual(all.slice(0, 1))
    for (const [at, resource] of all.entries()) {
      expect(await tags.resources(number, resource, 10)).toEqual(all.slice(at + 1))
    }
    // A place that has lost its tags meanwhile is a place all the same.
    expect(await tags.resources(number, { product: 'cam', kind: 'role', id: '' }, 2)).toEqual(all.slice(1, 3))
  })

  test('passwords come newest first, the oldest are forgotten, and all of them with the user', async () => {
    const number = await account()
    const [uin, other] = await change(store(), number, async (writes) => [
      await insertUser(writes, number, { name: 'a' }),
      await insertUser(writes, number, { name: 'b' }),
    ])
    const record = (who: number | undefined, hash: string, keep: number) =>
      change(store(), number, (writes) => writes.users.recordPassword(number, who ?? 0, { hash, setMs: 7 }, keep))
    const hashes = async (who: number | undefined, limit = 10) =>
      (await store().read.users.passwords(number, who ?? 0, limit)).map(({ hash }) => hash)
    expect(await hashes(uin)).toEqual([])
    for (const hash of ['1', '2', '3']) await record(uin, hash, 24)
    await record(other, 'x', 24)
    expect(await store().read.users.passwords(number, uin ?? 0, 1)).toEqual([{ hash: '3', setMs: 7 }])
    expect(await hashes(uin)).toEqual(['3', '2', '1'])
    await record(uin, '4', 2)
    expect(await hashes(uin)).toEqual(['4', '3'])
    await record(uin, '5', 0)
    expect(await hashes(uin)).toEqual([])
    await record(uin, '6', 24)
    expect(await hashes(uin, 0)).toEqual([])
    expect(await change(store(), number, (writes) => writes.users.delete(number, uin ?? 0))).toBe(true)
    expect(await hashes(uin)).toEqual([])
    expect(await hashes(other)).toEqual(['x'])
  })
}
