// Edits of policies: how a missing allow is added and a deny taken back. Of edits that do, the one that changes least for
// requests other than this one.

import type { ActionMatcher } from '../action.ts'
import { actionMatches } from '../action.ts'
import { conditionsHold } from '../condition.ts'
import type { Program } from '../program.ts'
import { longRegion } from '../regions.ts'
import { resourceMatches } from '../resource.ts'
import { actionCovered, type Question, type Rule } from '../rule.ts'
import type { DecidedBy } from '../types.ts'
import { type Overlay, overlaid, type PolicyEdit } from './edit.ts'
import { covers, type Ground, type Missing, type Questions } from './standing.ts'

/** What extending a statement may grant besides: that many things by name. A wildcard grants too much to be a remedy. */
const besidesMax = 8
const WILD = 100
/** A statement that came by a group speaks for others too. */
const OTHERS = 4

/** `isFixed`: policies that nobody can edit, so that no statement of theirs is extended. */
export function grant(
  { ground, questions }: Missing,
  overlay: Overlay,
  program: Program,
  isFixed: (by: DecidedBy) => boolean,
): PolicyEdit {
  const { layer, rules } = ground
  const [first] = questions
  const action = first === undefined ? '*' : actionText(first)
  const resources = [...new Set(questions.map((question) => resourceText(question, program)))]
  let best: { readonly edit: PolicyEdit; readonly besides: number } | undefined
  for (const rule of rules) {
    if (rule.effect === 'deny' || isFixed(rule.by)) continue
    const found = extended(rule, questions, overlay, { layer, action, resources })
    if (found !== undefined && found.besides < (best?.besides ?? besidesMax)) best = found
  }
  if (best !== undefined) return best.edit
  return {
    kind: 'add-statement',
    layer,
    policy: layer === 'identity' ? undefined : policyOf(ground),
    action,
    resources,
  }
}

function policyOf({ rules }: Ground): Pick<DecidedBy, 'policyId' | 'policyName' | 'versionId'> | undefined {
  const by = rules[0]?.by
  return by && { policyId: by.policyId, policyName: by.policyName, versionId: by.versionId }
}

interface Wanted {
  readonly layer: Ground['layer']
  readonly action: string
  readonly resources: readonly string[]
}

/** The rule with the one thing that it lacks; `undefined` where it lacks more. */
function extended(
  rule: Rule,
  questions: Questions,
  overlay: Overlay,
  { layer, action, resources }: Wanted,
): { readonly edit: PolicyEdit; readonly besides: number } | undefined {
  const [first] = questions
  if (first === undefined) return undefined
  const holds = (question: Question) => conditionsHold(rule.conditions, overlaid(question.context, overlay), 'allow')
  if (!questions.every(holds)) return undefined
  const { by } = rule
  const others = by.via.kind === 'group' ? OTHERS : 0
  if (actionCovered(rule, first)) {
    const besides = rule.actions.map((one) => (one.name === undefined ? WILD : isAction(one, first) ? 0 : 1))
    return { edit: { kind: 'add-resources', layer, by, resources }, besides: sum(besides) + others }
  }
  const related = rule.actions.some(({ product }) => product === first.action.product)
  if (!related || !questions.every((question) => covers(rule, question))) return undefined
  const besides = rule.resources.map((one) => {
    if (one.every || one.exact === undefined) return WILD
    return questions.some(({ resource }) => resourceMatches(one, resource)) ? 0 : 1
  })
  return { edit: { kind: 'add-action', layer, by, action }, besides: sum(besides) + others }
}

const isAction = (one: ActionMatcher, { action, granularity }: Question) => actionMatches(one, action, granularity)
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** A deny without what it says of the request, or without the whole statement where nothing else is left of it. */
export function takeBack(rule: Rule, layer: Ground['layer'], questions: Questions): PolicyEdit {
  const { by, actions, resources } = rule
  const speaksOf = (one: ActionMatcher) => questions.some((question) => isAction(one, question))
  const named = actions.filter(speaksOf)
  if (named.length < actions.length) {
    return { kind: 'narrow', layer, by, element: 'action', texts: named.map(({ text }) => text) }
  }
  const hit = resources.filter((one) => questions.some(({ resource }) => resourceMatches(one, resource)))
  if (hit.length < resources.length) {
    return { kind: 'narrow', layer, by, element: 'resource', texts: hit.map(({ text }) => text) }
  }
  return { kind: 'remove-statement', layer, by }
}

/** The action as a policy can write it. */
function actionText({ action: { product, name }, granularity }: Question): string {
  const service = /^[a-z0-9_-]+$/.test(product) ? product : '*'
  return `${service}:${granularity !== 'service' && /^[a-z0-9_.-]+$/.test(name) ? name : '*'}`
}

/** The resource as a policy can write it. What no policy can spell becomes a wildcard. */
function resourceText({ resource }: Question, { account }: Program): string {
  const { text, service, regionFrom, regionTo, contentFrom, own } = resource
  if (regionTo === -1) return '*'
  const region = longRegion(text.slice(regionFrom, regionTo).toLowerCase())
  const where = /^[a-z0-9-]*$/.test(region) ? region : ''
  const whose = own ? `uin/${account}` : text.slice(regionTo + 1, contentFrom - 1)
  const content = text.slice(contentFrom).replaceAll(/\$\{|[\u0000-\u001f\u007f]+/g, '*')
  return `qcs::${/^[a-z0-9_-]*$/.test(service) ? service : ''}:${where}:${whose}:${content}`
}
