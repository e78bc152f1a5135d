// Questions about many things at once: the actions that may be used on one resource, and listing in two steps, where a call
// that lists is let through if anything could be in its answer, and each item is judged with all that is known of it.

import { decide } from '../decide.ts'
import type { Program } from '../program.ts'
import type { AccessRequest, RequestContext } from '../types.ts'
import type { FilterQuestion, ResourceFilter } from './filter.ts'
import { filterTest } from './matches.ts'
import { resourcesFor } from './resources-for.ts'

/** Of the actions, each with the level that it is checked at, those that are allowed on all of the resources. */
export function actionsFor<Asked extends Pick<AccessRequest, 'action' | 'granularity'>>(
  program: Program,
  request: Omit<AccessRequest, 'action' | 'granularity'>,
  actions: readonly Asked[],
): readonly Asked[] {
  return actions.filter(({ action, granularity }) => {
    return decide(program, { ...request, action, granularity }).effect === 'allow'
  })
}

export interface Listing {
  /** Whether the call may be made at all: something could be allowed, and nothing denies everything. */
  readonly callable: boolean
  readonly filter: ResourceFilter
  /** The items that may be seen, in their order. */
  visible<Item>(items: readonly Item[], describe: (item: Item) => ListedItem): readonly Item[]
}

export interface ListedItem {
  readonly resource: string
  /** The open keys of the question, such as tags. */
  readonly context?: RequestContext | undefined
}

/** Ready to list: evaluated once, asked for each item. */
export function listing(program: Program, question: FilterQuestion): Listing {
  const filter = resourcesFor(program, question)
  const passes = filterTest(filter)
  return {
    callable: filter.kind !== 'none',
    filter,
    visible: (items, describe) =>
      items.filter((item) => {
        const { resource, context } = describe(item)
        return passes(resource, context)
      }),
  }
}
