// The vectors of trust policies as values. Shape of test/vectors/policy/trust.json.

import { readFileSync } from 'node:fs'
import type { ContextValue, TrustAsker, TrustDecision } from '../../src/policy/index.ts'

export interface TrustCase {
  readonly name: string
  /** Where the expectation comes from. */
  readonly source: string
  /** The text itself, or a document to be written as JSON. */
  readonly text?: string
  readonly document?: unknown
  readonly asker: TrustAsker
  readonly action: string
  readonly context: Readonly<Record<string, ContextValue>>
  /** Policies of the asker, and whether it may use the role `r` by them and by the trust together. */
  readonly policies?: readonly unknown[]
  readonly permitted?: boolean
  readonly expect: Pick<TrustDecision, 'effect' | 'cause'>
}

const FILE = new URL('./policy/trust.json', import.meta.url)
export const TRUST_CASES = JSON.parse(readFileSync(FILE, 'utf8')) as readonly TrustCase[]

export function textOfTrust({ text, document }: TrustCase): string {
  return text ?? JSON.stringify(document)
}
