// Asks a filter about a resource. A filter from elsewhere is data like another: what it cannot say matches nothing where it
// would allow, and everything where it would deny.

import { type Condition, compileCondition, conditionsHold } from '../condition.ts'
import { readOperator } from '../operators/index.ts'
import { type ResourceMatcher, readRequestResource, requestResource, resourceMatches } from '../resource.ts'
import type { Effect, RequestContext } from '../types.ts'
import type { Template } from '../variables.ts'
import type { FilterClause, LeftCondition, ResourceFilter } from './filter.ts'
import { readPlace } from './place.ts'

/** Whether a resource passes; `context` supplies the open keys of it. */
export type FilterTest = (resource: string, context?: RequestContext) => boolean

interface Clause {
  readonly matchers: readonly ResourceMatcher[]
  readonly conditions: readonly Condition[]
}

/** Makes a filter ready to be asked many times. */
export function filterTest({ kind, action, owner, ownOnly, layers, known, open }: ResourceFilter): FilterTest {
  const [product = ''] = action.split(':')
  const values = new Map(known)
  const opened = new Set(open)
  const ready = layers.map(({ allow, deny }) => ({
    allow: allow?.map((clause) => compileClause(clause, 'allow')),
    deny: deny.map((clause) => compileClause(clause, 'deny')),
  }))
  const inHand = requestResource()
  return (resource, own) => {
    if (kind === 'none' || !readRequestResource(inHand, resource, product, owner)) return false
    if (ownOnly && !inHand.own) return false
    const context = { get: (key: string) => (opened.has(key) ? own?.get(key) : values.get(key)) }
    const matched = (clauses: readonly Clause[], effect: Effect) =>
      clauses.some(
        ({ matchers, conditions }) =>
          matchers.some((matcher) => resourceMatches(matcher, inHand)) && conditionsHold(conditions, context, effect),
      )
    return ready.every(({ allow, deny }) => {
      return !matched(deny, 'deny') && (allow === undefined || matched(allow, 'allow'))
    })
  }
}

/** The same for a single resource. */
export function filterMatches(filter: ResourceFilter, resource: string, context?: RequestContext): boolean {
  return filterTest(filter)(resource, context)
}

function compileClause({ patterns, conditions }: FilterClause, effect: Effect): Clause {
  const read = conditions.map(compileLeft)
  const readable = read.filter((condition) => condition !== undefined)
  const places = patterns.map(readPlace).filter((place) => place !== undefined)
  if (effect === 'deny' || readable.length === read.length) {
    const all = effect === 'deny' && places.length < patterns.length ? readPlace('*') : undefined
    return { matchers: all === undefined ? places : [all], conditions: readable }
  }
  return { matchers: [], conditions: readable }
}

/** Nothing but an unset variable stands for a value that nobody knows. */
const NOBODY_KNOWS: Template = [{ variable: 'uin' }]

function compileLeft({ operator, key, wanted }: LeftCondition): Condition | undefined {
  const use = readOperator(operator)
  if (use === undefined) return undefined
  const values = wanted.map((text): Template => (text === null ? NOBODY_KNOWS : [{ text }]))
  return compileCondition({ operator: use, key, values }, undefined)
}
