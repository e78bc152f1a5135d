// Writes of one account follow each other in the database anyway. On a database with few connections each of them would hold
// one while it waits, and leave none for other accounts: here they wait without.
import type { Allowed } from './stages.ts'

export interface WritePlaces {
  /** Does the work of a call: a write once its account has a place, in the order of asking; a read at once. */
  within<T>(call: Pick<Allowed, 'row' | 'caller'>, work: () => Promise<T>): Promise<T>
}

interface Line {
  held: number
  readonly waiting: (() => void)[]
}

/** `placesMax`: writes of one account under way at once. */
export function createWritePlaces(placesMax: number): WritePlaces {
  const lines = new Map<number, Line>()

  function leave(account: number, line: Line): void {
    const next = line.waiting.shift()
    if (next === undefined) line.held -= 1
    else next()
    if (line.held === 0) lines.delete(account)
  }

  return {
    async within({ row, caller: { account, kind } }, work) {
      // A stranger's call may wait for an issuer's keys: nobody else is to wait for that.
      const free = row.access === 'read' || kind === 'stranger' || placesMax === Number.POSITIVE_INFINITY
      if (free) return work()
      const line = lines.get(account) ?? { held: 0, waiting: [] }
      lines.set(account, line)
      if (line.held < placesMax) line.held += 1
      else await new Promise<void>((resolve) => line.waiting.push(resolve))
      try {
        return await work()
      } finally {
        leave(account, line)
      }
    },
  }
}
