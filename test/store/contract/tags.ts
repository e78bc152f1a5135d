// Tags in their one place, whatever carries them, and where they go with what they were on.
import { expect, test } from 'vitest'
import type { Tag, TaggedResource } from '../../../src/store/store.ts'
import { type Context, change, insertPolicy, insertRole, insertUser } from './context.ts'

const tag = (key: string, value: string): Tag => ({ key, value })

export function tags({ store, account }: Context): void {
  const instance: TaggedResource = { product: 'cvm', kind: 'instance', id: 'ins-1' }

  test('setting keys leaves others alone, dropping passes over what is not there', async () => {
    const number = await account()
    const put = (...given: Tag[]) => change(store(), number, (writes) => writes.tags.put(number, instance, given))
    const drop = (...keys: string[]) => change(store(), number, (writes) => writes.tags.drop(number, instance, keys))
    const of = () => store().read.tags.of(number, instance)
    expect(await of()).toEqual([])
    await put()
    await put(tag('b', '1'), tag('__proto__', ''), tag('B', '2'))
    await put(tag('b', '3'), tag('a', '4'))
    expect(await of()).toEqual([tag('B', '2'), tag('__proto__', ''), tag('a', '4'), tag('b', '3')])
    await drop('b', 'none', 'A')
    expect(await of()).toEqual([tag('B', '2'), tag('__proto__', ''), tag('a', '4')])
    await change(store(), number, (writes) => writes.tags.dropAll(number, instance))
    expect(await of()).toEqual([])
  })

  test('resources that differ in product, kind or id are different ones', async () => {
    const number = await account()
    const all = [instance, { ...instance, product: 'cbs' }, { ...instance, kind: 'disk' }, { ...instance, id: 'INS-1' }]
    await change(store(), number, async (writes) => {
      for (const [i, resource] of all.entries()) await writes.tags.put(number, resource, [tag('k', String(i))])
      await writes.tags.dropAll(number, { ...instance, id: 'ins-2' })
    })
    expect(await store().read.tags.ofMany(number, all)).toEqual(all.map((_, i) => [tag('k', String(i))]))
  })

  test('tags of many come in the order asked, for each by key, also when asked twice', async () => {
    const number = await account()
    const odd: TaggedResource = { product: '"', kind: "'", id: '\\"],["é' }
    await change(store(), number, async (writes) => {
      await writes.tags.put(number, instance, [tag('b', '1'), tag('a', '2')])
      await writes.tags.put(number, odd, [tag('odd', '3')])
    })
    const asked = [odd, { ...instance, id: 'none' }, instance, odd]
    const expected = [[tag('odd', '3')], [], [tag('a', '2'), tag('b', '1')], [tag('odd', '3')]]
    expect(await store().read.tags.ofMany(number, asked)).toEqual(expected)
    expect(await store().read.tags.ofMany(number, [])).toEqual([])
  })

  test('what has tags is walked through by product, kind and id, each once', async () => {
    const number = await account()
    const all = [
      ['cam', 'role', '1'],
      ['cam', 'uin', '1'],
      ['cvm', 'instance', 'INS'],
      ['cvm', 'instance', 'ins'],
      ['cvm', 'instance', 'ä'],
    ].map(([product = '', kind = '', id = '']): TaggedResource => ({ product, kind, id }))
    await change(store(), number, async (writes) => {
      for (const resource of all.toReversed()) await writes.tags.put(number, resource, [tag('a', '1'), tag('b', '2')])
      await writes.tags.drop(number, { ...instance, id: 'none' }, ['a'])
    })
    const seen: TaggedResource[] = []
    for (;;) {
      const next = await store().read.tags.resources(number, seen.at(-1), 2)
      if (next.length === 0) break
      seen.push(...next)
    }
    expect(seen).toEqual(all)
  })

  test('a long list is answered', async () => {
    const number = await account()
    const many = Array.from({ length: 1_000 }, (_, i) => ({ ...instance, id: `ins-${i}` }))
    await change(store(), number, (writes) => writes.tags.put(number, instance, [tag('k', 'v')]))
    const found = await store().read.tags.ofMany(number, many)
    expect(found.map((own) => own.length)).toEqual(many.map((_, i) => (i === 1 ? 1 : 0)))
  })

  test('users, roles and policies take their tags with them, and only theirs', async () => {
    const number = await account()
    const made = await change(store(), number, async (writes) => ({
      uin: await insertUser(writes, number, { name: 'ann' }),
      role: await insertRole(writes, number, { name: 'r' }),
      policy: await insertPolicy(writes, number, 'p'),
    }))
    const own = Object.entries(made).map(([kind, id]): TaggedResource => ({ product: 'cam', kind, id: String(id) }))
    const foreign = own.map((resource) => ({ ...resource, product: 'cvm' }))
    await change(store(), number, async (writes) => {
      for (const resource of [...own, ...foreign]) await writes.tags.put(number, resource, [tag('k', 'v')])
    })
    const left = async () => (await store().read.tags.ofMany(number, [...own, ...foreign])).map((found) => found.length)
    await change(store(), number, (writes) => writes.users.delete(number, made.uin))
    expect(await left()).toEqual([0, 1, 1, 1, 1, 1])
    await change(store(), number, (writes) => writes.roles.delete(number, made.role))
    expect(await left()).toEqual([0, 0, 1, 1, 1, 1])
    await change(store(), number, (writes) => writes.policies.delete(number, made.policy))
    expect(await left()).toEqual([0, 0, 0, 1, 1, 1])
  })

  test("a policy's tags keep their order when another one is put", async () => {
    const number = await account()
    const policyId = await change(store(), number, (writes) => insertPolicy(writes, number, 'p'))
    const resource = { product: 'cam', kind: 'policy', id: String(policyId) }
    await change(store(), number, async (writes) => {
      await writes.policies.setTags(number, policyId, [tag('z', '1'), tag('y', '2')])
      await writes.tags.put(number, resource, [tag('a', '3'), tag('z', '4')])
    })
    const found = await store().read.policies.tags(number, [policyId])
    expect(found.get(policyId)).toEqual([tag('z', '4'), tag('y', '2'), tag('a', '3')])
  })
}
