// Words of the search for ways to more rights: what somebody holds, what a step is, and how this server checks steps.
import type { ContextValue, DecidedBy } from '../../policy/index.ts'
import type { Population, Who } from '../population.ts'

/** How the server checks its own calls, and the limits of the account. */
export interface ServerRules {
  /** On `*`, or on the objects that calls name. */
  readonly resourceLevel: 'vendor' | 'fine'
  readonly limits: Readonly<Record<Limit, number>>
  /** Whether resources of a product can carry tags here. */
  readonly taggable: (service: string) => boolean
}
export type Limit =
  | 'access-keys'
  | 'policy-versions'
  | 'attachments'
  | 'users'
  | 'roles'
  | 'policies'
  | 'groups-per-user'
  | 'users-per-group'
  | 'identity-providers'

/** An account as somebody has changed it, and whose keys that one has by now. */
export interface State {
  readonly population: Population
  /** As it was before anything was changed. */
  readonly began: Population
  /** By `heldKey`. */
  readonly held: ReadonlyMap<string, Who>
}

/** What the server asks before it carries a call out. */
export type Check =
  /** On the last segments, each of which must be allowed; or on `*` where `level` and the server say so. */
  | { readonly kind: 'own'; readonly level: 'operation' | 'resource'; readonly segments: readonly string[] }
  /** One thing under several whole names: an allow of one is enough, and a deny of any counts. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** Nobody signs the call. */
  | { readonly kind: 'open' }

/** On what the call names, by last segments; on `*` where the server says so. */
export const own = (...segments: readonly string[]): Check => ({ kind: 'own', level: 'operation', segments })

/** A value that only an earlier step of the path knows: the member of its answer. */
export interface FromStep {
  readonly made: string
  readonly member: string
}
export type Parameter =
  | string
  | number
  | boolean
  | FromStep
  | readonly Parameter[]
  | { readonly [name: string]: Parameter }

/** A call that somebody could make, as far as it is allowed. */
export interface Move {
  readonly as: Who
  /** `product:Action`. */
  readonly action: string
  readonly parameters: { readonly [name: string]: Parameter }
  readonly check: Check
  /** In words, for people. */
  readonly says: string
  /** It takes nothing away from anybody. */
  readonly grows: boolean
  /** Whose keys come of it. */
  readonly gives: Who | undefined
  /** What is made by it, under the stand-in's name. */
  readonly makes?: string
  /** Short text of the change, the same for moves that come to the same; empty where nothing but keys comes of it. */
  readonly change: string
  /** Condition keys that the call must be made with besides. */
  readonly with?: readonly (readonly [key: string, value: ContextValue])[]
  /** The statement of the trust policy that lets the caller in. */
  readonly trust?: { readonly role: string; readonly statement: number; readonly document?: string | undefined }
  apply(population: Population): Population
}

/** A move that is allowed, and why. */
export interface Step {
  readonly move: Move
  /** Resources as the server checks them; none for a call that nobody signs. */
  readonly resources: readonly string[]
  readonly by: DecidedBy | undefined
  /** What the request must say for it to be allowed; empty where nothing. */
  readonly conditions: readonly (readonly [key: string, value: ContextValue])[]
}

export const heldKey = (who: Who): string =>
  who.kind === 'role' ? `role/${who.roleId} ${who.uin ?? ''}` : who.kind === 'user' ? `user/${who.uin}` : 'root'

/** Nothing that matters is out of reach of it. */
export const ALLOW_ALL = '{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}'

/** Names of things that a path makes. */
export const MADE_NAME = 'opencam-path'
