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

/** Class because it is fed: one event after the other. */
export class Past {
  #recent: Place[]
  #shift = 0
  #known: Place
  #beyond = 0
  readonly #runs: Moved[] = []
  #broken: ChainedEvent[] = []
  /** Events that stand before one that they once followed. */
  readonly #early = new Set<number>()
  readonly #start: Place

  constructor(dropped: number) {
    this.#start = { position: dropped, hash: '' }
    this.#recent = [this.#start]
    this.#known = this.#start
  }

  last(): Place {
    return this.#recent.at(-1) ?? this.#start
  }
  /** The first event follows on this hash. */
  begin(hash: string): void {
    this.#recent = [{ ...this.#start, hash }]
  }
  /** An event whose forerunner is not here: nothing can be said of it but by the next one. */
  pass({ position, hash }: Place): void {
    this.#recent.push({ position, hash })
    if (this.#recent.length > aroundMax + 2) this.#recent = this.#recent.slice(-(aroundMax + 2))
  }
  follow(event: ChainedEvent): void {
    const { position, hash } = event
    if (chainHash(event, position - this.#shift, this.last().hash) === hash) {
      if (this.#shift !== 0) this.#note(position, this.#shift)
    } else if (this.#broken.length >= examinedMax) {
      this.#beyond += 1
    } else {
      const by = this.#shiftOf(event)
      if (by === undefined) this.#broken.push(event)
      else if (by !== 0) this.#note(position, by)
      // One that was moved back by itself says nothing of those behind it.
      this.#shift = by ?? this.#shift
    }
    this.#retry(event)
    this.pass(event)
  }
  /** An event behind those that it should stand before: others may follow on it. */
  aside({ position, hash }: Place): void {
    this.#recent.splice(-1, 0, { position, hash })
  }
  /** A place that somebody signed and no event has yet. */
  expect(place: Place): void {
    if (place.position > this.#known.position) this.#known = place
  }
  furthest(): Place {
    return this.#known
  }
  moved(): readonly Moved[] {
    return this.#runs
  }
  broken(): readonly number[] {
    return this.#broken.map(({ position }) => position)
  }
  early(): ReadonlySet<number> {
    return this.#early
  }
  unexamined(): number {
    return this.#beyond
  }

  /** How many places further on it stands than it was hashed for; `undefined`: that is not to be found out. */
  #shiftOf(event: ChainedEvent): number | undefined {
    const { position, hash } = event
    for (let by = 0; by <= aroundMax; by++) {
      for (const sign of by === 0 ? [1] : [1, -1]) {
        const before = this.#recent.find((place) => chainHash(event, position - by * sign, place.hash) === hash)
        if (before !== undefined) return by * sign
      }
    }
    return undefined
  }
  /** Events that followed on nothing so far may follow on this one. */
  #retry({ position, hash }: Place): void {
    const open = this.#broken.filter((event) => event.position > position - aroundMax)
    const found = open.filter((event) => {
      const places = Array.from({ length: aroundMax }, (_, index) => event.position + 1 + index)
      return places.some((place) => chainHash(event, place, hash) === event.hash)
    })
    if (found.length === 0) return
    for (const event of found) this.#early.add(event.position)
    this.#broken = this.#broken.filter((event) => !found.includes(event))
  }
  #note(position: number, by: number): void {
    const run = this.#runs.at(-1)
    if (run !== undefined && run.shift === by && run.to === position - 1) run.to = position
    else this.#runs.push({ from: position, to: position, shift: by })
  }
}
