// A handful of instants, each in every accepted spelling.
import type { Dice } from './dice.ts'

const baseMs = Date.UTC(2024, 1, 29, 23, 59, 59)
/** Milliseconds from the base: equal, a second apart, a day apart, an offset apart, half a second apart. */
const steps = [0, 0, 0, 1000, -1000, 86400000, -86400000, 8 * 3600000, 500, -31536000000] as const

/** An instant near the base, spelled one way or another. */
export function drawTime(dice: Dice): string {
  const ms = baseMs + dice.pick(steps)
  const offsetMinutes = dice.weighted([
    [6, 0],
    [1, 480],
    [1, -330],
    [0.5, 840],
  ])
  const local = new Date(ms + offsetMinutes * 60000).toISOString()
  const day = local.slice(0, 10)
  const fraction =
    ms % 1000 === 0 && dice.chance(0.9)
      ? ''
      : dice.pick([
          local.slice(19, 23),
          local.slice(19, 23),
          local.slice(19, 21),
          `,${local.slice(20, 23)}`,
          '.0005',
          '.0001',
        ])
  const clock = `${local.slice(11, 19)}${fraction}`
  if (offsetMinutes !== 0) return `${day}T${clock}${zone(offsetMinutes)}`
  return dice.weighted([
    [8, () => `${day}T${clock}Z`],
    [2, () => `${day} ${clock}`],
    [1, () => `${day}T${clock}`],
    [1, () => `${day}T ${clock}Z`],
    [0.5, () => `${day} T ${clock} Z`],
    [0.5, () => `${day}T${clock}+0000`],
    [1, () => `${day}  ${clock}`],
    [1, () => `${day}T${clock}+00:00`],
    [0.5, () => ` ${day}T${clock}Z `],
  ])()
}

function zone(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
