// The words of the policy engine: what goes in (policies, a subject, a request) and what comes out (a decision).
// Values only: nothing in this folder reads a clock, a socket or a store.

export type Effect = 'allow' | 'deny'

/** Root account number (uin). Twelve digits today, always below 2^53. */
export type AccountUin = number

/**
 * What a product says about its own API, as far as reading and deciding need it. The catalog satisfies it; the
 * engine never imports the catalog.
 */
export interface Vocabulary {
  /** `undefined` when no catalog is loaded for the product: then any action name of it is accepted. */
  service(product: string): ServiceVocabulary | undefined
  /** Whether a product exists by name, with or without a catalog. Absent: names of products are not judged. */
  knows?(product: string): boolean
  /** Whether a service principal exists. Absent: every host-like name is accepted. */
  hasServicePrincipal?(name: string): boolean
  /** Names of products and of service principals to propose for a slip of the pen; absent where none are to be proposed. */
  readonly services?: readonly { readonly service: string }[]
  readonly servicePrincipals?: readonly string[]
}

export interface ServiceVocabulary {
  /** Compared without regard to case. */
  hasAction(action: string): boolean
  /** Level at which the API is checked; `undefined` when not known. Only warnings depend on it, as on the next two. */
  granularity?(action: string): Granularity | undefined
  /** Why calls of the API never carry a condition key: the end of a sentence that begins with the API. */
  withheld?(action: string, key: string): string | undefined
  /** Whether a call of the API only reads; `undefined` when not known. */
  access?(action: string): 'read' | 'write' | undefined
  /** Forms of the resources that calls of the API are decided on, with `${name}` holes; `undefined` when not known. */
  resources?(action: string): readonly string[] | undefined
  /** All actions; absent where they cannot be listed. */
  readonly actions?: readonly { readonly name: string }[]
}

/** How a policy reached the principal; shown in explanations, never part of the verdict. */
export type Via =
  | { readonly kind: 'direct' }
  | { readonly kind: 'group'; readonly groupId: number; readonly groupName: string }

/** One policy in force, as the store or a preset table hands it over. */
export interface PolicySource {
  readonly policyId: number
  readonly policyName: string
  readonly versionId: number
  /** A preset policy may say `uin/-1`: the root account of whoever is evaluated. */
  readonly preset: boolean
  /** Root account that made the policy: what an empty account segment means. Ignored for presets. */
  readonly creator: AccountUin
  /** The document as stored: JSON text that was accepted by `readPolicy`. */
  readonly document: string
  readonly via: Via
}

/** Who asks, and every policy that speaks about it. */
export interface Subject {
  readonly kind: 'root' | 'user' | 'role'
  /** Caller's own uin; `undefined` where `${uin}` has no value (a role session of a foreign caller). */
  readonly uin: number | undefined
  /** Root account that the caller belongs to. */
  readonly account: AccountUin
  /** AppId of that root account: `uid/<appId>` and `uin/<account>` name the same owner. */
  readonly appId: number
  /** Policies of the user and of all its groups, or of the role. */
  readonly identity: readonly PolicySource[]
  readonly boundary: PolicySource | undefined
  readonly session: PolicySource | undefined
}

export type ContextScalar = string | number | boolean
/** A list means that the key has several values in this request. An absent key is a missing key. */
export type ContextValue = ContextScalar | readonly ContextScalar[]

/** Level at which the product checks the API (dossier: service, operation, resource). */
export type Granularity = 'service' | 'operation' | 'resource'

/** Values of condition keys by full name; a Map is one. `undefined`: the key is missing. */
export interface RequestContext {
  get(key: string): ContextValue | undefined
  /** Why calls of this API never carry the key, for explanations: the end of a sentence that begins with the API. */
  withheld?(key: string): string | undefined
}

export interface AccessRequest {
  /** `product:Action`, optionally with the `name/` prefix. */
  readonly action: string
  /** Six-segment texts, or the single text `*` for an operation-level API. One without an allow refuses the request. Never empty. */
  readonly resources: readonly string[]
  readonly granularity: Granularity
  /**
   * Condition keys of this request, by full name (`qcs:ip`, `qcs:resource_tag`, `mfa`, `cos:prefix`, …).
   * Never an object with inherited members, which a key could name.
   */
  readonly context: RequestContext
  /** Keys that differ from resource to resource, such as tags; where absent, `context` is that of every resource. */
  contextOf?(resource: string): RequestContext
}

/** A request whose condition keys can be listed, as generated ones can. */
export interface ListedRequest extends AccessRequest {
  readonly context: ReadonlyMap<string, ContextValue>
}

/** The layer that settled the verdict. */
export type Layer = 'general' | 'root' | 'identity' | 'boundary' | 'session' | 'cross-account'

/** Why: `explicit-deny` (a statement), `no-allow` (nothing matched), `allow` (a statement), `root`, `foreign-resource`. */
export type Cause = 'explicit-deny' | 'no-allow' | 'allow' | 'root' | 'foreign-resource'

/** The statement that decided, where there is one. `statement` is its index in the document. */
export interface DecidedBy {
  readonly policyId: number
  readonly policyName: string
  readonly versionId: number
  readonly statement: number
  readonly via: Via
}

export interface Decision {
  readonly effect: Effect
  readonly layer: Layer
  readonly cause: Cause
  /** The resource of the request that settled it. */
  readonly resource: string
  readonly by: DecidedBy | undefined
}
