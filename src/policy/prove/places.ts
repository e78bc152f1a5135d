// Where a request can be: the product of its action, the level of the check, and the resource in front of its content.
// Of each of these there are finitely many kinds, as far as the statements in question tell them apart. The name of
// the action, the content and the context are left to the search.

import { type AccountKey, appIdKey, OWN_ACCOUNT, uinKey } from '../account.ts'
import type { ActionMatcher } from '../action.ts'
import { compilePattern, exactText, matches, matchesEverything, type Pattern } from '../pattern.ts'
import { longRegion } from '../regions.ts'
import type { Owner, ResourceMatcher } from '../resource.ts'
import type { Rule } from '../rule.ts'
import type { Granularity } from '../types.ts'
import type { Effort } from './effort.ts'
import { exactLanguage, type Language, patternLanguage } from './language.ts'
import { type Clause, type Empty, findWord, outsideOf } from './word.ts'

/** A statement, as far as it decides. */
export type Statement = Pick<Rule, 'effect' | 'actions' | 'resources' | 'conditions'>

export interface Place {
  readonly product: string
  readonly granularity: Granularity
  /** `undefined`: the resource is `*`. */
  readonly resource: { readonly service: string; readonly region: string; readonly account: AccountKey } | undefined
}

/** Every kind of place that the statements tell apart. Roles alone are used across accounts, so other owners matter for them only. */
export function* places(
  statements: readonly Statement[],
  owner: Owner,
  granularities: readonly Granularity[],
  effort: Effort,
): Generator<Place> {
  const patterns = statements.flatMap(({ actions }) => actions.map(({ productPattern }) => productPattern))
  const special = ['account', 'sts']
  const products = kinds([...patterns, ...special.map(compilePattern)], 'no', effort)
  for (const product of products.toSorted((a, b) => special.indexOf(a) - special.indexOf(b))) {
    const near = statements.filter(({ actions }) =>
      actions.some(({ productPattern }) => matches(productPattern, product)),
    )
    if (near.length === 0) continue
    const resources = near.flatMap((statement) => statement.resources)
    for (const granularity of levels(granularities)) {
      yield* placesOfProduct({ product, granularity }, resources, owner, effort)
      yield { product, granularity: starLevel(granularity, granularities), resource: undefined }
    }
  }
}

/** The levels of operation and of resource are decided alike. */
function levels(granularities: readonly Granularity[]): readonly Granularity[] {
  const single = (['resource', 'operation'] as const).find((one) => granularities.includes(one))
  const service = granularities.includes('service') ? (['service'] as const) : []
  return single === undefined ? service : [single, ...service]
}

function starLevel(granularity: Granularity, granularities: readonly Granularity[]): Granularity {
  return granularity === 'resource' && granularities.includes('operation') ? 'operation' : granularity
}

function* placesOfProduct(
  at: Pick<Place, 'product' | 'granularity'>,
  resources: readonly ResourceMatcher[],
  owner: Owner,
  effort: Effort,
): Generator<Place> {
  for (const account of at.product === 'sts' ? accounts(resources, owner) : [owner.account]) {
    const reached = resources.filter((one) => !one.every && accountMatches(one, account, owner))
    for (const service of services(reached, at.product, effort)) {
      const here = reached.filter((one) => one.service === undefined || one.service === service)
      for (const region of kinds(here.flatMap(regionOf), 'first', effort, (text) => longRegion(text) !== text)) {
        yield { ...at, resource: { service, region, account } }
      }
    }
  }
}

/** Every product that a resource names, and one that none names: that of the action where possible. */
function services(resources: readonly ResourceMatcher[], product: string, effort: Effort): readonly string[] {
  const named = new Set(resources.flatMap(({ service }) => service ?? []))
  return named.has(product) ? kinds([...named].map(compilePattern), 'no', effort) : [...named, product]
}

function regionOf({ region, regionPattern }: ResourceMatcher): readonly Pattern[] {
  if (regionPattern !== undefined) return [regionPattern]
  return region === undefined ? [] : [compilePattern(region)]
}

/** The owner, every other account that a resource names, and one that none names. */
function accounts(resources: readonly ResourceMatcher[], owner: Owner): readonly AccountKey[] {
  const own = [OWN_ACCOUNT, uinKey(owner.account), appIdKey(owner.appId)]
  const named = new Set(resources.map(({ account }) => account).filter((account) => !own.includes(account)))
  let fresh = 1
  while (named.has(fresh) || own.includes(fresh)) fresh += 1
  return [owner.account, ...named, fresh]
}

function accountMatches({ account }: ResourceMatcher, asked: AccountKey, owner: Owner): boolean {
  if (account === asked) return true
  return asked === owner.account && (account === OWN_ACCOUNT || account === appIdKey(owner.appId))
}

/** One text for each way in which a text can be in some of the patterns and not in the others. */
function kinds(
  patterns: readonly Pattern[],
  empty: Empty,
  effort: Effort,
  isNone: (text: string) => boolean = () => false,
): readonly string[] {
  const exact = new Set(patterns.flatMap((pattern) => exactText(pattern) ?? []))
  const open = patterns.filter((pattern) => exactText(pattern) === undefined && !matchesEverything(pattern))
  const languages = [...new Set(open)].map((pattern) => patternLanguage(pattern))
  const outside = outsideOf([...exact].map(exactLanguage))
  return [...exact, ...split(languages, outside, empty, effort, isNone)]
}

function split(
  languages: readonly Language[],
  clauses: readonly Clause[],
  empty: Empty,
  effort: Effort,
  isNone: (text: string) => boolean,
): readonly string[] {
  const found = findWord(clauses, empty, effort)
  if (typeof found === 'string') return []
  if (isNone(found.value))
    return split(languages, [...clauses, ...outsideOf([exactLanguage(found.value)])], empty, effort, isNone)
  const [language, ...rest] = languages
  if (language === undefined) return [found.value]
  return [
    ...split(rest, [...clauses, { in: [language], out: [] }], empty, effort, isNone),
    ...split(rest, [...clauses, ...outsideOf([language])], empty, effort, isNone),
  ]
}

/** Patterns for the name of an action that a statement covers here. A whole product is covered by a pattern for all names only. */
export function namesHere(actions: readonly ActionMatcher[], { product, granularity }: Place): readonly Pattern[] {
  return actions
    .filter(({ productPattern }) => matches(productPattern, product))
    .map(({ namePattern }) => namePattern)
    .filter((pattern) => granularity !== 'service' || matchesEverything(pattern))
}

/** Patterns for the content of a resource that a statement covers here. */
export function contentsHere(resources: readonly ResourceMatcher[], place: Place, owner: Owner): readonly Pattern[] {
  const { product, resource } = place
  return resources.flatMap((one) => {
    if (one.every) return [one.content]
    const isService = one.service === undefined || one.service === (resource?.service ?? product)
    const isOwner = accountMatches(one, resource?.account ?? owner.account, owner)
    if (
      !isService ||
      !isOwner ||
      !regionOf(one).every((region) => resource !== undefined && matches(region, resource.region))
    )
      return []
    if (resource !== undefined) return [one.content]
    return matches(one.content, '*') ? [EVERY_CONTENT] : []
  })
}

const EVERY_CONTENT = compilePattern('*')
