// Choices of a run, all from one seed.
import { seededRandom } from '../../src/kernel/random.ts'

export interface Chance {
  /** Evenly in [0, 1). */
  next(): number
  /** A whole number from 0 up to but without the bound. */
  below(bound: number): number
  /** One of them; `undefined` where there is none. */
  of<T>(all: readonly T[]): T | undefined
}

export function chanceOf(seed: number): Chance {
  const { next } = seededRandom(seed)
  const below = (bound: number): number => Math.floor(next() * bound)
  return { next, below, of: (all) => all[below(all.length)] }
}

/** Draws by weight. */
export function weighted<T extends { readonly weight: number }>(all: readonly T[], chance: Chance): T {
  let at = chance.next() * all.reduce((sum, { weight }) => sum + weight, 0)
  const found = all.find(({ weight }) => {
    at -= weight
    return at < 0
  })
  return found ?? (all.at(-1) as T)
}

/** A whole number of at least `least` from an option of a command, or a usage error. */
export function whole(text: string, name: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`--${name} wants a whole number of at least ${least}, not ${text}`)
}
