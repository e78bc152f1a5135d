// Which servers live: each shows it in the store every second by a number that grows. Nobody compares clocks: a server whose
// number has not changed for some of our own rounds is taken for dead.
import type { Store } from '../../store/store.ts'
import type { Neighbours } from './sharing.ts'

export interface Roll {
  neighbours(): Neighbours
  /** One round; once a second. Rejects where the store cannot be reached: whoever was there stays counted. */
  beat(): Promise<void>
  /** Off the list, at the end. */
  end(): Promise<void>
}

/** Rounds without news after which a server does not count, and after which its row goes. */
const silentMax = 5
const droppedAfter = 60

export function createRoll(store: Pick<Store, 'fleeting'>, server: string): Roll {
  let beats = 0
  let heard = new Map<string, { beat: number; silent: number }>()
  let known: Neighbours = { count: 1, place: 0 }
  let ended = false
  return {
    neighbours: () => known,
    async beat() {
      if (ended) return
      beats += 1
      const rows = await store.fleeting.beat({ server, beat: beats })
      const next = new Map<string, { beat: number; silent: number }>()
      for (const row of rows) {
        const before = heard.get(row.server)
        const silent = before !== undefined && before.beat === row.beat ? before.silent + 1 : 0
        if (row.server !== server && silent >= droppedAfter) await store.fleeting.endBeat(row.server)
        else next.set(row.server, { beat: row.beat, silent })
      }
      heard = next
      const living = [...next.keys()].filter((name) => name === server || (next.get(name)?.silent ?? 0) < silentMax)
      known = { count: Math.max(1, living.length), place: Math.max(0, living.indexOf(server)) }
    },
    async end() {
      ended = true
      await store.fleeting.endBeat(server)
    },
  }
}
