// Finds the smallest change that would allow a refused request: as few edits as possible, of the request before policies.
// Off the hot path; the work is bounded.

import { readRequestAction } from '../action.ts'
import { type Condition, conditionHolds } from '../condition.ts'
import { filledIn, namesOf } from '../partial/resources-for.ts'
import type { Program } from '../program.ts'
import type { AccessRequest, DecidedBy } from '../types.ts'
import { type KeyEdit, overlaid, overlayOf, type PolicyEdit, type Remedy } from './edit.ts'
import { grant, takeBack } from './grant.ts'
import { type Ground, groundOf, policyKey, type Questions, questionsOf, type Standing, standingOf } from './standing.ts'
import { valuesNear } from './values.ts'

/** Somebody else's request is no remedy. */
const WHO = new Set(['qcs:uin', 'qcs:owner_uin', 'sts:role_id', 'sts:role_name'])
/** What every request has; it can be another one, but not nothing. */
const ALWAYS_THERE = new Set(['qcs:ip', 'qcs:current_time', 'mfa', 'qcs:mfa'])

/** Keys and values that are tried; combined in pairs only where a single one is not enough. */
const keysMax = 24
const triedMax = 120

/**
 * The fewest edits after which `decide` allows the request, where at most two keys of the request change and each has one
 * value. `isFixed` tells which policies cannot be edited, such as presets. Never throws.
 */
export function remedyOf(
  program: Program,
  request: AccessRequest,
  isFixed: (by: DecidedBy) => boolean = () => false,
): Remedy {
  const action = readRequestAction(request.action)
  const questions = action === undefined ? 'malformed' : questionsOf(program, action, request)
  if (typeof questions === 'string') return { hopeless: questions }
  const grounds = groundOf(program, questions)
  const keys = fewestKeys(grounds, questions, keyEdits(program, grounds, questions))
  const standing = standingOf(grounds, questions, overlayOf(keys))
  // Without a second factor a general deny stands, and one is always among the keys that are tried.
  if (standing === undefined) return { hopeless: 'malformed' }
  const denies = [...standing.denies.values()].map(({ layer, rule }) => takeBack(rule, layer, questions))
  return { edits: [...keys, ...denies, ...grants(standing, program, keys, isFixed)] }
}

function grants(
  { missing }: Standing,
  program: Program,
  keys: readonly KeyEdit[],
  isFixed: (by: DecidedBy) => boolean,
): readonly PolicyEdit[] {
  const overlay = overlayOf(keys)
  const edits: PolicyEdit[] = []
  // Limits first: their policy may be one of the identity's too, and then one edit is enough.
  for (const one of missing.toReversed()) {
    if (one.ground.layer === 'identity' && edits.some((edit) => reaches(edit, one.ground))) continue
    edits.push(grant(one, overlay, program, isFixed))
  }
  return edits.toReversed()
}

function reaches(edit: PolicyEdit, { rules }: Ground): boolean {
  const policy = edit.kind === 'add-statement' ? edit.policy : edit.by
  return policy !== undefined && rules.some(({ by }) => policyKey(by) === policyKey({ ...by, ...policy }))
}

/** Edits of policies that are left with some keys changed. */
function costOf(standing: Standing | undefined): number {
  return standing === undefined ? Number.POSITIVE_INFINITY : standing.denies.size + standing.missing.length
}

function fewestKeys(grounds: readonly Ground[], questions: Questions, tried: readonly KeyEdit[]): readonly KeyEdit[] {
  let best: readonly KeyEdit[] = []
  let fewest = costOf(standingOf(grounds, questions, overlayOf([])))
  let policies = fewest
  const attempt = (keys: readonly KeyEdit[]) => {
    const left = costOf(standingOf(grounds, questions, overlayOf(keys)))
    const total = left + keys.length
    // Of equally many the one that leaves the policies alone.
    if (total > fewest || (total === fewest && left >= policies)) return
    best = keys
    fewest = total
    policies = left
  }
  if (fewest === 0) return best
  for (const one of tried) attempt([one])
  if (fewest < 3) return best
  for (const [index, one] of tried.entries()) {
    for (const other of tried.slice(index + 1)) if (one.key !== other.key) attempt([one, other])
  }
  return best
}

/** Changes of one key that make some condition come out differently, each outcome once. */
function keyEdits(program: Program, grounds: readonly Ground[], questions: Questions): readonly KeyEdit[] {
  const rules = grounds.flatMap(({ about }) => about.map(({ rule }) => rule))
  const conditions = rules.flatMap(({ effect, conditions }) => conditions.map((condition) => ({ condition, effect })))
  const byKey = Map.groupBy(conditions, ({ condition }) => condition.name)
  const signature = (edits: readonly KeyEdit[]) => {
    const overlay = overlayOf(edits)
    const contexts = questions.map(({ context }) => overlaid(context, overlay))
    const holds = conditions.map(({ condition, effect }) => {
      return contexts.map((context) => (conditionHolds(condition, context, effect) ? '1' : '0')).join('')
    })
    return holds.join('')
  }
  const seen = new Set([signature([])])
  const found: KeyEdit[] = []
  for (const [key, about] of [...byKey].slice(0, keysMax)) {
    if (WHO.has(key) || isWithheld(about[0]?.condition, questions)) continue
    const wanted = about.flatMap(({ condition }) => {
      return condition.wanted.flatMap((text) => filledIn(text, program.variables) ?? [])
    })
    for (const value of valuesNear(wanted)) {
      if (value === undefined && ALWAYS_THERE.has(key)) continue
      const edit: KeyEdit = value === undefined ? { kind: 'drop-key', key } : { kind: 'set-key', key, value }
      const outcome = signature([edit])
      if (seen.has(outcome) || found.length >= triedMax) continue
      seen.add(outcome)
      found.push(edit)
    }
  }
  return found
}

/** A key that calls of the API never carry cannot be changed by whoever calls. */
function isWithheld(condition: Condition | undefined, questions: Questions): boolean {
  if (condition === undefined) return true
  return questions.some(({ context }) => namesOf(condition).some((name) => context.withheld?.(name) !== undefined))
}
