// The peer of bench/decide.ts: what one writes in an afternoon. Every statement is looked at for every request, with
// patterns compiled to regular expressions beforehand. It knows exactly as much as the workload needs.

import type { AccessRequest } from '../src/policy/index.ts'
import type { PlainStatement } from './decide-workload.ts'

export interface NaiveStatement {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly RegExp[]
  readonly resources: readonly RegExp[]
  readonly conditions: readonly ((context: AccessRequest['context']) => boolean)[]
}

export type Naive = (request: AccessRequest) => 'allow' | 'deny'

export function naivePolicy(all: readonly PlainStatement[]): readonly NaiveStatement[] {
  return all.map(compile)
}

export function naive(statements: readonly NaiveStatement[]): Naive {
  return (request) => {
    let allowed = false
    for (const statement of statements) {
      if (!statementMatches(statement, request)) continue
      if (statement.effect === 'deny') return 'deny'
      allowed = true
    }
    return allowed ? 'allow' : 'deny'
  }
}

function statementMatches(statement: NaiveStatement, request: AccessRequest): boolean {
  return (
    statement.actions.some((action) => action.test(request.action)) &&
    statement.resources.some((resource) => resource.test(request.resources[0] ?? '')) &&
    statement.conditions.every((condition) => condition(request.context))
  )
}

function compile(statement: PlainStatement): NaiveStatement {
  const conditions = Object.entries(statement.condition ?? {}).flatMap(([operator, keys]) => {
    return Object.entries(keys).map(([key, values]) => test(operator, key, [values].flat()))
  })
  return {
    effect: statement.effect,
    actions: statement.action.map((action) => expression(action.replace('name/', ''), 'i')),
    resources: statement.resource.map((resource) => expression(resource, '')),
    conditions,
  }
}

/** An empty region matches every region. */
function expression(pattern: string, flags: string): RegExp {
  const segments = pattern.split(':')
  const filled = segments.length === 6 && segments[3] === '' ? segments.with(3, '*') : segments
  const source = filled
    .join(':')
    .replaceAll(/[.*+?^${}()|[\]\\]/g, (special) => (special === '*' ? '.*' : `\\${special}`))
  return new RegExp(`^${source}$`, flags)
}

function test(
  operator: string,
  key: string,
  values: readonly string[],
): (context: AccessRequest['context']) => boolean {
  if (operator === 'ip_equal') {
    const blocks = values.map(block)
    return (context) => {
      const address = numberOf(String(context.get(key)))
      return blocks.some(({ base, mask }) => (address & mask) === base)
    }
  }
  if (operator === 'date_less_than') {
    const limit = Date.parse(values[0] ?? '')
    return (context) => Date.parse(String(context.get(key))) < limit
  }
  return (context) => [context.get(key) ?? []].flat().some((value) => values.includes(String(value)))
}

function block(text: string): { readonly base: number; readonly mask: number } {
  const [address = '', prefix = '32'] = text.split('/')
  const mask = -1 << (32 - Number(prefix))
  return { base: numberOf(address) & mask, mask }
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => (sum << 8) | Number(octet), 0)
}
