// Writes JSON the way people and programs write it: blanks and line ends anywhere between tokens, escapes where none
// are needed. What it writes always parses back to what was given.
import type { Dice } from './dice.ts'

export interface JsonWriter {
  text(value: string): string
  list(items: readonly string[]): string
  object(members: readonly (readonly [name: string, value: string])[]): string
}

/** A compact writer, or one that scatters blanks and escapes; decided once, so that a document has one style. */
export function jsonWriter(dice: Dice): JsonWriter {
  const loose = dice.chance(0.3)
  const blank = (): string => (loose && dice.chance(0.4) ? dice.pick([' ', '\n', '\t', '  ', '\r\n  ']) : '')
  const padded = (text: string): string => `${blank()}${text}${blank()}`
  const text = (value: string): string => (loose && dice.chance(0.3) ? escaped(value, dice) : JSON.stringify(value))
  return {
    text,
    list: (items) => `[${items.map(padded).join(',')}]`,
    object: (members) => `{${members.map(([name, value]) => `${padded(text(name))}:${padded(value)}`).join(',')}}`,
  }
}

function escaped(value: string, dice: Dice): string {
  let written = ''
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index)
    if (value.charAt(index) === '/' && dice.chance(0.5)) written += '\\/'
    else if (unit > 0x7e || dice.chance(0.2)) written += `\\u${unit.toString(16).padStart(4, '0')}`
    else written += JSON.stringify(value.charAt(index)).slice(1, -1)
  }
  return `"${written}"`
}
