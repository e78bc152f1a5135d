// IP addresses and blocks around a few bases, with a bit flipped close to the edge of the block, in every spelling of
// both families.
import type { Dice } from './dice.ts'

const bases4 = [0x0a000001, 0x0a0a80ff, 0xc0a80101, 0xffffffff, 0x7f000001] as const
const bases6 = [
  [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1],
  [0, 0, 0, 0, 0, 0, 0, 1],
  [0xfe80, 0, 0, 1, 0, 0, 0, 0],
  [0x2001, 0xdb8, 0, 1, 2, 3, 4, 5],
] as const

/** An address, written one way or another. */
export function drawAddress(dice: Dice): string {
  if (dice.chance(0.7)) return written4(dice, flipped4(dice, dice.pick(bases4), dice.below(33)))
  return written6(dice, flipped6(dice, dice.pick(bases6), dice.below(129)))
}

/** A block (or single address) and an address in it or just outside. */
export function drawBlock(dice: Dice): { block: string; near: string } {
  if (dice.chance(0.7)) return block4(dice)
  const base = dice.pick(bases6)
  const length = dice.pick([0, 1, 10, 16, 31, 32, 33, 48, 63, 64, 65, 96, 112, 127, 128])
  const block = written6(dice, flipped6(dice, base, dice.below(129)))
  const near = written6(dice, flipped6(dice, base, length - dice.below(3)))
  return { block: dice.chance(0.2) ? written6(dice, base) : `${block}/${length}`, near }
}

function block4(dice: Dice): { block: string; near: string } {
  const base = dice.pick(bases4)
  const length = dice.chance(0.5) ? dice.pick([0, 8, 16, 24, 31, 32]) : dice.below(33)
  const near = written4(dice, flipped4(dice, base, length - dice.below(3)))
  if (dice.chance(0.2)) return { block: written4(dice, base), near }
  // Bits behind the prefix may be set in what is written.
  const text = written4(dice, length < 32 && dice.chance(0.5) ? flipped4(dice, base, 31) : base)
  return { block: `${text}/${text.includes(':') ? length + 96 : length}`, near }
}

/** The base with bit `index` (0 is the first) turned over; any other index leaves it as it is. */
function flipped4(dice: Dice, base: number, index: number): number {
  return index < 0 || index > 31 || dice.chance(0.3) ? base : (base ^ (1 << (31 - index))) >>> 0
}

function flipped6(dice: Dice, base: readonly number[], index: number): readonly number[] {
  if (index < 0 || index > 127 || dice.chance(0.3)) return base
  return base.map((group, at) => (at === index >> 4 ? group ^ (1 << (15 - (index & 15))) : group))
}

function written4(dice: Dice, address: number): string {
  const dotted = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
  if (!dice.chance(0.1)) return dotted
  const groups = `${(address >>> 16).toString(16)}:${(address & 0xffff).toString(16)}`
  return dice.pick([`::ffff:${dotted}`, `::FFFF:${dotted}`, `::ffff:${groups}`, `0:0:0:0:0:ffff:${dotted}`])
}

function written6(dice: Dice, groups: readonly number[]): string {
  const full = groups.map((group) => group.toString(16))
  if (dice.chance(0.2)) return full.join(':')
  if (dice.chance(0.1)) return full.map((group) => group.padStart(4, '0').toUpperCase()).join(':')
  return shortened(full)
}

/** The longest run of zero groups as `::`. */
function shortened(groups: readonly string[]): string {
  let best = { from: 0, length: 0 }
  for (let from = 0; from < groups.length; from += 1) {
    let length = 0
    while (groups[from + length] === '0') length += 1
    if (length > best.length) best = { from, length }
  }
  if (best.length < 2) return groups.join(':')
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`
}
