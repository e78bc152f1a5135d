// Searches ways to a right from what somebody holds. Steps that take nothing away from anybody are all taken, round by round, since
// none of them stands in the way of another; steps that do are tried one after the other. Of a way that was found every step goes
// that is not needed, and what is left is played through once more.
import type { Population, Who } from '../population.ts'
import { applied, movesOfAll, placeOf, reachedBy, type Search, tagsWanted, type Way } from './reached.ts'
import { shortened } from './shorten.ts'
import { heldKey, type State, type Step } from './terms.ts'

export type Found =
  | { readonly answer: 'way'; readonly way: Way }
  | { readonly answer: 'none'; readonly held: State['held'] }
  | { readonly answer: 'unknown'; readonly why: string }

const begin = (population: Population, who: Who): State => ({
  population,
  began: population,
  held: new Map([[heldKey(who), who]]),
})

/**
 * Whether steps that only give may lead there, or that could not be found out. Who holds somebody's keys gets wherever that one gets,
 * so that what was found of one is used for others.
 */
export function hopeIn(search: Search, population: Population): (start: Who) => boolean {
  const known = new Map<string, boolean>()
  return (start) => {
    const key = heldKey(start)
    const found = known.get(key)
    if (found !== undefined) return found
    const unsure = new Set<string>()
    const isEnough = (who: Who): boolean => known.get(heldKey(who)) === true
    const { reached, detours, state } = grow(search, begin(population, start), [], unsure, isEnough)
    const hope = reached !== undefined || detours.length > 0 || unsure.size > 0
    for (const one of hope ? [key] : state.held.keys()) known.set(one, hope)
    return hope
  }
}

/** `none` comes with those who get there no more than the start does, since it holds their keys. */
export function searchWay(search: Search, population: Population, start: Who): Found {
  const unsure = new Set<string>()
  const first = begin(population, start)
  const seen = new Set([stateKey(first, first)])
  let held: State['held'] | undefined
  let waiting: readonly Grown[] = [{ state: first, steps: [], reached: undefined, detours: [] }]
  for (let depth = 0; depth <= search.detoursMax; depth += 1) {
    const next: Grown[] = []
    for (const { state, steps } of waiting) {
      const grown = grow(search, state, steps, unsure)
      held ??= grown.state.held
      if (grown.reached !== undefined) {
        const way = shortened(search, first, grown.steps)
        if (way !== undefined) return { answer: 'way', way }
        unsure.add('a way that was found cannot be played through')
        continue
      }
      for (const detour of grown.detours) {
        const after = applied(grown.state, detour.move)
        const key = stateKey(first, after)
        if (seen.has(key)) continue
        seen.add(key)
        next.push({ state: after, steps: [...grown.steps, detour], reached: undefined, detours: [] })
      }
      if (seen.size > search.statesMax) return { answer: 'unknown', why: `more than ${search.statesMax} states` }
    }
    if (next.length === 0) {
      const [why] = unsure
      return why === undefined ? { answer: 'none', held: held ?? first.held } : { answer: 'unknown', why }
    }
    waiting = next
  }
  return { answer: 'unknown', why: `more than ${search.detoursMax} steps that also take something away` }
}

interface Grown {
  readonly state: State
  readonly steps: readonly Step[]
  readonly reached: Who | undefined
  readonly detours: readonly Step[]
}

/** Every step that only gives, until there is none or the right is reached. */
function grow(
  search: Search,
  from: State,
  before: readonly Step[],
  unsure: Set<string>,
  isEnough: (who: Who) => boolean = () => false,
): Grown {
  let state = from
  const steps = [...before]
  for (;;) {
    const reached = reachedBy(search, state, unsure)
    if (reached !== undefined) return { state, steps, reached: reached.who, detours: [] }
    const place = placeOf(search, state, unsure)
    const tags = tagsWanted(search, state)
    const detours: Step[] = []
    const found: Step[] = []
    // What comes after keys that are enough is not looked for.
    const isLast = (who: Who | undefined): boolean =>
      who !== undefined && (isEnough(who) || reachedBy(search, state, unsure, [who]) !== undefined)
    for (const move of movesOfAll(place, tags)) {
      const step = search.permits.step(place.judge, move)
      if (step === 'unknown') unsure.add(`whether ${move.action} is allowed`)
      if (typeof step === 'string') continue
      if (!move.grows) detours.push(step)
      else if (found.push(step) > 0 && isLast(move.gives)) break
    }
    if (found.length === 0) return { state, steps, reached: undefined, detours }
    const done = new Set<string>()
    const held = new Map(state.held)
    for (const step of found) {
      const { gives, change } = step.move
      const key = `${change} ${gives === undefined ? '' : heldKey(gives)}`
      // Several may be able to do the same.
      if (done.has(key)) continue
      done.add(key)
      state = applied(state, step.move, held)
      steps.push(step)
      if (gives === undefined) continue
      if (isEnough(gives)) return { state, steps, reached: gives, detours: [] }
      if (reachedBy(search, state, unsure, [gives]) !== undefined) break
    }
  }
}

/** What differs from the beginning, and whose keys are at hand. */
function stateKey(first: State, { population, held }: State): string {
  const of = first.population
  const maps = [
    [of.users, population.users],
    [of.groups, population.groups],
    [of.roles, population.roles],
    [of.policies, population.policies],
  ] as const
  const changed = maps.map(([before, after]) => differences<unknown>(before, after))
  const others = [population.providers.length, population.tags?.size ?? 0]
  return JSON.stringify([changed, others, [...held.keys()].sort()])
}

function differences<T>(before: ReadonlyMap<unknown, T>, after: ReadonlyMap<unknown, T>): readonly unknown[] {
  const gone = [...before.keys()].filter((key) => !after.has(key))
  const other = [...after].filter(([key, value]) => before.get(key) !== value)
  return [gone, other.map(([, value]) => value)]
}
