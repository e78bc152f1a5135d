// Every call that `opencam call` knows: the server's own actions, whose rows say all about them, and the APIs of catalogued products.
import { actions } from '../../actions/index.ts'
import { type Catalogs, loadCatalogs } from '../../catalog/load.ts'
import { versions } from '../../dispatch/find.ts'
import { nearest } from '../../kernel/nearest.ts'
import type { Fields } from '../../protocol/shape.ts'
import { CommandFailure, harmless } from '../io.ts'

export interface KnownCall {
  readonly product: string
  /** `undefined`: the catalog does not tell it. */
  readonly version: string | undefined
  readonly action: string
  readonly summary: string
  /** Why new programs do not call it. */
  readonly deprecated?: string
  /** Of the server's own actions. */
  readonly params?: Fields
  readonly returns?: Fields
  readonly errors?: readonly string[]
}

/** In order of product and action. Throws CommandFailure on a faulty catalog. */
export function knownCalls(folder: string | undefined): readonly KnownCall[] {
  const own = actions.map(({ product, name, summary, deprecated, params, returns, errors }) => ({
    product,
    version: versions.get(product),
    action: name,
    summary,
    ...(deprecated !== undefined && { deprecated }),
    params,
    returns,
    errors,
  }))
  const catalogued = catalogsIn(folder).all.flatMap((catalog) =>
    [...catalog.actions].map(([action, { summary }]) => {
      return { product: catalog.service, version: catalog.versions?.at(-1), action, summary }
    }),
  )
  const nameOf = ({ product, action }: KnownCall): string => `${product}:${action}`
  return [...own, ...catalogued].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

function catalogsIn(folder: string | undefined): Catalogs {
  try {
    return loadCatalogs(folder)
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error))
  }
}

export interface CallName {
  readonly product: string | undefined
  readonly action: string
}

/** `GetUser` or `cam:GetUser`. */
export function readCallName(text: string): CallName {
  const [first = '', second] = text.split(':')
  return second === undefined ? { product: undefined, action: first } : { product: first.toLowerCase(), action: second }
}

/** The call of a name; without a product, one of the server's own goes before those of catalogs. CommandFailure, with the nearest name or the products that have it, where there is not one. */
export function findCall(calls: readonly KnownCall[], { product, action }: CallName): KnownCall {
  const named = calls.filter((call) => call.action.toLowerCase() === action.toLowerCase())
  const own = named.filter((call) => call.params !== undefined)
  const fitting =
    product !== undefined ? named.filter((call) => call.product === product) : own.length > 0 ? own : named
  if (fitting[0] !== undefined && fitting.length === 1) return fitting[0]
  if (fitting.length > 1) {
    const names = fitting.map((call) => `${call.product}:${call.action}`).join(' or ')
    throw new CommandFailure(`more than one product has it: ${names}`)
  }
  const among = calls.filter((call) => product === undefined || call.product === product)
  if (among.length === 0) throw new CommandFailure(`no catalog of a product ${harmless(product ?? '')} is here`)
  const near = nearest(action, new Set(among.map((call) => call.action)))
  throw new CommandFailure(`there is no action ${harmless(action)}; the nearest is ${near}`)
}
