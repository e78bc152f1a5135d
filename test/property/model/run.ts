// Many sequences after another, and the shortest one that still fails when one does. Servers are opened anew now and
// then, so that neither memory nor the scratch file grows with the count.
import { type Count, type Failure, play } from './play.ts'
import { openServer, type Server } from './server.ts'
import type { Step } from './step.ts'

export interface Share {
  readonly seed: number
  /** Every `step`th sequence from `first` on, below `end`. */
  readonly first: number
  readonly step: number
  readonly end: number
  /** Steps of each after the ground is laid. */
  readonly length: number
  /** `undefined`: SQLite in a folder of its own. */
  readonly databaseUrl: string | undefined
}

/** Sequences between two openings of a server. */
const perServer = 2_000
/** Sequences between two calls of `told`. */
const perReport = 50

/** The first failure, made as short as it gets; `undefined`: there is none. `told` hears how many were played. */
export async function runShare(
  share: Share,
  count: Count,
  told: (played: number) => void = () => {},
): Promise<Failure | undefined> {
  let server: Server | undefined
  let played = 0
  try {
    for (let index = share.first; index < share.end; index += share.step) {
      if (server === undefined || played % perServer === 0) {
        await server?.close()
        server = await openServer(share.databaseUrl)
      }
      const failure = await play(server, { seed: share.seed, index, length: share.length }, count)
      played += 1
      if (failure !== undefined) return await shortest(server, share.length, failure, count)
      if (played % perReport === 0) told(perReport)
    }
    told(played % perReport)
    return undefined
  } finally {
    await server?.close()
  }
}

/** Leaves steps out, one at a time from the end, for as long as the rest still fails. */
async function shortest(server: Server, length: number, failure: Failure, count: Count): Promise<Failure> {
  const { seed, index } = failure
  const replay = (steps: readonly Step[]) => play(server, { seed, index, length, steps }, count)
  let best = await replay(failure.steps)
  // Played again, with everybody asked after each step, it may go well: then what was seen first stands.
  if (best === undefined) return failure
  for (let at = best.steps.length - 1; at >= 0; at -= 1) {
    best = (await replay(best.steps.filter((_, place) => place !== at))) ?? best
    at = Math.min(at, best.steps.length)
  }
  return best
}

export function failureLines({ seed, index, lines, problem }: Failure): readonly string[] {
  return [`sequence ${index} of seed ${seed}: ${problem}`, ...lines.map((line) => `  ${line}`)]
}
