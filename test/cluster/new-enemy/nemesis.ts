// What goes wrong, in an order that a seed decides: at each time at most one server less than there are.
import type { Random } from '../../../src/kernel/random.ts'
import type { Embedded } from '../../store/embedded-postgres.ts'
import type { NodeProcess } from '../processes.ts'

export type Fault = 'cut' | 'half-open' | 'stall' | 'delay' | 'pause' | 'kill' | 'database-stop' | 'database-kill'

/** How often each comes, in all. Those of the database stop everybody, so they are rare. */
const weights: readonly (readonly [Fault, number])[] = [
  ['cut', 8],
  ['half-open', 8],
  ['stall', 8],
  ['delay', 8],
  ['pause', 8],
  ['kill', 3],
  ['database-stop', 1],
  ['database-kill', 1],
]

export interface Nemesis {
  /** How often each fault was made. */
  readonly made: ReadonlyMap<Fault, number>
  /** No more faults; everything is as it was before them. */
  stop(): Promise<void>
}

export interface Chance {
  /** From 0 up to below the number. */
  below(count: number): number
}

/** Whole numbers from a seeded source. */
export const chanceOf = (random: Pick<Random, 'bytes'>): Chance => ({
  below: (count) => Buffer.from(random.bytes(4)).readUInt32LE() % count,
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface Battlefield {
  readonly nodes: readonly NodeProcess[]
  readonly database: Pick<Embedded, 'pause' | 'resume' | 'kill'>
}

export function startNemesis({ nodes, database }: Battlefield, chance: Chance): Nemesis {
  const made = new Map<Fault, number>()
  let over = false
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)

  function next(): Fault {
    let at = chance.below(total)
    for (const [fault, weight] of weights) {
      if (at < weight) return fault
      at -= weight
    }
    return 'cut'
  }

  async function run(): Promise<void> {
    while (!over) {
      await pause(50 + chance.below(300))
      const fault = next()
      const node = nodes[chance.below(nodes.length)]
      if (over || node === undefined) return
      made.set(fault, (made.get(fault) ?? 0) + 1)
      await suffer(fault, node, { forMs: 100 + chance.below(1_500), delayMs: 10 + chance.below(400) }, database)
    }
  }

  const running = run()
  return {
    made,
    async stop() {
      over = true
      await running
    },
  }
}

async function suffer(
  fault: Fault,
  { proxy, pause: halt, resume, restart }: NodeProcess,
  { forMs, delayMs }: { readonly forMs: number; readonly delayMs: number },
  database: Battlefield['database'],
): Promise<void> {
  switch (fault) {
    case 'cut':
    case 'half-open':
    case 'stall':
      proxy.set({ kind: fault })
      await pause(forMs)
      proxy.set({ kind: 'fair' })
      return
    case 'delay':
      proxy.set({ kind: 'delay', ms: delayMs })
      await pause(forMs)
      proxy.set({ kind: 'fair' })
      return
    case 'pause':
      halt()
      await pause(forMs)
      resume()
      return
    case 'kill':
      await restart()
      return
    case 'database-stop':
      await database.pause()
      await pause(forMs / 2)
      await database.resume()
      return
    case 'database-kill':
      await database.kill()
      await pause(forMs / 2)
      await database.resume()
  }
}
