// What one writes in an afternoon: every statement is looked at for every request, with patterns compiled to regular
// expressions beforehand. It knows exactly as much as the workload needs; other peers take their conditions from here.

import type { AccessRequest } from '../../src/policy/index.ts'
import type { Peer } from './peer.ts'
import type { PlainStatement } from './workload.ts'

export interface NaiveStatement {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly RegExp[]
  readonly resources: readonly RegExp[]
  readonly conditions: readonly Holds[]
}

/** A condition of a statement, compiled. */
export type Holds = (context: AccessRequest['context']) => boolean

/** Shared by everybody to whom a policy applies. */
const compiled = new Map<PlainStatement, NaiveStatement>()

export function compiledOf(statement: PlainStatement): NaiveStatement {
  const known = compiled.get(statement) ?? compile(statement)
  compiled.set(statement, known)
  return known
}

export const naive: Peer<readonly NaiveStatement[]> = {
  name: 'plain loop',
  prepare: (policies) => policies.flatMap(({ statements }) => statements.map(compiledOf)),
  ask(statements, request) {
    let allowed = false
    for (const statement of statements) {
      if (!statementMatches(statement, request)) continue
      if (statement.effect === 'deny') return 'deny'
      allowed = true
    }
    return allowed ? 'allow' : 'deny'
  },
}

function statementMatches(statement: NaiveStatement, request: AccessRequest): boolean {
  return (
    statement.actions.some((action) => action.test(request.action)) &&
    statement.resources.some((resource) => resource.test(request.resources[0] ?? '')) &&
    statement.conditions.every((condition) => condition(request.context))
  )
}

function compile(statement: PlainStatement): NaiveStatement {
  return {
    effect: statement.effect,
    actions: statement.action.map((action) => expression(action.replace('name/', ''), 'i')),
    resources: statement.resource.map((resource) => expression(resource, '')),
    conditions: conditionsOf(statement),
  }
}

export function conditionsOf({ condition }: PlainStatement): readonly Holds[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) => {
    return Object.entries(keys).map(([key, values]) => test(operator, key, [values].flat()))
  })
}

/** An empty region matches every region. */
export function expression(pattern: string, flags: string): RegExp {
  const segments = pattern.split(':')
  const filled = segments.length === 6 && segments[3] === '' ? segments.with(3, '*') : segments
  const source = filled
    .join(':')
    .replaceAll(/[.*+?^${}()|[\]\\]/g, (special) => (special === '*' ? '.*' : `\\${special}`))
  return new RegExp(`^${source}$`, flags)
}

function test(operator: string, key: string, values: readonly string[]): Holds {
  if (operator === 'ip_equal') {
    const within = inBlocks(values)
    return (context) => within(String(context.get(key)))
  }
  if (operator === 'date_less_than') {
    const limit = Date.parse(values[0] ?? '')
    return (context) => Date.parse(String(context.get(key))) < limit
  }
  return (context) => [context.get(key) ?? []].flat().some((value) => values.includes(String(value)))
}

/** Whether an address lies in one of the blocks. */
export function inBlocks(texts: readonly string[]): (address: string) => boolean {
  const blocks = texts.map(block)
  return (text) => {
    const address = numberOf(text)
    return blocks.some(({ base, mask }) => (address & mask) === base)
  }
}

function block(text: string): { readonly base: number; readonly mask: number } {
  const [address = '', prefix = '32'] = text.split('/')
  const mask = -1 << (32 - Number(prefix))
  return { base: numberOf(address) & mask, mask }
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => (sum << 8) | Number(octet), 0)
}
