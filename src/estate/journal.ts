// What was done of a plan, one line of JSON for each step, written before and after each call: whoever comes after an end in
// the middle knows what is done, and which one call may or may not have been made.
import { z } from 'zod'

const entry = z.discriminatedUnion('step', [
  /** `plan`: digest of what is applied. */
  z.object({ step: z.literal('start'), plan: z.string(), account: z.string() }),
  /** `next`: what a person has to do once it is done. */
  z.object({ step: z.literal('begin'), id: z.string(), next: z.string().optional() }),
  z.object({ step: z.literal('done'), id: z.string(), requestId: z.string() }),
  z.object({ step: z.literal('failed'), id: z.string(), why: z.string() }),
  z.object({ step: z.literal('finished') }),
])
export type Entry = z.infer<typeof entry>

/** Where a journal is kept. `append` returns when the line is on the disk. */
export interface Journal {
  read(): string
  /** Takes the place of all lines. */
  restart(line: string): void
  append(line: string): void
}

export interface Past {
  readonly plan: string | undefined
  readonly done: ReadonlySet<string>
  /** Begun and neither done nor failed: nobody knows. */
  readonly open: ReadonlySet<string>
  /** What people have to do, by the change that it comes of. */
  readonly next: ReadonlyMap<string, string>
  readonly finished: boolean
}

export class JournalBroken extends Error {}

/** A last line without its end was being written when everything ended, and counts for nothing. */
export function readJournal(text: string): Past {
  const lines = text.split('\n').slice(0, -1)
  const done = new Set<string>()
  const open = new Set<string>()
  const next = new Map<string, string>()
  let plan: string | undefined
  let finished = false
  for (const [index, line] of lines.entries()) {
    const one = entryOf(line, index + 1)
    if (one.step === 'start') plan = one.plan
    else if (one.step === 'finished') finished = true
    else if (one.step === 'begin') {
      open.add(one.id)
      if (one.next !== undefined) next.set(one.id, one.next)
    } else {
      open.delete(one.id)
      if (one.step === 'done') done.add(one.id)
      else next.delete(one.id)
    }
  }
  return { plan, done, open, next, finished }
}

function entryOf(line: string, number: number): Entry {
  try {
    return entry.parse(JSON.parse(line))
  } catch {
    throw new JournalBroken(`line ${number} of the journal cannot be read`)
  }
}

export const lineOf = (one: Entry): string => `${JSON.stringify(one)}\n`
