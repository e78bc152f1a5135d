// What the policies of somebody grant, product by product, as their allow statements say: which products and which actions.
// Resources, conditions, denies and boundaries are not looked at, so this shows where rights come from and decides nothing.
import type { CatalogVocabulary } from '../../catalog/load.ts'
import { type ActionMatcher, actionMatches, compileAction } from '../../policy/action.ts'
import { readPolicy } from '../../policy/index.ts'
import { matches } from '../../policy/pattern.ts'

/** The actions that a text allows. A stored text that cannot be read allows nothing. */
export function allowedActions(document: string, preset: boolean): readonly ActionMatcher[] {
  const read = readPolicy(document, {
    purpose: preset ? 'preset' : 'identity',
    vocabulary: { service: () => undefined },
    lengthMax: Number.POSITIVE_INFINITY,
    principalAllowed: true,
  })
  const statements = read.document?.statements ?? []
  return statements.filter(({ effect }) => effect === 'allow').flatMap(({ actions }) => actions.map(compileAction))
}

/** The products that are granted something, by abbreviation, in order. Names that no catalog knows count too. */
export function servicesGranted(vocabulary: CatalogVocabulary, allowed: readonly ActionMatcher[]): readonly string[] {
  const named = allowed.flatMap(({ product }) => (product === undefined ? [] : [product]))
  const candidates = new Set([...named, ...vocabulary.services.map(({ service }) => service)])
  return [...candidates].filter((service) => grantsService(vocabulary, allowed, service)).sort()
}

/** Whether some action of the product is granted; where its actions are not known, whether the product is named. */
export function grantsService(
  vocabulary: CatalogVocabulary,
  allowed: readonly ActionMatcher[],
  service: string,
): boolean {
  const words = vocabulary.service(service)
  if (words === undefined) return allowed.some((matcher) => coversProduct(matcher, service))
  const relevant = allowed.filter((matcher) => coversProduct(matcher, service))
  return relevant.length > 0 && words.actions.some(({ name }) => covers(relevant, service, name))
}

/** The granted actions of a product: those of its catalog, or without one those that are named in full. */
export function actionsGranted(
  vocabulary: CatalogVocabulary,
  allowed: readonly ActionMatcher[],
  service: string,
): readonly { readonly name: string; readonly summary: string }[] {
  const words = vocabulary.service(service)
  if (words !== undefined) return words.actions.filter(({ name }) => covers(allowed, service, name))
  const named = allowed.flatMap(({ product, name, text }) =>
    product === service && name !== undefined ? [text.slice(text.indexOf(':') + 1)] : [],
  )
  return [...new Set(named)].sort().map((name) => ({ name, summary: '' }))
}

function coversProduct({ product, productPattern }: ActionMatcher, service: string): boolean {
  return product === undefined ? matches(productPattern, service) : product === service
}

function covers(allowed: readonly ActionMatcher[], product: string, name: string): boolean {
  const action = { product, name: name.toLowerCase() }
  return allowed.some((matcher) => actionMatches(matcher, action, 'operation'))
}
