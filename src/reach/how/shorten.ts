// Plays ways through and leaves out of them whatever is not needed: what is told is a way each step of which is allowed when its turn
// comes, and none of which can go.
import type { Place } from './place.ts'
import { applied, movesOf, placeOf, reachedBy, type Search, tagsWanted, type Way } from './reached.ts'
import { heldKey, type Move, type State, type Step } from './terms.ts'

const keyOfMove = ({ as, action, parameters }: Move): string => `${heldKey(as)} ${action} ${JSON.stringify(parameters)}`

/**
 * Plays steps through; `undefined` where the right is not reached, or one of them cannot be made. `leniently`: then it is left out,
 * as one that is not needed any more. `crowded`: though there may be no room for them all.
 */
function played(
  search: Search,
  first: State,
  steps: readonly Step[],
  { leniently = false, crowded = true } = {},
): Way | undefined {
  let state = first
  const held = new Map(first.held)
  const made: Step[] = []
  for (const { move } of steps) {
    const step = state.held.has(heldKey(move.as)) ? againOf(search, state, move, crowded) : undefined
    if (step === undefined && leniently) continue
    if (step === undefined) return undefined
    made.push(step)
    state = applied(state, step.move, held)
  }
  const reached = reachedBy(search, state, new Set())
  return reached && { steps: made, end: reached.who, rights: reached.rights }
}

/** The same move in another state, if it is there and allowed. */
function againOf(search: Search, state: State, move: Move, crowded: boolean): Step | undefined {
  const place = placeOf(search, state, new Set(), move, crowded)
  // Keys can be made for whoever is there and may call, be it for somebody else who is alike.
  const ofUser = /^cam:(?:CreateAccessKey|UpdateUser)$/.test(move.action) && move.gives?.kind === 'user'
  if (ofUser && state.population.users.get(move.gives.uin)?.quarantined !== false) return undefined
  const again = ofUser ? move : sameMove(search, place, move)
  const step = again && search.permits.step(place.judge, again)
  return typeof step === 'string' ? undefined : step
}

function sameMove(search: Search, place: Place, move: Move): Move | undefined {
  const key = keyOfMove(move)
  const tags = move.action === 'tag:TagResources' ? tagsWanted(search, place.state) : undefined
  for (const one of movesOf(place, move.as, tags, move.action)) {
    if (one.action === move.action && one.change === move.change && keyOfMove(one) === key) return one
  }
  return undefined
}

/** Steps without the keys that nobody uses in them or at their end. */
function used(steps: readonly Step[], end: string): readonly Step[] {
  const needed = new Set([end])
  const kept: Step[] = []
  for (const step of steps.toReversed()) {
    const { gives, change, as } = step.move
    if (change === '' && (gives === undefined || !needed.has(heldKey(gives)))) continue
    needed.add(heldKey(as))
    kept.push(step)
  }
  return kept.reverse()
}

/** A way none of whose steps can be left out; `undefined` where the steps are none, or there is no room for them. */
export function shortened(search: Search, first: State, steps: readonly Step[]): Way | undefined {
  const whole = played(search, first, steps, { leniently: true })
  if (whole === undefined) return undefined
  let way = played(search, first, used(whole.steps, heldKey(whole.end)), { leniently: true }) ?? whole
  for (let size = Math.ceil(way.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = way.steps.length - size; from > -size; from -= size) {
      const fewer: Way | undefined = played(search, first, way.steps.toSpliced(Math.max(0, from), size))
      if (fewer !== undefined) way = fewer
    }
  }
  // What was needed by a step that is gone by now may go as well.
  for (let before = -1; before !== way.steps.length; ) {
    before = way.steps.length
    for (let at = before - 1; at >= 0; at -= 1) {
      const fewer: Way | undefined = played(search, first, way.steps.toSpliced(at, 1))
      if (fewer !== undefined) way = fewer
    }
  }
  return played(search, first, way.steps, { crowded: false })
}
