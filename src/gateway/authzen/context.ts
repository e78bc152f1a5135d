// Condition keys of a question: properties and context of the asker under names of its own product, and the general keys
// that an asker may state because only it can know them. What this server knows itself cannot be stated.
import type { ContextScalar, ContextValue } from '../../policy/types.ts'
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { clip } from '../../protocol/utf8.ts'
import { isList, isObject, type Question, type Unclear } from './model.ts'

const depthMax = 8
const keysMax = 1000

/** Keys that say what this server knows: stating them would be claiming to be somebody else, or somewhen. */
const reserved = /^(?:qcs:(?:current_time|uin|owner_uin)$|sts:)/i

/** A name that a policy can write behind its product. Others can be in no condition and are passed over. */
const writable = /^[A-Za-z0-9_.-]+$/
/** A whole condition key. */
const whole = /^[a-z0-9_]+:[A-Za-z0-9_.-]+(?:\/[^\u0000-\u001f\u007f]+)?$/

/** What the server adds to what was stated. */
export interface Known {
  readonly nowMs: number
  readonly account: number
  /** 0: nobody's number (a role). */
  readonly uin: number
}

/** The keys of a question about an action of the product. */
export function contextOf(
  question: Question,
  product: string,
  known: Known,
): ReadonlyMap<string, ContextValue> | Unclear {
  const keys = new Map<string, ContextValue>()
  const sources = [
    [`${product}:subject.`, question.subject.properties],
    [`${product}:resource.`, question.resource.properties],
    [`${product}:action.`, question.action.properties],
    [`${product}:context.`, question.context],
  ] as const
  for (const [prefix, properties] of sources) {
    const problem = flatten(keys, prefix, properties, prefix.endsWith(':context.') ? 1 : 2)
    if (problem !== undefined) return { problem }
  }
  keys.set('qcs:current_time', new Date(known.nowMs).toISOString())
  keys.set('qcs:owner_uin', String(known.account))
  if (known.uin !== 0) keys.set('qcs:uin', String(known.uin))
  // Whoever did not say that a second factor was shown, did not see one.
  if (!keys.has('mfa')) keys.set('mfa', isTrue(keys.get('qcs:mfa')) ? '1' : '0')
  if (!keys.has('qcs:mfa')) keys.set('qcs:mfa', isTrue(keys.get('mfa')) ? 'true' : 'false')
  return keys
}

const isTrue = (value: ContextValue | undefined): boolean =>
  value === true || value === 1 || value === 'true' || value === '1'

/** Adds `prefix` + path for every value below; what is wrong, or `undefined`. At depth 1 names may be whole keys. */
function flatten(
  keys: Map<string, ContextValue>,
  prefix: string,
  object: RawObject,
  depth: number,
): string | undefined {
  for (const [name, value] of Object.entries(object)) {
    const key = depth === 1 ? keyOf(prefix, name) : writable.test(name) ? `${prefix}${name}` : undefined
    if (key === undefined) continue
    if (reserved.test(key)) return `\`${clip(key)}\` is what the server knows; it cannot be stated`
    const problem = isObject(value) ? nested(keys, key, value, depth) : put(keys, key, value)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** `qcs:ip`, `mfa` and their like stand for themselves in a context. */
function keyOf(prefix: string, name: string): string | undefined {
  if (name === 'mfa' || whole.test(name)) return name
  return writable.test(name) ? `${prefix}${name}` : undefined
}

function nested(keys: Map<string, ContextValue>, key: string, value: RawObject, depth: number): string | undefined {
  if (depth >= depthMax) return `\`${clip(key)}\` is nested more than ${depthMax} deep`
  return flatten(keys, `${key}.`, value, Math.max(2, depth + 1))
}

function put(keys: Map<string, ContextValue>, key: string, value: RawValue): string | undefined {
  const read = plainOf(value)
  if (read === undefined) return undefined
  // Two spellings of one key: a condition would see one of them, and nobody knows which.
  if (keys.has(key)) return `\`${clip(key)}\` is stated twice`
  if (keys.size >= keysMax) return `more than ${keysMax} values are stated`
  keys.set(key, read)
  return undefined
}

/** Null and lists with anything but plain values say nothing that a condition could judge. */
function plainOf(value: RawValue): ContextValue | undefined {
  if (isScalar(value)) return value
  return isList(value) && value.every(isScalar) ? value : undefined
}

const isScalar = (value: RawValue): value is ContextScalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
