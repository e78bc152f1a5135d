// A live account for a command: its connection, what was read over it, and what is said meanwhile.
import { setTimeout } from 'node:timers/promises'
import { type Ask, asking, Refusal } from '../../estate/calls.ts'
import { type Pulled, pull } from '../../estate/pull.ts'
import { type ConnectionOptions, connectionOf } from '../api/connection.ts'
import { CommandFailure, harmless, type Io } from '../io.ts'

export interface Live extends Pulled {
  readonly endpoint: string
  readonly ask: Ask
}

/** Says in one line of a terminal what is going on; nothing elsewhere. `end` clears the line. */
export function progressOn(io: Io): { readonly say: (text: string) => void; readonly end: () => void } {
  if (!io.terminal) return { say: () => {}, end: () => {} }
  return { say: (text) => io.err(`\r\u001b[K${harmless(text).slice(0, 100)}`), end: () => io.err('\r\u001b[K') }
}

/** Connects and reads the whole account. */
export async function liveAccount(options: ConnectionOptions, io: Io): Promise<Live> {
  const connection = connectionOf(options, io)
  const progress = progressOn(io)
  try {
    const pulled = await pull({ call: connection.call, sleep: setTimeout, progress: progress.say })
    return { ...pulled, endpoint: connection.endpointOf('cam'), ask: asking(connection.call, setTimeout) }
  } catch (error) {
    throw error instanceof Refusal ? new CommandFailure(harmless(error.message)) : error
  } finally {
    progress.end()
  }
}

/** What could not be read, a line each. */
export function sayGaps(io: Io, { estate }: Pick<Pulled, 'estate'>): void {
  for (const { what, why } of estate.incomplete) io.err(`${harmless(`not read: ${what}: ${why}`)}\n`)
}
