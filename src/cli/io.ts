// What a command may use of the world around it, and how it speaks: tables for people, JSON for programs. Text that
// came from elsewhere cannot move the cursor or colour the terminal.
import type { Environment } from '../config/read.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'

export interface Io {
  readonly env: Environment
  readonly clock: Clock
  readonly random: Random
  /** Standard output is a terminal. */
  readonly terminal: boolean
  /** All of standard input. */
  input(): Promise<string>
  /** One line from whoever sits there; `undefined` where nobody does. */
  readonly ask?: ((question: string, answer: 'shown' | 'hidden') => Promise<string>) | undefined
  out(text: string): void
  err(text: string): void
}

/** The command cannot do what was asked; said in one line, exit code 1. */
export class CommandFailure extends Error {}

/** What was asked was found out, and it is a no: findings, a refusal, access that changes. Said already; exit code 3. */
export class AnswerIsNo extends Error {}

export type Cell = string | number | boolean | undefined

/** Rows under headings, in columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map(cellText))]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One fact per line. */
export function facts(pairs: readonly (readonly [name: string, value: Cell])[]): string {
  const widest = Math.max(...pairs.map(([name]) => width(name)))
  return pairs.map(([name, value]) => `${pad(name, widest)}  ${cellText(value)}`.trimEnd()).join('\n')
}

/** Control characters become visible; everything else stays. */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\ufffd')
}

function cellText(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return harmless(String(value))
}

/** Columns on a terminal: Han characters and their like take two. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]/u.test(sign)
        ? 2
        : 1),
    0,
  )

const pad = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)))
