// Action matching of the oracle: product and name without regard to case, `*` on its own side of the colon only.

import type { Granularity } from '../types.ts'
import { covers, wildcards } from './pattern.ts'

/** `name/cos: GetObject` → `cos:getobject`: the API prefix and blanks around product and name mean nothing. */
export function plainAction(text: string): string {
  const trimmed = text.trim()
  const bare = trimmed.startsWith('name/') ? trimmed.slice('name/'.length) : trimmed
  return bare
    .split(':')
    .map((part) => part.trim().toLowerCase())
    .join(':')
}

/** Is it `product:Action`, optionally with the prefix? Nothing covers any other text, not even `*`. */
export function isAction(asked: string): boolean {
  const parts = plainAction(asked).split(':')
  return parts.length === 2 && parts.every((part) => part !== '')
}

/** The part before the colon, lower case. */
export function productOf(action: string): string {
  return plainAction(action).split(':')[0] ?? ''
}

/**
 * Does one action of a statement cover the asked one? For a service-level product only whole-product grants and
 * denies count.
 */
export function actionMatches(written: string, asked: string, granularity: Granularity): boolean {
  const pattern = plainAction(written)
  if (pattern === '*') return true
  const action = plainAction(asked)
  if (granularity === 'service') return coversProduct(pattern, productOf(asked))
  return covers(wildcards(pattern), action, ':')
}

function coversProduct(pattern: string, product: string): boolean {
  const [productPattern = '', namePattern = ''] = pattern.split(':')
  return covers(wildcards(productPattern), product, ':') && /^\*+$/.test(namePattern)
}
