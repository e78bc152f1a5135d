// Looks for a request about which some statements hold and others do not. Each thing that must be so is a list of ways
// in which it can be so; a way that contradicts what is settled already falls away, and what is left is tried in turn.

import { type Found, isSpent, spend } from './effort.ts'
import { findPart, isPossible, isSame, type Literal, type Space, type State, withLiterals } from './space.ts'

/** One of the ways must come true, each of which is some literals. */
export interface Demand {
  readonly ways: readonly (readonly Literal[])[]
  /** Where these cannot all be true, nothing is demanded. */
  readonly unless: readonly Literal[] | undefined
}

/** One of several statements holds, each given as what it takes. */
export function oneHolds(statements: readonly (readonly Literal[])[]): Demand {
  return { ways: statements, unless: undefined }
}

/** A statement does not hold: one of the things that it takes is not so. */
export function fails(statement: readonly Literal[]): Demand {
  return { ways: statement.map((literal) => [opposite(literal)]), unless: statement }
}

function opposite({ fact, holds }: Literal): Literal {
  return { fact, holds: !holds }
}

/** A state that satisfies all demands and of which every part is known to be possible. */
export function findState(space: Space, settled: State, demands: readonly Demand[]): Found<State> {
  if (!spend(space.effort, 1)) return 'open'
  const narrowed = narrow(space, settled, demands)
  if (narrowed === 'none') return 'none'
  const { state, left } = narrowed
  const [next] = left.toSorted((a, b) => rank(a) - rank(b))
  if (next === undefined) return complete(space, state)
  const others = left.filter((demand) => demand !== next)
  let open = false
  let rest = state
  for (const way of next.ways) {
    if (!isPossible(space, rest, way)) continue
    const found = findState(space, withLiterals(rest, way), others)
    if (found !== 'none' && found !== 'open') return found
    if (found === 'open') open = true
    if (isSpent(space.effort)) return 'open'
    // The other ways need only be tried where this one is not so.
    const [only] = way
    if (way.length === 1 && only !== undefined) {
      const without = [opposite(only)]
      if (!isPossible(space, rest, without)) break
      rest = withLiterals(rest, without)
    }
  }
  return open ? 'open' : 'none'
}

/** Which statement allows settles the most, so it is tried first. */
function rank({ ways, unless }: Demand): number {
  return unless === undefined ? 0 : ways.length
}

interface Narrowed {
  readonly state: State
  readonly left: readonly Demand[]
}

/** Settles what can be so in one way only, until every demand that is left has several. */
function narrow(space: Space, settled: State, demands: readonly Demand[]): Narrowed | 'none' {
  let state = settled
  let left = demands
  for (;;) {
    const before = state
    const kept: Demand[] = []
    for (const demand of left) {
      if (isMet(space, state, demand)) continue
      const ways = demand.ways.filter((way) => isPossible(space, state, way))
      const [only] = ways
      if (only === undefined) return 'none'
      if (ways.length === 1) state = withLiterals(state, only)
      else kept.push({ ways, unless: demand.unless })
    }
    left = kept
    if (state === before) return { state, left }
  }
}

function isMet(space: Space, state: State, { ways, unless }: Demand): boolean {
  if (unless !== undefined && !isPossible(space, state, unless)) return true
  return ways.some((way) => way.every((one) => state.get(one.fact.part)?.some((known) => isSame(known, one)) === true))
}

function complete(space: Space, state: State): Found<State> {
  const found = [...state].map(([part, literals]) => findPart(space, part, literals))
  if (found.includes('none')) return 'none'
  return found.includes('open') ? 'open' : { value: state }
}
