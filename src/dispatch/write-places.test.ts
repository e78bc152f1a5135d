import { expect, test } from 'vitest'
import { createWritePlaces } from './write-places.ts'

const call = (account: number, access: 'read' | 'write') => ({ row: { access }, caller: { account } }) as never

test('so many writes of one account are under way at once, those of others and reads are not held up', async () => {
  const places = createWritePlaces(2)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<void>((resolve) => ends.push(resolve))
  }
  const all = [
    places.within(call(1, 'write'), work('a')),
    places.within(call(1, 'write'), work('b')),
    places.within(call(1, 'write'), work('c')),
    places.within(call(2, 'write'), work('other')),
    places.within(call(1, 'read'), work('read')),
  ]
  expect(begun).toEqual(['a', 'b', 'other', 'read'])
  ends[0]?.()
  await all[0]
  await Promise.resolve()
  expect(begun).toEqual(['a', 'b', 'other', 'read', 'c'])
  for (const end of ends) end()
  await Promise.all(all)
})

test('a write that fails leaves its place', async () => {
  const places = createWritePlaces(1)
  const failing = places.within(call(1, 'write'), async () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await places.within(call(1, 'write'), async () => 'done')).toBe('done')
})
