// What the fuzzer runs: a target makes a case from dice and checks it. A case is plain data, so that it can be printed and tried again.
import { type Dice, dice } from '../policy/dice.ts'

export interface FuzzTarget {
  readonly name: string
  /** Makes case `index` of a seed and checks it: what is wrong with it, or `undefined`. */
  try(draw: Dice): Finding | undefined
}

export interface Finding {
  readonly fault: string
  /** The case as JSON. */
  readonly reproducer: string
}

const namesOfPrototype = Object.getOwnPropertyNames(Object.prototype).join()
const namesOfListPrototype = Object.getOwnPropertyNames(Array.prototype).join()

/** Whether anything has been added to the prototypes that all values share. */
export function polluted(): boolean {
  return (
    Object.getOwnPropertyNames(Object.prototype).join() !== namesOfPrototype ||
    Object.getOwnPropertyNames(Array.prototype).join() !== namesOfListPrototype
  )
}

/** Case `index` of a seed. What a target throws is a finding too. */
export function tryCase(target: FuzzTarget, seed: number, index: number): Finding | undefined {
  return target.try(dice(seed, index))
}

/** Texts that readers of queries, JSON, headers and policies stumble over. */
export const hostile: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  '{}',
  '[]',
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  '\0',
  '\u0001',
  '\ufeff',
  '\u2028',
  '😀',
  'é',
  '%',
  '%00',
  '%zz',
  '%c0%af',
  '%ed%a0%80',
  '+',
  '&',
  'A=1',
  '&A=1',
  '=',
  '.',
  '..',
  '.0',
  '.999999999',
  '.x',
  ';',
  ',',
  '/',
  '//',
  '*',
  '${uin}',
  ':',
  '\r\n',
  '--',
  '1e999',
  '-0',
  '9007199254740993',
  '123456789012345678901234567890',
  'null',
  'true',
  'NaN',
  '0x10',
  '"a":1,"a":2',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  '{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":',
]

/** A text changed in one place: a piece removed, doubled, moved, replaced or put in. */
export function mutate(draw: Dice, text: string): string {
  const at = draw.below(text.length + 1)
  const length = draw.below(Math.min(16, text.length - at + 1))
  const piece = text.slice(at, at + length)
  const rest = text.slice(at + length)
  const head = text.slice(0, at)
  switch (draw.below(8)) {
    case 0:
      return head + rest
    case 1:
      return head + piece + piece + rest
    case 2:
      return text.slice(0, at)
    case 3: {
      const to = draw.below(head.length + 1)
      return head.slice(0, to) + piece + head.slice(to) + rest
    }
    case 4:
      return head + String.fromCharCode(draw.below(draw.chance(0.8) ? 128 : 0x10000)) + text.slice(at + 1)
    case 5:
      return head + piece.repeat(draw.below(40)) + rest
    default:
      return head + draw.pick(hostile) + (draw.chance(0.5) ? rest : piece + rest)
  }
}
