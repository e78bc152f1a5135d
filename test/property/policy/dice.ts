// Repeatable draws for generated cases. The same seed and path of numbers give the same draws on every machine, so
// that any case can be made again alone.

export interface Dice {
  /** Even in [0, 1). */
  next(): number
  /** Even in 0 … bound - 1. */
  below(bound: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Draws a row by its weight. */
  weighted<T>(rows: readonly (readonly [weight: number, value: T])[]): T
}

/** Independent dice for each path: (seed, world), (seed, world, request), … */
export function dice(seed: number, ...path: readonly number[]): Dice {
  const next = sfc32(seed, path)
  const below = (bound: number) => Math.floor(next() * bound)
  const pick = <T>(list: readonly T[]): T => {
    const value = list[below(list.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick,
    weighted(rows) {
      let sum = 0
      for (const [weight] of rows) sum += weight
      let left = next() * sum
      for (const [weight, value] of rows) {
        left -= weight
        if (left < 0) return value
      }
      return pick(rows)[1]
    },
  }
}

/** Chris Doty-Humphrey's small fast counter generator, its 128 bits of state filled from the path. */
function sfc32(seed: number, path: readonly number[]): () => number {
  // Signed words: the same bits as unsigned ones, and small enough to be kept without a box.
  let a = 0x9e3779b9 | 0
  let b = 0x243f6a88
  let c = seed | 0
  let counter = 1
  const step = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum
  }
  for (const number of path) {
    for (let round = 0; round < 6; round += 1) step()
    a ^= number
    b = (b + Math.floor(number / 4294967296)) | 0
  }
  for (let round = 0; round < 12; round += 1) step()
  return () => (step() >>> 0) / 4294967296
}
