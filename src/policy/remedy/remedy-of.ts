// Finds the smallest change that would allow a refused request: as few edits as possible, of the request before policies.
// Off the hot path; the work is bounded.

import { readRequestAction } from '../action.ts'
import { type Condition, conditionHolds } from '../condition.ts'
import { filledIn, namesOf } from '../partial/resources-for.ts'
import type { Program } from '../program.ts'
import type { AccessRequest, DecidedBy, Effect } from '../types.ts'
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
const pairedMax = 48

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
  // Limits first: their policy may be another layer's too, and then one edit is enough.
  for (const one of missing.toReversed()) {
    if (edits.some((edit) => reaches(edit, one.ground))) continue
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
  const paired = tried.slice(0, pairedMax)
  for (const [index, one] of paired.entries()) {
    for (const other of paired.slice(index + 1)) if (one.key !== other.key) attempt([one, other])
  }
  return best
}

interface Asked {
  readonly condition: Condition
  readonly effect: Effect
}

/** Changes of one key that make some condition come out differently, each outcome once. */
function keyEdits(program: Program, grounds: readonly Ground[], questions: Questions): readonly KeyEdit[] {
  const rules = grounds.flatMap(({ about }) => about.map(({ rule }) => rule))
  const all = rules.flatMap(({ effect, conditions }) => conditions.map((condition): Asked => ({ condition, effect })))
  const found: KeyEdit[] = []
  for (const [key, about] of [...Map.groupBy(all, ({ condition }) => condition.name)].slice(0, keysMax)) {
    if (WHO.has(key) || isWithheld(about[0]?.condition, questions)) continue
    // Lists of tags are looked up by the keys of single tags as well.
    const touched = all.filter(({ condition }) => namesOf(condition).includes(key))
    const seen = new Set([outcomeOf(touched, questions, [])])
    for (const edit of editsOf(key, about, program)) {
      const outcome = outcomeOf(touched, questions, [edit])
      if (seen.has(outcome) || found.length >= triedMax) continue
      seen.add(outcome)
      found.push(edit)
    }
  }
  return found
}

function editsOf(key: string, about: readonly Asked[], { variables }: Program): readonly KeyEdit[] {
  const wanted = about.flatMap(({ condition }) => condition.wanted.flatMap((text) => filledIn(text, variables) ?? []))
  return valuesNear(wanted).flatMap((value): readonly KeyEdit[] => {
    if (value !== undefined) return [{ kind: 'set-key', key, value }]
    return ALWAYS_THERE.has(key) ? [] : [{ kind: 'drop-key', key }]
  })
}

/** How the conditions come out, as a text to compare. */
function outcomeOf(conditions: readonly Asked[], questions: Questions, edits: readonly KeyEdit[]): string {
  const overlay = overlayOf(edits)
  const contexts = questions.map(({ context }) => overlaid(context, overlay))
  const holds = conditions.flatMap(({ condition, effect }) => {
    return contexts.map((context) => (conditionHolds(condition, context, effect) ? '1' : '0'))
  })
  return holds.join('')
}

/** A key that calls of the API never carry cannot be changed by whoever calls. */
function isWithheld(condition: Condition | undefined, questions: Questions): boolean {
  if (condition === undefined) return true
  return questions.some(({ context }) => namesOf(condition).some((name) => context.withheld?.(name) !== undefined))
}
