// The verdict on a request. The order of the layers is the order of the code: general denies, root, then resource by
// resource identity, boundary, session and owner. Refuses by default; never throws, whatever the request looks like.

import { isAssumeRole, type RequestAction, readRequestAction } from './action.ts'
import { GENERAL, generalQuestion, isGeneral } from './general.ts'
import type { Program } from './program.ts'
import { readRequestResource, requestResource } from './resource.ts'
import type { Question, Rule } from './rule.ts'
import { choose, type Group, matchingRule, type RuleIndex } from './rules.ts'
import type { AccessRequest, Cause, Decision, Effect, Layer } from './types.ts'

// Deciding is synchronous and not nested, so one place for the resource in hand is enough for all decisions.
const inHand = requestResource()

/**
 * Allowed only if every resource is allowed. A malformed action or resource, and an empty list of resources, are
 * denied with the cause `no-allow`.
 */
export function decide(program: Program, request: AccessRequest): Decision {
  const action = readRequestAction(request.action)
  if (action === undefined) return noAllow(program, request.resources[0] ?? '')
  let decision = noAllow(program, '')
  for (const resource of request.resources) {
    decision = decideResource(program, action, request, resource)
    if (decision.effect === 'deny') return decision
  }
  return decision
}

function decideResource(program: Program, action: RequestAction, request: AccessRequest, text: string): Decision {
  const { granularity } = request
  const chosen = program.kind === 'root' ? undefined : choose(program.identity, action, granularity)
  // Where no statement speaks about the action, it plays no part what the resource looks like.
  if (chosen === undefined && program.kind !== 'root' && !isGeneral(action)) return noAllow(program, text)
  if (!readRequestResource(inHand, text, action.product, program)) return noAllow(program, text)
  const context = request.contextOf?.(text) ?? request.context
  const question: Question = { action, granularity, context, resource: inHand }
  if (isGeneral(action)) {
    const rule = ruleOf(GENERAL, generalQuestion(question))
    if (rule !== undefined) return outcome('deny', 'general', 'explicit-deny', text, rule)
  }
  return program.kind === 'root' ? decideRoot(program, question, text) : decideGranted(program, chosen, question, text)
}

/** Root may do everything to what it owns; who assumes a role of another account is judged by that role's trust. */
function decideRoot(program: Program, question: Question, text: string): Decision {
  if (isForeign(question)) return outcome('deny', 'cross-account', 'foreign-resource', text, undefined)
  const limit = program.session === undefined ? undefined : limitedBy(program.session, 'session', question, text)
  return limit ?? outcome('allow', 'root', 'root', text, undefined)
}

function decideGranted(program: Program, chosen: Group | undefined, question: Question, text: string): Decision {
  if (chosen === undefined) return outcome('deny', 'identity', 'no-allow', text, undefined)
  const rule = matchingRule(chosen, question)
  if (rule === undefined) return outcome('deny', 'identity', 'no-allow', text, undefined)
  if (rule.effect === 'deny') return outcome('deny', 'identity', 'explicit-deny', text, rule)
  if (program.boundary !== undefined) {
    const limit = limitedBy(program.boundary, 'boundary', question, text)
    if (limit !== undefined) return limit
  }
  if (program.session !== undefined) {
    const limit = limitedBy(program.session, 'session', question, text)
    if (limit !== undefined) return limit
  }
  if (isForeign(question)) return outcome('deny', 'cross-account', 'foreign-resource', text, undefined)
  return outcome('allow', 'identity', 'allow', text, rule)
}

/** A boundary or a session policy must allow as well; it grants nothing. */
function limitedBy(index: RuleIndex, layer: Layer, question: Question, text: string): Decision | undefined {
  const rule = ruleOf(index, question)
  if (rule === undefined) return outcome('deny', layer, 'no-allow', text, undefined)
  return rule.effect === 'deny' ? outcome('deny', layer, 'explicit-deny', text, rule) : undefined
}

function ruleOf(index: RuleIndex, question: Question): Rule | undefined {
  const chosen = choose(index, question.action, question.granularity)
  return chosen === undefined ? undefined : matchingRule(chosen, question)
}

/** Of another account, and reachable from here only by its owner's own grant. */
export function isForeign(question: Question): boolean {
  return !question.resource.own && !isAssumeRole(question.action)
}

function noAllow(program: Program, resource: string): Decision {
  return outcome('deny', program.kind === 'root' ? 'root' : 'identity', 'no-allow', resource, undefined)
}

function outcome(effect: Effect, layer: Layer, cause: Cause, resource: string, rule: Rule | undefined): Decision {
  return { effect, layer, cause, resource, by: rule?.by }
}
