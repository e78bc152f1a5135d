// What an action may use beyond its parameters and the store. Made once by main.ts and never changed afterwards.

import type { Catalogs, CatalogVocabulary } from '../catalog/load.ts'
import type { CatalogFlags } from '../catalog/passes.ts'
import type { PresetTable } from '../catalog/presets.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { CompiledTrust, Program } from '../policy/index.ts'
import type { AccessRequest, Decision, RequestContext, Subject } from '../policy/types.ts'
import type { Claim, Language, Origin, SignedParts } from '../protocol/call.ts'
import type { Sealer } from '../store/seal.ts'
import type { KeysOf, OidcKeys, RoleRow, SessionKind, SessionRow, Store } from '../store/store.ts'
import type { Tokens } from '../store/token.ts'
import type { KeyUsage } from './key-usage.ts'
import type { Quotas } from './quotas.ts'
import type { Room } from './room.ts'

export interface World {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly sealer: Sealer
  /** Makes and reads temporary credentials. */
  readonly tokens: Tokens
  readonly presets: PresetTable
  /** What is known of products' APIs, our own included. */
  readonly catalogs: Pick<Catalogs, 'all' | 'get'>
  /** Action names of the products whose catalogs are loaded, our own included. */
  readonly vocabulary: CatalogVocabulary
  readonly quotas: Quotas
  readonly usage: KeyUsage
  readonly room: Room
  readonly refusals: RefusedCalls
  readonly decider: Decider
  /**
   * Who signed a request, also one that is no call of the API. Throws AuthFailure.* where nobody did who may. `service` is
   * the product that the request was sent to; left out, it is one of our own.
   */
  identify(request: SignedRequest, service?: string): Promise<Caller>
  /** Whose key an id is, if it could sign now; for handing out what its requests are verified with. */
  credential(key: CredentialClaim, nowMs: number): Promise<FoundCredential | undefined>
  /** Condition keys that the server knows of a request by a caller. */
  contextOf(request: Pick<SignedRequest, 'from' | 'receivedMs'>, caller: Caller): RequestContext
  /**
   * For a token that names a key which is not there: asks the issuer for its keys, where they are fetched and it was not asked
   * within a minute. What came of it is in the store; somebody else may have had it asked meanwhile.
   */
  renewKeys(keys: OidcKeys & { readonly account: number }, keysOf: KeysOf): Promise<void>
  readonly rules: Rules
  readonly log: Log
}

/** Calls that policies refused. Their records are written a moment later. */
export interface RefusedCalls {
  /** Resolves when the record of that call is in the store, where this process refused it; rejects where it can't be written. */
  written(requestId: string): Promise<void>
}

/** Switches of the operator that change what calls do. */
export interface Rules {
  readonly rateLimits: 'documented' | 'off'
  /** Checks of our own calls: on `*` as documented, or on the object named. */
  readonly resourceLevel: 'vendor' | 'fine'
  /** A `principal` in an identity policy is refused, or tells to whom the new policy is attached. */
  readonly policyPrincipal: 'refuse' | 'attach'
  /** Whether calls carry condition keys that the catalog says their API or product does not support. */
  readonly catalogFlags: CatalogFlags
  /** Whether a literal action of a product without a catalog is refused. */
  readonly strictServices: boolean
  /** Of messages to calls that ask for none. */
  readonly language: Language
  /** Site that this server's accounts belong to. */
  readonly site: string
  /** Whether keys of OIDC providers are fetched from their issuers where customers ask for it. */
  readonly fetchesKeys: boolean
  /** Whether calls that only read leave audit events; those that end with an error do in any case. */
  readonly auditReads: boolean
  /** Addresses by which SAML assertions may call this server their recipient. */
  readonly samlRecipients: readonly string[]
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
  /**
   * `role`: a session of a role. Federation tokens and second-factor sessions are of their user's kind. `stranger`: nobody
   * signed, and no policy allows anything.
   */
  readonly kind: 'root' | 'user' | 'role' | 'stranger'
  /**
   * Root account whose rights it has; equal to `uin` for the root account itself, the role's account for a role. Of a
   * stranger: the account that the call names, 0 where it names none.
   */
  readonly account: number
  readonly appId: number
  /** Account number. Of a role session: who asked for it, or 0 where that one is of another account. 0 for a stranger. */
  readonly uin: number
  readonly revision: number
  /** Of a temporary credential; `undefined` for a permanent key. */
  readonly session?: CallerSession | undefined
}

/** Who signed a request, after the signature was verified. */
export interface Caller extends Principal {
  /** Empty for a stranger. */
  readonly secretId: string
  /** Of a permanent key: how often it had been turned off when it signed. */
  readonly keyGeneration?: number | undefined
  /** The call was not signed: it came with the SCIM token whose id stands for the key's. */
  readonly bearer?: true
}

/** A request and what its sender says of itself. A Call with a signature is one. */
export interface SignedRequest {
  readonly requestId: string
  readonly claim: Exclude<Claim, { kind: 'skip' }>
  readonly signed: SignedParts
  readonly from: Origin
  readonly receivedMs: number
}

/** What names a key: its id, and the token of a temporary one. */
export interface CredentialClaim {
  readonly secretId: string
  readonly token: string | undefined
}

/** A key that could sign now. */
export interface FoundCredential {
  readonly caller: Caller
  /** `undefined`: it lasts until somebody ends it. */
  readonly expiresMs: number | undefined
  /** The secret key itself: never to be answered, kept or logged. */
  reveal(): string
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
  readonly roleGeneration: number
  readonly expiresMs: number
  /**
   * Who asked first: through a chain of roles it stays the user at its beginning. 0 where that one was nobody here, but
   * somebody an identity provider of the account vouched for.
   */
  readonly callerUin: number
  readonly callerAccount: number
  /** What it ends with: the permanent key or browser's session at its beginning, and the sessions of roles that the chain went through. */
  readonly issuingSecretId: string
  readonly issuingGeneration: number
  readonly through: SessionRow['through']
  readonly sourceIdentity: string | undefined
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** Of a chain that a browser's session began: when a second factor was last shown in it. */
  readonly console: { readonly verifiedMs: number | undefined } | undefined
}

/** Decides with the same programs that authorise calls. */
export interface Decider {
  /** Everything that speaks about somebody, compiled. At once where it is kept from an earlier call. */
  programOf(who: Principal): Program | Promise<Program>
  decide(who: Principal, request: AccessRequest): Promise<Decision>
  /** The same uncompiled, for deciding elsewhere, and the revision that it is of. */
  subjectOf(who: Principal): Promise<{ readonly revision: number; readonly subject: Subject }>
  /** The trust policy of a role of the account, compiled; never a verdict of it. */
  trustOf(role: Pick<RoleRow, 'account' | 'roleId' | 'trust'>): CompiledTrust
}
