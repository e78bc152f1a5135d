// What can be done in a state of an account, and what comes of it: the places where moves are looked for, all moves of somebody, and
// whether the right is reached.
import type { CompiledTrust, ContextValue } from '../../policy/index.ts'
import type { Judge } from '../judge.ts'
import type { Population, Who } from '../population.ts'
import type { Ask, Rights } from '../residual.ts'
import { keysKnownOf } from '../who-can.ts'
import { identityMoves } from './moves-identity.ts'
import { memberMoves } from './moves-member.ts'
import { policyMoves } from './moves-policy.ts'
import { providerMoves } from './moves-provider.ts'
import { releaseMoves } from './moves-release.ts'
import { type TagsWanted, tagMoves, tagsIn } from './moves-tag.ts'
import { FACTORS, type Permits } from './permit.ts'
import type { Place } from './place.ts'
import { heldKey, type Move, type ServerRules, type State, type Step } from './terms.ts'

/** What is searched for, and with what. */
export interface Search {
  readonly goal: Ask
  /** The one resource that it is about; `undefined`: it is about several, or none. */
  readonly resource: string | undefined
  /** Whether the right counts that is had on conditions only. */
  readonly conditional: boolean
  readonly permits: Permits
  readonly rules: ServerRules
  /** Programs of an account as it is in one state; what others share is made once. */
  readonly judge: (population: Population) => Judge
  readonly trustOf: (trust: string) => CompiledTrust
  readonly alike: Place['alike']
  /** How many steps that take something away may be in a way, and how many states are looked at in all. */
  readonly detoursMax: number
  readonly statesMax: number
}

export interface Way {
  readonly steps: readonly Step[]
  readonly end: Who
  readonly rights: Rights
}

export function placeOf(
  { permits, rules, trustOf, alike, judge }: Search,
  state: State,
  unsure: Set<string>,
  wanted?: Move,
  crowded = true,
): Place {
  return {
    crowded,
    state,
    judge: judge(state.population),
    permits,
    rules,
    trustOf,
    alike,
    wanted,
    unsure,
    makers: new Map(),
    taken: new Set(),
  }
}

const kinds = [...identityMoves, ...providerMoves, ...policyMoves, ...memberMoves, ...releaseMoves]

export function* movesOfAll(place: Place, tags: TagsWanted | undefined): Generator<Move> {
  for (const who of place.state.held.values()) yield* movesOf(place, who, tags)
}

/** `action`: only those that make it. */
export function* movesOf(place: Place, who: Who, tags: TagsWanted | undefined, action?: string): Generator<Move> {
  for (const [actions, moves] of kinds) {
    if (action === undefined || actions.test(action)) yield* moves(place, who)
  }
  yield* tagMoves(place, who, tags)
}

/** Tags under which somebody at hand would have the right. */
export function tagsWanted(
  { goal, resource, judge: judgeOf }: Search,
  { population, held }: State,
): TagsWanted | undefined {
  if (resource === undefined || population.tags !== undefined) return undefined
  const judge = judgeOf(population)
  for (const who of held.values()) {
    const { answer, example } = goal(judge.programOf(who), ownKeys(population, who, resource))
    const tags = answer === 'some' ? tagsIn(example) : undefined
    if (tags !== undefined) return { resource, tags }
  }
  return undefined
}

/** What is known of requests of somebody on the resource. */
function ownKeys(population: Population, who: Who, resource: string | undefined): Map<string, ContextValue> {
  const own = new Map(keysKnownOf(population, who))
  const tags = resource === undefined ? undefined : population.tags?.get(resource)
  return tags === undefined ? own : own.set('qcs:resource_tag', tags)
}

/** `own`: keys at hand in a map of the caller's own, to which those that come of it are added. */
export function applied({ population, began, held }: State, move: Move, own?: Map<string, Who>): State {
  const { gives } = move
  const after = gives === undefined ? (own ?? held) : (own ?? new Map(held)).set(heldKey(gives), gives)
  return { population: move.apply(population), began, held: after }
}

export function reachedBy(
  search: Search,
  state: State,
  unsure: Set<string>,
  asked: Iterable<Who> = state.held.values(),
): { readonly who: Who; readonly rights: Rights } | undefined {
  const judge = search.judge(state.population)
  for (const who of asked) {
    const own = ownKeys(state.population, who, search.resource)
    const factors = search.conditional ? FACTORS : FACTORS.slice(0, 1)
    for (const factor of factors) {
      const rights = search.goal(judge.programOf(who), new Map([...own, ...factor]))
      if (rights.answer === 'unknown') unsure.add(rights.why ?? '')
      if (rights.answer !== 'all' && (!search.conditional || rights.answer !== 'some')) continue
      const example = factor === FACTORS[0] ? rights.example : [...factor, ...rights.example]
      return { who, rights: { ...rights, example } }
    }
  }
  return undefined
}
