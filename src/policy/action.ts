// Actions: `product:Name` of a request, and the patterns of policies that cover it. Products and names are compared
// without regard to case (or a deny with a slip of case would forbid nothing); `*` never crosses the colon.

import type { ActionForm } from './document.ts'
import { intern, interned, NAME_LENGTH_MAX, shared } from './intern.ts'
import { compilePattern, exactText, matches, matchesEverything, type Pattern } from './pattern.ts'
import type { Granularity } from './types.ts'

/** The action of a request, taken apart once. */
export interface RequestAction {
  /** Lowercase. */
  readonly product: string
  /** Lowercase. */
  readonly name: string
}

const ASSUME_ROLE = { product: 'sts', name: 'assumerole' }

/** Actions come from a set of a few thousand names, so each spelling is taken apart once and kept. Bounded. */
const ACTIONS_KEPT_MAX = 8192
const kept = new Map<string, RequestAction>()

/** `undefined` unless the text is `product:Action`, optionally behind `name/`. */
export function readRequestAction(text: string): RequestAction | undefined {
  const known = kept.get(text)
  if (known !== undefined) return known
  const action = parseRequestAction(text)
  if (action === undefined) return undefined
  if (!isShort(action)) return action
  if (kept.size >= ACTIONS_KEPT_MAX) kept.clear()
  kept.set(text, action)
  return action
}

/** Short enough to be remembered: names of requests come from outside. */
export function isShort(action: RequestAction): boolean {
  return action.product.length + action.name.length <= NAME_LENGTH_MAX
}

function parseRequestAction(text: string): RequestAction | undefined {
  const [product = '', name = '', ...rest] = withoutApiPrefix(text).toLowerCase().split(':')
  if (product === '' || name === '' || rest.length > 0) return undefined
  return { product: interned(product), name: interned(name) }
}

/** The prefix `name/` only marks what follows as the name of an API, so it is dropped before names are compared. */
export function withoutApiPrefix(text: string): string {
  return text.startsWith('name/') ? text.slice('name/'.length) : text
}

/** AssumeRole alone may name a resource of another account: the role's trust policy guards it. */
export function isAssumeRole(action: RequestAction): boolean {
  return action.name === ASSUME_ROLE.name && action.product === ASSUME_ROLE.product
}

/** One action element of a statement, compiled. */
export interface ActionMatcher {
  /** As written. */
  readonly text: string
  /** The product; `undefined` where the pattern is not a single product. */
  readonly product: string | undefined
  readonly productPattern: Pattern
  readonly name: string | undefined
  readonly namePattern: Pattern
}

export function compileAction(form: ActionForm): ActionMatcher {
  return sharedMatcher(form.text, form)
}

const sharedMatcher = shared(({ text, product, name }: ActionForm): ActionMatcher => {
  const productPattern = compilePattern(intern(product))
  const namePattern = compilePattern(intern(name))
  return { text, product: exactText(productPattern), productPattern, name: exactText(namePattern), namePattern }
})

/**
 * Whether a statement's action covers the request's. A service-level product is granted as a whole, so there only a
 * pattern for all of its actions counts.
 */
export function actionMatches(matcher: ActionMatcher, action: RequestAction, granularity: Granularity): boolean {
  if (!productMatches(matcher, action)) return false
  if (granularity === 'service') return matchesEverything(matcher.namePattern)
  return matcher.name === undefined ? matches(matcher.namePattern, action.name) : matcher.name === action.name
}

/** Whether a statement's action speaks about the product of the request's. */
export function productMatches({ product, productPattern }: ActionMatcher, action: RequestAction): boolean {
  return product === undefined ? matches(productPattern, action.product) : product === action.product
}

export function anyActionMatches(
  matchers: readonly ActionMatcher[],
  action: RequestAction,
  granularity: Granularity,
): boolean {
  for (const matcher of matchers) if (actionMatches(matcher, action, granularity)) return true
  return false
}
