// Values that stand for all values of a condition key. The wanted values of its conditions cut numbers, times and
// addresses into cells inside of which every test answers the same; one value of each cell is enough.

import { readDate } from '../operators/date.ts'
import { readBlock } from '../operators/ip.ts'

/** Numbers: each wanted one, and one between, below and above them where there is any. */
export function numberCells(wanted: readonly number[]): readonly number[] {
  return numbersNear(wanted).concat(cells(wanted))
}

/** Plain numbers outside of the wanted ones, to be shown instead of the greatest and the least number. */
function numbersNear(wanted: readonly number[]): readonly number[] {
  const ends = [Math.min(...wanted) - 1, Math.max(...wanted) + 1]
  return ends.filter((end) => Number.isFinite(end) && !wanted.includes(end))
}

function cells(wanted: readonly number[]): readonly number[] {
  const sorted = [...new Set(wanted)].sort((a, b) => a - b)
  const found = [...sorted, -Number.MAX_VALUE, Number.MAX_VALUE]
  for (const [at, high] of sorted.entries()) {
    const low = sorted[at - 1]
    if (low === undefined) continue
    const sum = low + high
    const middle = Number.isFinite(sum) ? sum / 2 : low / 2 + high / 2
    // Of two numbers that are next to each other the middle is one of them.
    if (low < middle && middle < high) found.push(middle)
  }
  return found
}

const FIRST_TIME = '0000-01-01T00:00:00+23:59'
const LAST_TIME = '9999-12-31T23:59:59.999999999-23:59'
const DAY_MS = 86_400_000

/**
 * Points in time as texts, likewise. `complete` is false where two wanted times lie so close that no text was found
 * between them, although there may be one.
 */
export function timeCells(wanted: readonly string[]): {
  readonly texts: readonly string[]
  readonly complete: boolean
} {
  const readable = wanted.filter((text) => readDate(text) !== undefined)
  const times = readable.flatMap((text) => readDate(text) ?? [])
  const sorted = [...new Set(times)].sort((a, b) => a - b)
  const texts = [...readable]
  let complete = true
  for (let at = 0; at <= sorted.length; at += 1) {
    const [low = -Infinity, high = Infinity] = [sorted[at - 1], sorted[at]]
    const offered = [...timesBetween(low, high).map(timeText), FIRST_TIME, LAST_TIME]
    const found = offered.find((text) => isBetween(readDate(text), low, high))
    if (found !== undefined) texts.push(found)
    else if (isBetween((low + high) / 2, low, high)) complete = false
  }
  return { texts, complete }
}

function isBetween(time: number | undefined, low: number, high: number): boolean {
  return time !== undefined && low < time && time < high
}

/** Round times first. */
function timesBetween(low: number, high: number): readonly number[] {
  if (low === -Infinity) return high === Infinity ? [0] : [high - DAY_MS]
  if (high === Infinity) return [low + DAY_MS]
  return [Math.floor(low / 1000) * 1000 + 1000, Math.floor(low) + 1, (low + high) / 2]
}

/** A text that means that time, as near as nine digits of a second come; outside of the years 0 to 9999 one that means none. */
function timeText(time: number): string {
  const second = Math.floor(time / 1000)
  const whole = new Date(second * 1000)
  const fraction = ((time - second * 1000) / 1000).toFixed(9)
  const digits = fraction.slice(2).replace(/0+$/, '')
  return `${whole.toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`
}

const MAPPED_END = 0x1_0000_0000_0000n

/**
 * Addresses as texts: blocks are intervals, so what lies in some and not in others begins where one of them begins or
 * right behind the end of one. IPv4-mapped addresses are no IPv6 addresses and end like a block.
 */
export function addressCells(wanted: readonly string[]): readonly string[] {
  const starts4 = new Set([0n])
  const starts6 = new Set([0n, MAPPED_END])
  for (const text of wanted) {
    const block = readBlock(text)
    if (block === undefined) continue
    const start = numberOf(block.words)
    const width = block.family === 4 ? 32 : 128
    const starts = block.family === 4 ? starts4 : starts6
    const behind = start + (1n << BigInt(width)) - (numberOf(block.mask) & ((1n << BigInt(width)) - 1n))
    starts.add(start)
    if (behind < 1n << BigInt(width)) starts.add(behind)
  }
  return [...[...starts4].map(textOf4), ...[...starts6].map(textOf6)]
}

function numberOf(words: readonly number[]): bigint {
  return words.reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n)
}

function textOf4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')
}

function textOf6(address: bigint): string {
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((address >> shift) & 0xffffn).toString(16))
  return groups.join(':')
}
