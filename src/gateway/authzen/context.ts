// Condition keys of a question: properties and context of the asker under names of its own product, and the general keys
// that an asker may state because only it can know them. What this server knows itself cannot be stated.
import type { ContextScalar, ContextValue, RequestContext } from '../../policy/types.ts'
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { clip } from '../../protocol/utf8.ts'
import { isList, isObject, nothing, type Question, type Unclear } from './model.ts'

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
export function contextOf(question: Question, product: string, known: Known): RequestContext | Unclear {
  const stated = new Map<string, ContextValue>()
  const { subject, resource, action, context } = question
  const problem =
    flatten(stated, `${product}:subject.`, subject.properties, 2) ??
    flatten(stated, `${product}:resource.`, resource.properties, 2) ??
    flatten(stated, `${product}:action.`, action.properties, 2) ??
    flatten(stated, `${product}:context.`, context, 1)
  return problem === undefined ? new QuestionContext(stated, known) : { problem }
}

/** What was stated, and what the server knows: made when a condition asks for it, because most ask for nothing. */
class QuestionContext implements RequestContext {
  readonly #stated: ReadonlyMap<string, ContextValue>
  readonly #known: Known
  constructor(stated: ReadonlyMap<string, ContextValue>, known: Known) {
    this.#stated = stated
    this.#known = known
  }
  get(key: string): ContextValue | undefined {
    const { nowMs, account, uin } = this.#known
    switch (key) {
      case 'qcs:current_time':
        return new Date(nowMs).toISOString()
      case 'qcs:owner_uin':
        return String(account)
      case 'qcs:uin':
        return uin === 0 ? undefined : String(uin)
      // Whoever did not say that a second factor was shown, did not see one.
      case 'mfa':
        return this.#stated.get('mfa') ?? (isTrue(this.#stated.get('qcs:mfa')) ? '1' : '0')
      case 'qcs:mfa':
        return this.#stated.get('qcs:mfa') ?? (isTrue(this.#stated.get('mfa')) ? 'true' : 'false')
      default:
        return this.#stated.get(key)
    }
  }
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
  if (object === nothing) return undefined
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
