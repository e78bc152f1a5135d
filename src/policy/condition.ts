// Condition keys and the truth of one condition. A missing key makes every operator false, negated ones too, unless
// the operator says `_if_exist`. Tags are values `key&value`; `qcs:tag` is the older name of `qcs:resource_tag`.

import type { ConditionForm } from './document.ts'
import { intern } from './intern.ts'
import { FALSE, type Test, TRUE, type Truth, UNKNOWN } from './operators/family.ts'
import type { Presence } from './operators/null.ts'
import type { AccessRequest, ContextScalar, ContextValue, Effect } from './types.ts'
import { substitute, templateText, type VariableValues } from './variables.ts'

type Context = AccessRequest['context']

const RESOURCE_TAG = 'qcs:resource_tag'
const REQUEST_TAG = 'qcs:request_tag'
const OLD_RESOURCE_TAG = 'qcs:tag'

/** Where the values of a key are found in a request. */
export interface ConditionKey {
  /** Name under which the request supplies the key, and a second name for the tag alias. */
  readonly name: string
  readonly alias: string | undefined
  /** For `…_tag/<key>`: the tag key, and the names of the lists in which it is looked up. */
  readonly tag: { readonly key: string; readonly lists: readonly string[] } | undefined
}

export function readConditionKey(text: string): ConditionKey {
  const slash = text.indexOf('/')
  const base = slash === -1 ? text : text.slice(0, slash)
  const suffix = slash === -1 ? '' : text.slice(slash)
  const ofResource = base === RESOURCE_TAG || base === OLD_RESOURCE_TAG
  const lists = ofResource ? [RESOURCE_TAG, OLD_RESOURCE_TAG] : base === REQUEST_TAG ? [REQUEST_TAG] : []
  return {
    name: intern(ofResource ? RESOURCE_TAG + suffix : text),
    alias: ofResource ? intern(OLD_RESOURCE_TAG + suffix) : undefined,
    tag: slash === -1 || lists.length === 0 ? undefined : { key: suffix.slice(1), lists },
  }
}

/** Keys that hold tags, alone or with the key of one tag behind a slash. */
export const TAG_KEYS: readonly string[] = [RESOURCE_TAG, REQUEST_TAG, OLD_RESOURCE_TAG]

/** Whether a key holds tags, so that only text operators and `null_equal` make sense with it. */
export function isTagKey(text: string): boolean {
  return TAG_KEYS.includes(text.split('/', 1)[0] ?? '')
}

/** One key of one operator of a statement, compiled. */
export interface Condition extends ConditionKey {
  readonly test: Test
  /** Of several values of the request every one must pass, not just one. */
  readonly all: boolean
  /** What the condition says about a missing key. */
  readonly missing: Truth
  /** The test is about presence, not about a value. */
  readonly presence: boolean
  /** As written, for explanations: the operator's full name, the key, the values. */
  readonly operator: string
  readonly key: string
  readonly wanted: readonly string[]
}

export function compileCondition(form: ConditionForm, variables: VariableValues | undefined): Condition {
  const { operator, quantifier, ifExists } = form.operator
  const wanted = form.values.map((template) => substitute(template, variables))
  return {
    ...readConditionKey(form.key),
    test: operator.compile(wanted),
    all: quantifier === 'all',
    missing: ifExists ? TRUE : FALSE,
    presence: operator.type === 'null',
    operator: intern(form.operator.text),
    key: intern(form.key),
    wanted: form.values.map(templateText),
  }
}

/** Every condition of a statement holds. What cannot be known fails closed: it stops an allow and not a deny. */
export function conditionsHold(conditions: readonly Condition[], context: Context, effect: Effect): boolean {
  for (const condition of conditions) if (!conditionHolds(condition, context, effect)) return false
  return true
}

export function conditionHolds(condition: Condition, context: Context, effect: Effect): boolean {
  const truth = truthOf(condition, context)
  return truth === TRUE || (truth === UNKNOWN && effect === 'deny')
}

function truthOf(condition: Condition, context: Context): Truth {
  const values = valuesOf(condition, context)
  if (condition.presence) return condition.test(presence(values))
  if (values === undefined || isEmptyList(values)) return condition.missing
  if (typeof values !== 'object') return condition.test(values)
  return condition.all ? all(condition.test, values) : any(condition.test, values)
}

function any(test: Test, values: readonly ContextScalar[]): Truth {
  let truth: Truth = FALSE
  for (const value of values) {
    const one = test(value)
    if (one === TRUE) return TRUE
    if (one === UNKNOWN) truth = UNKNOWN
  }
  return truth
}

function all(test: Test, values: readonly ContextScalar[]): Truth {
  let truth: Truth = TRUE
  for (const value of values) {
    const one = test(value)
    if (one === FALSE) return FALSE
    if (one === UNKNOWN) truth = UNKNOWN
  }
  return truth
}

function presence(values: ContextValue | undefined): Presence {
  if (values === undefined || isEmptyList(values)) return 'absent'
  const empty = typeof values === 'object' ? values.every((value) => value === '') : values === ''
  return empty ? 'empty' : 'present'
}

// A key that was supplied without any value says the same as a key that was not supplied: an object without tags.
function isEmptyList(values: ContextValue): boolean {
  return typeof values === 'object' && values.length === 0
}

/** What the request supplies for a key; `undefined` when it is missing. */
export function valuesOf(key: ConditionKey, context: Context): ContextValue | undefined {
  const values = context.get(key.name)
  if (key.alias === undefined && key.tag === undefined) return values
  const alias = key.alias === undefined ? undefined : context.get(key.alias)
  const whole = alias === undefined ? values : values === undefined ? alias : [...listed(values), ...listed(alias)]
  if (key.tag === undefined) return whole
  const tagged = tagValues(key.tag.key, key.tag.lists, context)
  return whole === undefined ? tagged : [...listed(whole), ...tagged]
}

/** Values that a tag key has in lists of `key&value`. A key cannot contain `&`, a value can. */
function tagValues(tagKey: string, lists: readonly string[], context: Context): readonly string[] {
  const found: string[] = []
  for (const list of lists) {
    for (const tag of listed(context.get(list))) {
      const text = String(tag)
      const cut = text.indexOf('&')
      if ((cut === -1 ? text : text.slice(0, cut)) === tagKey) found.push(cut === -1 ? '' : text.slice(cut + 1))
    }
  }
  return found
}

function listed(values: ContextValue | undefined): readonly ContextScalar[] {
  return values === undefined ? [] : typeof values === 'object' ? values : [values]
}
