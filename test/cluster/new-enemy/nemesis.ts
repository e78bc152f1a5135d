// What goes wrong, in an order that a seed decides: at each time at most one server less than there are.
import type { Random } from '../../../src/kernel/random.ts'
import type { NodeProcess } from '../processes.ts'
import type { Primary } from './primary.ts'

export type Fault =
  | 'cut'
  | 'half-open'
  | 'stall'
  | 'delay'
  | 'pause'
  | 'kill'
  | 'database-stop'
  | 'database-kill'
  | 'fail-over'

/** How often each comes, in all. Those of the database stop everybody, so they are rare. */
const weights: readonly (readonly [Fault, number])[] = [
  ['cut', 12],
  ['half-open', 12],
  ['stall', 12],
  ['delay', 12],
  ['pause', 12],
  ['kill', 2],
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
  readonly database: Pick<Primary, 'pause' | 'resume' | 'kill'>
  /** Whether it is time that the standby takes the primary's place, and the standby has all that it needs for that. */
  failOverDue(made: number): Promise<boolean>
  failOver(): Promise<void>
  /** Something could not be put right again. */
  failed(error: unknown): void
}

export function startNemesis(field: Battlefield, chance: Chance): Nemesis {
  const { nodes } = field
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
      const due = await field.failOverDue(made.get('fail-over') ?? 0)
      const fault = due ? 'fail-over' : next()
      const node = nodes[chance.below(nodes.length)]
      if (over || node === undefined) return
      made.set(fault, (made.get(fault) ?? 0) + 1)
      // Most are about as long as the bound; some are long enough that servers call the database lost.
      const forMs = chance.below(4) === 0 ? 400 + chance.below(1_200) : 50 + chance.below(350)
      await suffer(fault, node, { forMs, delayMs: 10 + chance.below(400) }, field)
    }
  }

  const running = run().catch((error: unknown) => field.failed(error))
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
  { database, failOver }: Battlefield,
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
      return
    case 'fail-over':
      await failOver()
  }
}
