// What servers tell each other and may forget.
import { expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import type { Context } from './context.ts'

export function fleeting({ store, other, account }: Context): void {
  const at = { stampMs: 1_000, expiresMs: 9_000 }
  const use = (node: () => Store, number: number, digest: string, given = at) =>
    node().fleeting.use(number, digest, given)

  test('a request is used up by its first use, on every node and in its account only', async () => {
    const [number, stranger] = [await account(), await account()]
    expect(await use(store, number, 'a')).toBe('first')
    expect(await use(store, number, 'a')).toBe('again')
    expect(await use(other, number, 'a', { stampMs: 2_000, expiresMs: 99_000 })).toBe('again')
    expect(await use(other, number, 'A')).toBe('first')
    expect(await use(other, stranger, 'a')).toBe('first')
  })

  test('of uses at the same time on several nodes one is the first', async () => {
    const number = await account()
    const all = await Promise.all(Array.from({ length: 16 }, (_, i) => use(i % 2 === 0 ? store : other, number, 'b')))
    expect(all.filter((one) => one === 'first')).toHaveLength(1)
    expect(all.filter((one) => one === 'again')).toHaveLength(15)
  })

  test('a memory that is there does not begin anew', async () => {
    const number = await account()
    await store().fleeting.remember(5_000_000)
    expect(await use(other, number, 'c')).toBe('first')
  })

  test('what expired is forgotten, whatever its number', async () => {
    const number = await account()
    const old = { stampMs: 1, expiresMs: 100 }
    for (let i = 0; i < 1_200; i++) await use(store, number, `old-${i}`, old)
    await use(store, number, 'young', { stampMs: 1, expiresMs: 101 })
    expect(await other().fleeting.sweep(101)).toBe(1_200)
    expect(await use(store, number, 'old-7', old)).toBe('first')
    expect(await use(store, number, 'young')).toBe('again')
  })

  test('counts add up over nodes, each second and subject and account for itself', async () => {
    const [number, stranger] = [await account(), await account()]
    const ask = (of: number, subject: string, second: number, want: number) => ({ account: of, subject, second, want })
    await store().fleeting.sweep(6_000)
    const first = [ask(number, 'x', 6, 3), ask(number, 'x', 5, 1), ask(stranger, 'x', 6, 4), ask(number, 'a', 6, 5)]
    expect(await store().fleeting.count(first)).toEqual([3, 1, 4, 5])
    expect(await other().fleeting.count([ask(number, 'a', 6, 1), ask(number, 'x', 6, 0)])).toEqual([6, 3])
    expect(await other().fleeting.sweep(6_000)).toBe(1)
    expect(await store().fleeting.count([ask(number, 'x', 5, 1), ask(number, 'x', 6, 1)])).toEqual([1, 4])
  })

  test('counts asked for by many at once, in whatever order, lose nothing and wait for nobody for ever', async () => {
    const number = await account()
    const subjects = Array.from({ length: 20 }, (_, i) => `s${i}`)
    const ask = (i: number) => {
      const asks = subjects.map((subject) => ({ account: number, subject, second: 20, want: 1 }))
      return (i % 2 === 0 ? store : other)().fleeting.count(i % 3 === 0 ? asks.toReversed() : asks)
    }
    const all = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(i)))
    expect(all.flat().toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 * 20 }, (_, i) => 1 + Math.floor(i / 20)),
    )
  })

  test('each server hears of the others, until they end', async () => {
    await store().fleeting.beat({ server: 'one', beat: 1 })
    expect(await other().fleeting.beat({ server: 'two', beat: 7 })).toEqual([
      { server: 'one', beat: 1 },
      { server: 'two', beat: 7 },
    ])
    expect(await store().fleeting.beat({ server: 'one', beat: 2 })).toContainEqual({ server: 'one', beat: 2 })
    await store().fleeting.endBeat('one')
    expect(await other().fleeting.beat({ server: 'two', beat: 8 })).toEqual([{ server: 'two', beat: 8 }])
    await other().fleeting.endBeat('two')
  })
}
