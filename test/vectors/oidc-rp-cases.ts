// Cases of the OpenID Foundation's conformance suite for relying parties, as values: for the test that plays them and for the
// page that lists them. Shapes of the files in test/vectors/oidc-rp.
import configuration from './oidc-rp/configuration.json' with { type: 'json' }
import others from './oidc-rp/others.json' with { type: 'json' }
import planned from './oidc-rp/plans.json' with { type: 'json' }
import tokens from './oidc-rp/tokens.json' with { type: 'json' }

/** How a token comes: behind a `#`, in a form that posts itself, or in a call that nobody signs. */
export type Way = 'fragment' | 'form_post' | 'call'

export interface Plan {
  readonly plan: string
  readonly profile: string
  readonly variant: string
  /** How answers come in the plan; `null`: nothing in it applies. */
  readonly way: Way | null
  readonly modules: readonly string[]
  /** Of a plan that does not apply. */
  readonly why?: string
}

/** How a provider is, or what it does wrong. */
export interface Manner {
  readonly signs?: 'RS256' | 'ES256' | 'HS256' | 'none'
  readonly signature?: 'spoiled'
  /** Claims that get this text at their end. */
  readonly append?: Readonly<Record<string, string>>
  readonly without?: readonly string[]
  readonly keys?: 'one-of-each-unnamed' | 'three-of-each-unnamed' | 'with-unknown-kinds'
  /** Behind the issuer. */
  readonly keysAt?: string
  readonly rotates?: 'before-signing' | 'between-logins'
  /** What its configuration has behind its issuer. */
  readonly configurationIssuer?: string
  /** Instead of a token. */
  readonly error?: string
}

/** How a client of the provider is set up, and how often it comes. */
export interface Setting {
  readonly scopes?: readonly string[]
  readonly mapping?: string
  /** Whether the server fetches the keys; otherwise it is given them. */
  readonly fetched?: true
  readonly logins?: number
  /** Whether the login begins at the provider. */
  readonly begins?: true
}

export interface PlayedCase {
  readonly id: string
  /** Its name in the suite before the present one. */
  readonly older: string | null
  readonly what: string
  readonly ways: readonly Way[]
  readonly provider?: Manner & Setting
  readonly fault?: Manner
  readonly expected: 'accepted' | 'refused'
  /** What the log has of a refusal. */
  readonly reason?: string
  /** What the log warns of besides. */
  readonly warned?: string
  /** Where the suite leaves it to the relying party. */
  readonly free?: string
}

export interface LeftOutCase {
  readonly id: string
  readonly older: string | null
  readonly what: string
  readonly why: string
}

interface File<T> {
  readonly cases: readonly T[]
}

// What a file says is a text to the compiler where it is one of several words.
export const playedCases: readonly PlayedCase[] = [
  ...(tokens as File<PlayedCase>).cases,
  ...(configuration as File<PlayedCase>).cases,
]
export const leftOutCases: readonly LeftOutCase[] = (others as File<LeftOutCase>).cases
export const plans: readonly Plan[] = (planned as { readonly plans: readonly Plan[] }).plans
