// What a check of a chain remembers of the events behind it, and where an event that does not follow on the last one may
// have stood. It looks a few places around only: what was moved further counts as changed.
import { chainHash } from '../store/audit-chain.ts'
import type { ChainedEvent } from '../store/store.ts'

export interface Place {
  readonly position: number
  readonly hash: string
}
/** Events from … to stand `shift` places further on than they once did. */
export interface Moved {
  readonly from: number
  to: number
  readonly shift: number
}

const aroundMax = 8
/** Events whose places are looked for; beyond so many it is told only how many more there are. */
const examinedMax = 1_000

export function createPast(dropped: number) {
  let recent: Place[] = [{ position: dropped, hash: '' }]
  let shift = 0
  let known: Place = { position: dropped, hash: '' }
  let beyond = 0
  const runs: Moved[] = []
  let broken: ChainedEvent[] = []
  /** Events that stand before one that they once followed. */
  const early = new Set<number>()

  const last = (): Place => recent.at(-1) ?? { position: dropped, hash: '' }
  function remember({ position, hash }: Place): void {
    recent.push({ position, hash })
    if (recent.length > aroundMax + 2) recent = recent.slice(-(aroundMax + 2))
  }

  /** How many places further on it stands than it was hashed for; `undefined`: that is not to be found out. */
  function shiftOf(event: ChainedEvent): number | undefined {
    const { position, hash } = event
    for (let by = 0; by <= aroundMax; by++) {
      for (const sign of by === 0 ? [1] : [1, -1]) {
        const before = recent.find((place) => chainHash(event, position - by * sign, place.hash) === hash)
        if (before !== undefined) return by * sign
      }
    }
    return undefined
  }

  /** Events that followed on nothing so far may follow on this one. */
  function retry({ position, hash }: Place): void {
    const open = broken.filter((event) => event.position > position - aroundMax)
    if (open.length === 0) return
    const found = open.filter((event) => {
      const places = Array.from({ length: aroundMax }, (_, index) => event.position + 1 + index)
      return places.some((place) => chainHash(event, place, hash) === event.hash)
    })
    for (const event of found) early.add(event.position)
    broken = broken.filter((event) => !found.includes(event))
  }

  function note(position: number, by: number): void {
    const run = runs.at(-1)
    if (run !== undefined && run.shift === by && run.to === position - 1) run.to = position
    else runs.push({ from: position, to: position, shift: by })
  }

  return {
    last,
    /** The first event follows on this hash. */
    begin(hash: string): void {
      recent = [{ position: dropped, hash }]
    },
    /** An event whose forerunner is not here: nothing can be said of it but by the next one. */
    pass: remember,
    follow(event: ChainedEvent): void {
      const { position, hash } = event
      if (chainHash(event, position - shift, last().hash) === hash) {
        if (shift !== 0) note(position, shift)
      } else if (broken.length >= examinedMax) {
        beyond += 1
      } else {
        const by = shiftOf(event)
        if (by === undefined) broken.push(event)
        else if (by !== 0) note(position, by)
        // One that was moved back by itself says nothing of those behind it.
        shift = by ?? shift
      }
      retry(event)
      remember(event)
    },
    /** An event behind those that it should stand before: others may follow on it. */
    aside(place: Place): void {
      recent.splice(-1, 0, place)
    },
    /** A place that somebody signed and no event has yet. */
    expect(place: Place): void {
      if (place.position > known.position) known = place
    },
    furthest: (): Place => known,
    moved: (): readonly Moved[] => runs,
    broken: (): readonly number[] => broken.map(({ position }) => position),
    early: (): ReadonlySet<number> => early,
    unexamined: (): number => beyond,
  }
}
