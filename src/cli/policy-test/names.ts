// Names in policy tests that must exist: a slip of the pen would make a test of nothing, and it would pass.
import { isIP } from 'node:net'
import type { Catalogs, CatalogVocabulary } from '../../catalog/load.ts'
import { readRequestAction } from '../../policy/action.ts'
import type { ContextScalar } from '../../policy/index.ts'
import { baseOf, KEYS, keyRow } from '../../policy/lint/keys.ts'
import { nearest } from '../../policy/lint/near.ts'
import { readDate } from '../../policy/operators/date.ts'
import { readNumber } from '../../policy/operators/number.ts'
import { compilePattern, matches } from '../../policy/pattern.ts'
import { quote } from '../../policy/problem.ts'
import { BARE_KEYS, KEY } from '../../policy/read-condition.ts'

/** What there is, from catalogs. */
export interface Known {
  readonly catalogs: Catalogs
  readonly words: CatalogVocabulary
}

/** Why nobody can ask for an action, or `undefined`. Products without a catalog are not judged. */
export function actionFault(text: string, known: Known): string | undefined {
  const action = readRequestAction(text)
  if (action === undefined) return `${quote(text)} is not of the form product:Action`
  if (text.includes('*')) return `${quote(text)} is a pattern: a case asks for one action, patterns stand in \`never\``
  const { product, name } = action
  return productFault(text, product, known) ?? unknownAction(text, product, name, known)
}

/** Why a pattern of actions covers none that exist, or `undefined`. */
export function actionPatternFault(text: string, known: Known): string | undefined {
  if (text === '*') return undefined
  const action = readRequestAction(text)
  if (action === undefined) return `${quote(text)} is not of the form product:Action`
  const { product, name } = action
  if (product.includes('*')) return undefined
  if (!name.includes('*')) return actionFault(text, known)
  const actions = known.catalogs.get(product)?.actions
  const pattern = compilePattern(name)
  if (actions !== undefined && ![...actions.keys()].some((one) => matches(pattern, one.toLowerCase()))) {
    return `${quote(text)} covers no action that exists: nothing would be proven`
  }
  return productFault(text, product, known)
}

function productFault(text: string, product: string, known: Known): string | undefined {
  const { knows, services } = known.words
  if (knows(product)) return undefined
  const near = nearest(
    product,
    services.map(({ service }) => service),
  )
  const meant = near === undefined ? '' : `; is ${quote(text.replace(/[^:/]*(?=:)/, near))} meant?`
  return `nobody knows the product of ${quote(text)}${meant}`
}

function unknownAction(text: string, product: string, name: string, known: Known): string | undefined {
  const catalog = known.catalogs.get(product)
  if (catalog === undefined || [...catalog.actions.keys()].some((one) => one.toLowerCase() === name)) return undefined
  const near = nearest(name, catalog.actions.keys())
  const meant = near === undefined ? '' : `; is ${quote(`${product}:${near}`)} meant?`
  return `the product ${quote(product)} has no action ${quote(text.slice(text.indexOf(':') + 1))}${meant}`
}

/** Why no request has such a condition key, or why it would change nothing; or `undefined`. `asked`: keys of the policies. */
export function keyFault(key: string, asked: ReadonlySet<string>): string | undefined {
  if (!KEY.test(key) && !BARE_KEYS.includes(key)) return `${quote(key)} is not a condition key`
  if (keyRow(key) !== undefined || asked.has(key)) return undefined
  const near = nearest(baseOf(key), [...asked, ...KEYS.keys()])
  const meant = near === undefined ? '' : `; is ${quote(near)} meant?`
  if (key.startsWith('qcs:')) return `there is no general key ${quote(key)}${meant}`
  return `no policy here asks for ${quote(key)}, and it is no key that is known${meant}`
}

/** Why a key cannot have a value, or `undefined`. */
export function valueFault(key: string, value: ContextScalar): string | undefined {
  const types = keyRow(key)?.types
  const said = quote(String(value))
  if (types === undefined || types.includes('string')) return key === 'qcs:ip' ? addressFault(String(value)) : undefined
  if (types.includes('date'))
    return typeof value === 'string' ? timeFault(value) : `${said} is no time: it must be a text`
  if (types.includes('number') && readNumber(value) === undefined)
    return `${quote(key)} is a number, and ${said} is none`
  const truths: readonly ContextScalar[] = [true, false, 'true', 'false', 0, 1, '0', '1']
  if (types.includes('bool') && !truths.includes(value)) return `${quote(key)} is true or false, not ${said}`
  return undefined
}

export const addressFault = (text: string): string | undefined =>
  isIP(text) === 0 ? `${quote(text)} is no address` : undefined

/** A moment without a zone would be read as UTC by the engine; a test says which it means. */
export function timeFault(text: string): string | undefined {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)\s*$/.test(text)
  if (readDate(text) !== undefined && zoned) return undefined
  return `${quote(text)} is no time with its zone, such as 2026-01-02T03:04:05Z`
}
