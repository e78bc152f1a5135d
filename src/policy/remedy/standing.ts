// How far a request is from being allowed: which denies match and where an allow is missing, for any change of its keys.
// Uses the predicates of the decision.

import type { RequestAction } from '../action.ts'
import { conditionsHold } from '../condition.ts'
import { isForeign } from '../decide.ts'
import { layersOf, type NamedIndex } from '../explain.ts'
import { generalQuestion } from '../general.ts'
import type { Program } from '../program.ts'
import { readRequestResource, requestResource, resourceMatches } from '../resource.ts'
import { actionCovered, type Question, type Rule } from '../rule.ts'
import type { AccessRequest } from '../types.ts'
import { type Overlay, overlaid } from './edit.ts'

/** One question for each resource of a request. */
export type Questions = readonly Question[]

export function questionsOf(
  program: Program,
  action: RequestAction,
  request: AccessRequest,
): Questions | 'malformed' | 'foreign-resource' {
  const questions: Question[] = []
  for (const text of request.resources) {
    const resource = requestResource()
    if (!readRequestResource(resource, text, action.product, program)) return 'malformed'
    const context = request.contextOf?.(text) ?? request.context
    questions.push({ action, granularity: request.granularity, context, resource })
  }
  if (questions.length === 0) return 'malformed'
  return questions.some(isForeign) ? 'foreign-resource' : questions
}

/** A layer with the rules that can speak about the request, whatever its keys are. */
export interface Ground {
  readonly layer: NamedIndex['layer']
  readonly rules: readonly Rule[]
  readonly about: readonly { readonly rule: Rule; readonly questions: Questions }[]
}

export function groundOf(program: Program, questions: Questions): readonly Ground[] {
  const [first] = questions
  if (first === undefined) return []
  return layersOf(program, first).map(({ layer, index: { rules } }) => {
    const asked = (question: Question) => (layer === 'general' ? generalQuestion(question) : question)
    const about = rules.flatMap((rule) => {
      if (!actionCovered(rule, asked(first))) return []
      const covered = questions.filter((question) => covers(rule, question))
      return covered.length === 0 ? [] : [{ rule, questions: covered }]
    })
    return { layer, rules, about }
  })
}

export function covers({ resources }: Pick<Rule, 'resources'>, { resource }: Question): boolean {
  return resources.some((matcher) => resourceMatches(matcher, resource))
}

/** What stands in the way. */
export interface Standing {
  /** Each statement once, though it be in force by several ways. */
  readonly denies: ReadonlyMap<string, { readonly layer: Ground['layer']; readonly rule: Rule }>
  readonly missing: readonly Missing[]
}
export interface Missing {
  readonly ground: Ground
  readonly questions: Questions
}

/** `undefined`: a general deny matches, which no policy changes. */
export function standingOf(grounds: readonly Ground[], questions: Questions, overlay: Overlay): Standing | undefined {
  const denies = new Map<string, { layer: Ground['layer']; rule: Rule }>()
  const missing: Missing[] = []
  for (const ground of grounds) {
    const { layer, about } = ground
    const allowed = new Set<Question>()
    for (const { rule, questions: covered } of about) {
      for (const question of covered) {
        if (!conditionsHold(rule.conditions, overlaid(question.context, overlay), rule.effect)) continue
        if (rule.effect === 'allow') allowed.add(question)
        else if (layer === 'general') return undefined
        else denies.set(statementKey(rule), { layer, rule })
      }
    }
    const open = layer === 'general' ? [] : questions.filter((question) => !allowed.has(question))
    if (open.length > 0) missing.push({ ground, questions: open })
  }
  return { denies, missing }
}

export function statementKey({ by }: Pick<Rule, 'by'>): string {
  return `${policyKey(by)}/${by.statement}`
}
export function policyKey({ policyId, versionId, policyName }: Rule['by']): string {
  return `${policyId}/${versionId}/${policyName}`
}
