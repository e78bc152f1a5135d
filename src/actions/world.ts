// What an action may use beyond its parameters and the store. Made once by main.ts and never changed afterwards.

import type { CatalogVocabulary } from '../catalog/load.ts'
import type { PresetTable } from '../catalog/presets.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { CompiledTrust, Program } from '../policy/index.ts'
import type { AccessRequest, Decision } from '../policy/types.ts'
import type { Language } from '../protocol/call.ts'
import type { Sealer } from '../store/seal.ts'
import type { SessionKind, SessionRow, Store } from '../store/store.ts'
import type { Tokens } from '../store/token.ts'
import type { KeyUsage } from './key-usage.ts'
import type { Quotas } from './quotas.ts'

export interface World {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly sealer: Sealer
  /** Makes and reads temporary credentials. */
  readonly tokens: Tokens
  readonly presets: PresetTable
  /** Action names of the products whose catalogs are loaded, our own included. */
  readonly vocabulary: CatalogVocabulary
  readonly quotas: Quotas
  readonly usage: KeyUsage
  readonly decider: Decider
  readonly rules: Rules
  readonly log: Log
}

/** Switches of the operator that change what calls do. */
export interface Rules {
  readonly rateLimits: 'documented' | 'off'
  /** Checks of our own calls: on `*` as documented, or on the object named. */
  readonly resourceLevel: 'vendor' | 'fine'
  /** A `principal` in an identity policy is refused, or tells to whom the new policy is attached. */
  readonly policyPrincipal: 'refuse' | 'attach'
  /** Whether a literal action of a product without a catalog is refused. */
  readonly strictServices: boolean
  /** Of messages to calls that ask for none. */
  readonly language: Language
  /** Site that this server's accounts belong to. */
  readonly site: string
  /** Whether keys of OIDC providers are fetched from their issuers where customers ask for it. */
  readonly fetchesKeys: boolean
}

/** The part of a logger that is used; pino satisfies it. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Somebody whose rights can be asked about, as of a revision of its account. */
export interface Principal {
  /** `role`: a session of a role. Federation tokens and second-factor sessions are of their user's kind. */
  readonly kind: 'root' | 'user' | 'role'
  /** Root account whose rights it has; equal to `uin` for the root account itself, the role's account for a role. */
  readonly account: number
  readonly appId: number
  /** Account number. Of a role session: who asked for it, or 0 where that one is of another account. */
  readonly uin: number
  readonly revision: number
  /** Of a temporary credential; `undefined` for a permanent key. */
  readonly session?: CallerSession | undefined
}

/** What a temporary credential says of itself. */
export interface CallerSession {
  readonly sessionId: string
  readonly kind: SessionKind
  /** RoleSessionName, or the name of a federation token. */
  readonly name: string
  /** Session policy: rights are what it and the identity allow. */
  readonly policy: string | undefined
  /** Whether a second factor was shown. */
  readonly mfa: boolean
  /** Of a role session. */
  readonly role: { readonly roleId: string; readonly name: string } | undefined
  /** Who asked first: through a chain of roles it stays the user at its beginning. */
  readonly callerUin: number
  readonly callerAccount: number
  /** What it ends with: the permanent key at its beginning and the roles that the chain went through. */
  readonly issuingSecretId: string
  readonly issuingGeneration: number
  readonly through: SessionRow['through']
  readonly sourceIdentity: string | undefined
  readonly tags: readonly { readonly key: string; readonly value: string }[]
}

/** Decides with the same programs that authorise calls. */
export interface Decider {
  /** Everything that speaks about somebody, compiled. At once where it is kept from an earlier call. */
  programOf(who: Principal): Program | Promise<Program>
  decide(who: Principal, request: AccessRequest): Promise<Decision>
  /** The trust policy of a role of the account, compiled; never a verdict of it. */
  trustOf(role: { readonly account: number; readonly trust: string }): CompiledTrust
}
