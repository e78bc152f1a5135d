// A statement in force, and a question that it may cover.

import { type ActionMatcher, anyActionMatches, type RequestAction } from './action.ts'
import type { Condition } from './condition.ts'
import type { RequestResource, ResourceMatcher } from './resource.ts'
import type { AccessRequest, DecidedBy, Effect, Granularity } from './types.ts'

/** A statement in force for a principal. */
export interface Rule {
  readonly effect: Effect
  readonly actions: readonly ActionMatcher[]
  readonly resources: readonly ResourceMatcher[]
  /** Cheap ones first. */
  readonly conditions: readonly Condition[]
  readonly by: DecidedBy
}

/** One question, with its resource taken apart. */
export interface Question {
  readonly action: RequestAction
  readonly granularity: Granularity
  readonly context: AccessRequest['context']
  readonly resource: RequestResource
}

/** Whether a rule speaks about the action of a question. */
export function actionCovered({ actions }: Pick<Rule, 'actions'>, { action, granularity }: Question): boolean {
  return anyActionMatches(actions, action, granularity)
}
