// How a command answers: text for people, JSON or YAML for programs. Colours only where a terminal shows them.
import { styleText } from 'node:util'
import { Option } from 'commander'
import { stringify } from 'yaml'
import type { Io } from './io.ts'

export interface Output {
  readonly output: 'text' | 'json' | 'yaml'
}

export const outputOption = (): Option =>
  new Option('-o, --output <form>', 'how to answer').choices(['text', 'json', 'yaml']).default('text')

/** The value for programs, or what `text` makes for people. */
export function write(io: Io, { output }: Output, value: unknown, text: () => string): void {
  if (output === 'json') io.out(`${JSON.stringify(plain(value), undefined, 2)}\n`)
  else if (output === 'yaml') io.out(stringify(plain(value)))
  else io.out(text())
}

/** As JSON would carry it: maps as objects, nothing for what is undefined. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (one instanceof Map ? Object.fromEntries(one) : one)))
}

type Tone = Parameters<typeof styleText>[0]

/** Colours a text on a terminal, and nowhere else. */
export const toned =
  ({ terminal }: Io) =>
  (tone: Tone, text: string): string =>
    terminal ? styleText(tone, text, { validateStream: false }) : text
