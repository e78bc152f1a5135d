// The oracle's view of a policy document: what it says, word by word. It trusts that the document was accepted when it
// was stored, and must share no code with the engine that it judges.

import type { Effect } from '../types.ts'

/** One test of a condition block: `operator` and `key` as written, blanks around them removed. */
export interface PlainTest {
  readonly operator: string
  readonly key: string
  readonly values: readonly (string | number)[]
}

export interface PlainStatement {
  readonly effect: Effect
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly tests: readonly PlainTest[]
}

/** A principal as written, and the kind under which it stands: `qcs`, `service` or `federated`. */
export interface PlainPrincipal {
  readonly kind: string
  readonly text: string
}

export interface PlainTrust extends Omit<PlainStatement, 'resources'> {
  readonly principals: readonly PlainPrincipal[]
}

/** Statements of a stored document. Throws on text that can't have been accepted. */
export function plainStatements(document: string): PlainStatement[] {
  const parsed: unknown = JSON.parse(document)
  return listOf(elements(parsed).get('statement')).map(plainStatement)
}

function plainStatement(value: unknown): PlainStatement {
  const members = elements(value)
  return {
    effect: plainEffect(members.get('effect')),
    actions: listOf(members.get('action')).map(text),
    resources: listOf(members.get('resource')).map(text),
    tests: members.has('condition') ? plainTests(members.get('condition')) : [],
  }
}

/** Statements of a stored trust policy, the outer principal put into each. Throws on text that can't have been accepted. */
export function plainTrust(document: string): PlainTrust[] {
  const parsed: unknown = JSON.parse(document)
  const outer = elements(parsed).get('principal')
  return listOf(elements(parsed).get('statement')).map((value) => {
    const members = elements(value)
    return {
      effect: plainEffect(members.get('effect')),
      actions: listOf(members.get('action')).map(text),
      tests: members.has('condition') ? plainTests(members.get('condition')) : [],
      principals: plainPrincipals(outer ?? members.get('principal')),
    }
  })
}

function plainPrincipals(value: unknown): PlainPrincipal[] {
  if (value === '*') return [{ kind: 'qcs', text: '*' }]
  return members(value).flatMap(([kind, texts]) => listOf(texts).map((one) => ({ kind, text: text(one) })))
}

function plainEffect(value: unknown): Effect {
  if (value === 'allow' || value === 'Allow') return 'allow'
  if (value === 'deny' || value === 'Deny') return 'deny'
  throw new Error('the document has an effect that is neither allow nor deny')
}

function plainTests(condition: unknown): PlainTest[] {
  const tests: PlainTest[] = []
  for (const [operator, keys] of members(condition)) {
    for (const [key, values] of members(keys)) {
      tests.push({ operator: operator.trim(), key: key.trim(), values: listOf(values).map(scalar) })
    }
  }
  return tests
}

/** Members under lower-cased first letters: `Statement` and `statement` are one element. */
function elements(value: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [name, member] of members(value)) found.set(name.charAt(0).toLowerCase() + name.slice(1), member)
  return found
}

function members(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected a JSON object')
  return Object.entries(value)
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected a text')
  return value
}

function scalar(value: unknown): string | number {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('expected a text or a number')
  return value
}
