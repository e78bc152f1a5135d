// Things that are good once only.
import { expect, test } from 'vitest'
import { type Context, change } from './context.ts'

export function replays({ store, other, account }: Context): void {
  const take = (at: typeof store, number: number, digest: string, expiresMs = 9_000) =>
    change(at(), number, (writes) => writes.replays.take(number, 'saml', digest, expiresMs))

  test('the first use counts, every later one is refused, on the other node too', async () => {
    const number = await account()
    expect(await take(store, number, 'a')).toBe(true)
    expect(await take(store, number, 'a')).toBe(false)
    expect(await take(other, number, 'a', 99_000)).toBe(false)
    expect(await take(other, number, 'A')).toBe(true)
  })

  test('one account does not use up what another has', async () => {
    const [number, stranger] = [await account(), await account()]
    expect(await take(store, number, 'b')).toBe(true)
    expect(await take(store, stranger, 'b')).toBe(true)
  })

  test('of uses at the same time on several nodes one counts', async () => {
    const number = await account()
    const uses = await Promise.all(Array.from({ length: 8 }, (_, i) => take(i % 2 === 0 ? store : other, number, 'c')))
    expect(uses.filter((counted) => counted)).toHaveLength(1)
  })

  test('a use that is rolled back is none', async () => {
    const number = await account()
    const failing = change(store(), number, async (writes) => {
      await writes.replays.take(number, 'saml', 'd', 9_000)
      throw new Error('no session after all')
    })
    await expect(failing).rejects.toThrow('no session after all')
    expect(await take(store, number, 'd')).toBe(true)
  })

  test('what expired before the moment is forgotten, the oldest first, and so many at most', async () => {
    const number = await account()
    for (const [digest, expiresMs] of [
      ['e', 300],
      ['f', 100],
      ['g', 200],
      ['h', 400],
    ] as const) {
      await take(store, number, digest, expiresMs)
    }
    const forget = (beforeMs: number, max: number) =>
      store().transaction((writes) => writes.replays.deleteExpired(beforeMs, max))
    expect(await forget(100, 10)).toBe(0)
    expect(await forget(301, 2)).toBe(2)
    expect(await take(store, number, 'e', 300)).toBe(false)
    expect(await forget(301, 10)).toBe(1)
    expect([await take(store, number, 'e'), await take(store, number, 'h')]).toEqual([true, false])
  })
}
