// What the table of commands says of each.
import type { Command } from 'commander'
import type { Io } from './io.ts'

export interface CommandRow {
  readonly name: string
  readonly description: string
  load(): Promise<(io: Io) => Command>
  /** What may stand after the words of it that are no options, for completion; left out: files. */
  words?(before: readonly string[], io: Io): Promise<readonly string[]>
}
