// Action matching of the oracle: product and name without regard to case, `*` on its own side of the colon only.

import type { Granularity } from '../types.ts'
import { covers, literal, type Pattern, wildcards } from './pattern.ts'

/** `name/cos: GetObject` → `cos:getobject`: the API prefix and blanks around product and name mean nothing. */
export function plainAction(text: string): string {
  const trimmed = text.trim()
  const bare = trimmed.startsWith('name/') ? trimmed.slice('name/'.length) : trimmed
  return bare
    .split(':')
    .map((part) => part.trim().toLowerCase())
    .join(':')
}

/** An action of a request. */
export interface AskedAction {
  readonly plain: string
  /** Is it `product:Action`, optionally with the prefix? Nothing covers any other text, not even `*`. */
  readonly wellFormed: boolean
  readonly product: string
  /** The characters of `plain` and of `product`, to be compared one by one. */
  readonly characters: readonly string[]
  readonly productCharacters: readonly string[]
}

export function readAskedAction(text: string): AskedAction {
  const plain = plainAction(text)
  const parts = plain.split(':')
  const [product = ''] = parts
  const wellFormed = parts.length === 2 && parts.every((part) => part !== '')
  return { plain, wellFormed, product, characters: literal(plain), productCharacters: literal(product) }
}

/** An action of a statement. */
export interface WrittenAction {
  readonly everything: boolean
  readonly pattern: Pattern
  readonly productPattern: Pattern
  /** Its name is nothing but wildcards, so that it covers whole products. */
  readonly whole: boolean
}

export function readWrittenAction(text: string): WrittenAction {
  const plain = plainAction(text)
  const [product = '', name = ''] = plain.split(':')
  return {
    everything: plain === '*',
    pattern: wildcards(plain),
    productPattern: wildcards(product),
    whole: /^\*+$/.test(name),
  }
}

/**
 * Does one action of a statement cover the asked one? For a service-level product only whole-product grants and
 * denies count.
 */
export function actionMatches(written: WrittenAction, asked: AskedAction, granularity: Granularity): boolean {
  if (written.everything) return true
  if (granularity === 'service') return written.whole && covers(written.productPattern, asked.productCharacters, ':')
  return covers(written.pattern, asked.characters, ':')
}
