// What one principal may do: each known action is asked of its program, and those with the same answer stand together.

import type { ContextValue, Granularity, Program } from '../policy/index.ts'
import { compilePattern, matches } from '../policy/pattern.ts'
import type { Judge } from './judge.ts'
import type { Who } from './population.ts'
import { asking, type Rights } from './residual.ts'
import { keysKnownOf } from './who-can.ts'

/** An action that there is, with the level that it is checked at. What is not checked by resource is checked on `*`. */
export interface KnownAction {
  readonly service: string
  readonly name: string
  readonly granularity: Granularity
  /** Where `name` is a pattern: an action under it that no policy names. */
  readonly sample?: string
}

export interface CanQuestion {
  readonly actions: readonly KnownAction[]
  /** `product:Name` with `*`; all where it is left out. */
  readonly action: string | undefined
  /** As policies name resources; all where it is left out. */
  readonly resource: string | undefined
  readonly context: ReadonlyMap<string, ContextValue>
}

/** Actions of one service with the same answer. */
export interface Grant extends Rights {
  readonly service: string
  readonly names: readonly string[]
  /** Every known action of the service is among them. */
  readonly whole: boolean
}

export interface Can {
  readonly grants: readonly Grant[]
  readonly asked: number
  /** What the answer does not cover, and why. */
  readonly leftOut: readonly string[]
}

/** Throws a `RangeError` that says what is wrong with the question. */
export function can({ population, programOf }: Judge, who: Who, question: CanQuestion): Can {
  const { resource = '*', context } = question
  const program = programOf(who)
  const own = keysKnownOf(population, who)
  const known = [
    ...question.actions,
    ...namedActions(program, question.actions),
    ...patterns(program, question.actions),
  ]
  const meant = known.filter((one) => chooses(question.action, one))
  // Of one resource nothing is said by what is checked on `*`.
  const chosen = resource === '*' ? meant : meant.filter(({ granularity }) => granularity === 'resource')
  const grants: Grant[] = []
  for (const [service, actions] of Map.groupBy(chosen, (one) => one.service)) {
    const groups = new Map<string, { readonly rights: Rights; readonly names: string[] }>()
    for (const { name, granularity, sample = name } of actions) {
      const pattern = granularity === 'resource'
      const asked = { action: `${service}:${sample}`, resource, pattern, granularity, context, closed: false }
      const rights = asking(asked, { account: population.account, appId: population.appId })(program, own)
      if (rights.answer === 'none') continue
      const key = JSON.stringify([rights.answer, rights.layers.map(({ layer, allow, deny }) => [layer, allow, deny])])
      const group = groups.get(key) ?? { rights, names: [] }
      group.names.push(name)
      groups.set(key, group)
    }
    const all = known.filter((one) => one.service === service)
    for (const { rights, names } of groups.values()) {
      const whole = names.length === all.length && all.every(({ sample }) => sample === undefined)
      grants.push({ ...rights, service, names: names.sort(), whole })
    }
  }
  const sorted = grants.sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : 0))
  const onStar = meant.length - chosen.length
  const leftOut = [
    ...unnamed(program, known).map((text) => `what ${text} covers of products that have no catalog`),
    ...(onStar === 0 ? [] : [`${onStar} actions that are not checked by resource`]),
  ]
  return { grants: sorted, asked: chosen.length, leftOut }
}

function chooses(pattern: string | undefined, { service, name, sample = name }: KnownAction): boolean {
  if (pattern === undefined) return true
  const [product = '', names] = pattern.toLowerCase().split(':')
  const [ofProduct, ofName] = [compilePattern(product), compilePattern(names ?? '*')]
  return matches(ofProduct, service) && matches(ofName, sample.toLowerCase())
}

/** Actions that policies name in full and no catalog has. */
function namedActions(program: Program, known: readonly KnownAction[]): readonly KnownAction[] {
  const there = new Set(known.map(({ service, name }) => `${service}:${name.toLowerCase()}`))
  const found = new Map<string, KnownAction>()
  for (const { product, name, text } of matchersOf(program)) {
    if (product === undefined || name === undefined || there.has(`${product}:${name}`)) continue
    const spelled = text.slice(text.indexOf(':') + 1).trim()
    found.set(`${product}:${name}`, { service: product, name: spelled, granularity: 'resource' })
  }
  return [...found.values()]
}

/** Patterns for products without a catalog: each is asked by an action under it that nobody names. */
function patterns(program: Program, known: readonly KnownAction[]): readonly KnownAction[] {
  const products = new Set(known.map(({ service }) => service))
  const found = new Map<string, KnownAction>()
  for (const { product, name, text } of matchersOf(program)) {
    if (product === undefined || name !== undefined || products.has(product)) continue
    const spelled = text.slice(text.indexOf(':') + 1).trim()
    const sample = spelled.replaceAll('*', 'Unnamed')
    found.set(`${product}:${spelled}`, { service: product, name: spelled, granularity: 'resource', sample })
  }
  return [...found.values()]
}

/** Patterns that cover whole products of whatever name. */
function unnamed(program: Program, known: readonly KnownAction[]): readonly string[] {
  if (program.kind === 'root') return known.length === 0 ? [] : ['the account']
  const open = matchersOf(program).filter(({ product }) => product === undefined)
  return [...new Set(open.map(({ text }) => text))].sort()
}

function matchersOf({ identity }: Program) {
  return identity.rules.filter(({ effect }) => effect === 'allow').flatMap(({ actions }) => actions)
}
