// What is left of a program once action and known keys are given: which resources may be used, as a value that can be
// sent, stored and asked. Plain JSON; nothing in it depends on who made it.

import type { LayerFinding } from '../explain.ts'
import type { Owner } from '../resource.ts'
import type { AccessRequest, ContextValue, DecidedBy } from '../types.ts'

/** A request without its resource. */
export interface FilterQuestion extends Pick<AccessRequest, 'action' | 'granularity' | 'context'> {
  /**
   * Keys whose values come with each resource, such as its tags: conditions on them are left over. `rest`: every key that
   * `context` does not have. Whatever is neither known nor open is missing.
   */
  readonly open: readonly string[] | 'rest'
}

export interface ResourceFilter {
  /** `all`: whatever the account owns (and others, where `ownOnly` is false); `none`: nothing, whatever the open keys are. */
  readonly kind: 'all' | 'none' | 'some'
  /** Lowercase `product:name`; empty for an action that is none. */
  readonly action: string
  readonly owner: Owner
  /** Resources of other accounts are out of reach. */
  readonly ownOnly: boolean
  /** Every one of them must let a resource pass. */
  readonly layers: readonly FilterLayer[]
  /** Keys that conditions left over ask for: those known already, and those that have to come with the resource. */
  readonly known: readonly (readonly [key: string, value: ContextValue])[]
  readonly open: readonly string[]
}

/** A resource passes that matches no deny, and an allow where there is a list of them. */
export interface FilterLayer {
  readonly layer: LayerFinding['layer']
  /** Left out: everything is allowed that is not denied. */
  readonly allow?: readonly FilterClause[]
  readonly deny: readonly FilterClause[]
}

export interface FilterClause {
  /** `*` or six segments, owners and variables filled in, `*` in the last or the region as a wildcard. One must match. */
  readonly patterns: readonly string[]
  /** Those that could not be decided yet. All must hold. */
  readonly conditions: readonly LeftCondition[]
  /** The statements that say so. */
  readonly by: readonly DecidedBy[]
}

export interface LeftCondition {
  readonly operator: string
  readonly key: string
  /** `null`: a variable without value, which can be neither equal nor unequal to anything. */
  readonly wanted: readonly (string | null)[]
}
