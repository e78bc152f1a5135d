// What is assumed without counting must never be less than what a count would have said.
import { expect, test } from 'vitest'
import { createRoom } from './room.ts'

/** Numbers from 0 to below 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('over changes that make, delete, do nothing or are taken back, it says the same as counting', async () => {
  let counted = 0
  let asked = 0
  for (let seed = 1; seed <= 50; seed++) {
    const random = numbers(seed)
    const room = createRoom()
    const state = { revision: 0, groups: Math.floor(random() * 12) }
    for (let step = 0; step < 400; step++) {
      const limit = 8 + Math.floor(random() * 8)
      const before = { ...state }
      state.revision += 1
      if (random() < 0.5) {
        asked += 1
        const count = async (): Promise<number> => {
          counted += 1
          return state.groups
        }
        const full = await room.isFull({ account: 1, revision: state.revision }, 'groups', limit, count)
        expect(full).toBe(state.groups >= limit)
        if (!full) state.groups += 1
      } else if (random() < 0.6 && state.groups > 0) state.groups -= 1
      if (random() < 0.1) {
        // The transaction came to nothing.
        Object.assign(state, before)
        room.forget(1)
      }
    }
  }
  expect(asked).toBeGreaterThan(5_000)
  expect(counted).toBeLessThan(asked)
})

test('an account far from its limit is counted once', async () => {
  const room = createRoom()
  let counted = 0
  const count = async (): Promise<number> => {
    counted += 1
    return 10
  }
  for (let revision = 100; revision < 1_000; revision++) {
    expect(await room.isFull({ account: 1, revision }, 'users', 1_000, count)).toBe(false)
  }
  expect(counted).toBe(1)
  // A revision that went back is another history.
  await room.isFull({ account: 1, revision: 50 }, 'users', 1_000, count)
  expect(counted).toBe(2)
  await room.isFull({ account: 1, revision: 51 }, 'groups', 1_000, count)
  expect(counted).toBe(3)
})
