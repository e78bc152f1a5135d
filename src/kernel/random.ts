// Randomness as an argument: secrets, ids and nonces come from here, tests hand in a seeded one.
import { randomBytes, randomUUID } from 'node:crypto'

export interface Random {
  /** Bytes fit for secrets. */
  bytes(count: number): Uint8Array
  /** UUID version 4, lower case. */
  uuid(): string
}

/** Asking the system costs as much for a few bytes as for a page of them. */
const pageBytes = 4096

/** Bytes out of pages, each byte given once and wiped from its page. Much at once comes from the system directly. */
function pagedBytes(): Random['bytes'] {
  let page = Buffer.alloc(0)
  let used = 0
  return (count) => {
    if (count > pageBytes / 8) return randomBytes(count)
    if (count > page.length - used) {
      page = randomBytes(pageBytes)
      used = 0
    }
    const bytes = new Uint8Array(page.subarray(used, used + count))
    page.fill(0, used, used + count)
    used += count
    return bytes
  }
}

export const systemRandom: Random = {
  bytes: pagedBytes(),
  uuid: () => randomUUID(),
}

const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Text of `length` characters, each drawn evenly from the alphabet (at most 256 characters; default A-Z a-z 0-9). */
export function randomText(random: Random, length: number, alphabet: string = alphanumerics): string {
  // Bytes at or above the largest multiple of the alphabet's size would favour its first characters: drawn again.
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random.bytes(length - text.length + 8)) {
      if (byte >= limit) continue
      text += alphabet.charAt(byte % alphabet.length)
      if (text.length === length) break
    }
  }
  return text
}

/** A seeded source. A source with its state as seed goes on as it would. */
export interface SeededRandom extends Random {
  /** From 0 up to and without 1. */
  next(): number
  state(): number
}

/** A repeatable source for tests, models and benches (mulberry32). Never for secrets. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => Math.floor(next() * 256))
  return {
    next,
    state: () => state,
    bytes,
    uuid() {
      const raw = bytes(16)
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80
      const hex = Array.from(raw, (b) => b.toString(16).padStart(2, '0')).join('')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}
