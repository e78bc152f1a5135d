// Identity providers as the store keeps them: those that vouch for users of roles (any number, by name), and the account's
// settings of sign-in by its own identity provider (one by SAML, one by OIDC, at most one in force). Types only.
import type { Account } from './terms.ts'

/** Vouches for users of roles by SAML. */
export interface SamlProviderRow {
  readonly kind: 'saml'
  readonly account: Account
  readonly name: string
  readonly description: string
  /** XML text, as it was uploaded. */
  readonly metadata: string
  readonly createdMs: number
  readonly updatedMs: number
}
/** Vouches for users of roles by OIDC. */
export interface OidcProviderRow extends OidcKeys {
  readonly kind: 'oidc'
  readonly account: Account
  readonly name: string
  readonly description: string
  /** Audiences of tokens; any of them. */
  readonly clientIds: readonly string[]
  readonly createdMs: number
  readonly updatedMs: number
}
export type ProviderRow = SamlProviderRow | OidcProviderRow
export type ProviderKind = ProviderRow['kind']

/** Whose tokens count, and the keys that check them. */
export interface OidcKeys {
  /** Exactly the `iss` of its tokens. */
  readonly issuer: string
  /** Base64 of a set of keys. */
  readonly identityKey: string
  /** Whether the server fetches the keys from the issuer itself. */
  readonly autoRotateKey: boolean
  /** From when on the server is to fetch them; means nothing where it doesn't. */
  readonly keysDueMs: number
}

/** Sign-in of sub-users by SAML. */
export interface UserSamlRow {
  readonly protocol: 'saml'
  readonly account: Account
  readonly enabled: boolean
  readonly metadata: string
  /** Domain that a NameID may end in and a user's name does not; empty: none. */
  readonly auxiliaryDomain: string
  readonly createdMs: number
  readonly updatedMs: number
}
/** Sign-in of sub-users by OIDC. */
export interface UserOidcRow extends OidcKeys {
  readonly protocol: 'oidc'
  readonly account: Account
  readonly enabled: boolean
  readonly clientId: string
  readonly authorizationEndpoint: string
  readonly responseType: string
  readonly responseMode: string
  /** Claim that holds the name of the sub-user. */
  readonly mappingField: string
  readonly scopes: readonly string[]
  readonly description: string
  readonly createdMs: number
  readonly updatedMs: number
}
export type UserSsoRow = UserSamlRow | UserOidcRow

/** Whose keys: those of a role provider, by name, or of the account's user sign-in. */
export type KeysOf = { readonly of: 'provider'; readonly name: string } | { readonly of: 'users' }
export interface KeysDue {
  readonly account: Account
  readonly keysOf: KeysOf
  readonly issuer: string
  readonly keysDueMs: number
}

export interface IdentityProviderReads {
  /** Without regard to case. No two providers of an account have one name, whatever their kinds. */
  byName(account: Account, name: string): Promise<ProviderRow | undefined>
  /** When the provider was made, without reading the rest of it; `undefined`: there is none of that kind under the name. */
  madeMs(account: Account, kind: ProviderKind, name: string): Promise<number | undefined>
  /** Newest first, without their documents. */
  samlProviders(account: Account): Promise<readonly Omit<SamlProviderRow, 'metadata'>[]>
  /** Newest first, without their keys. */
  oidcProviders(account: Account): Promise<readonly Omit<OidcProviderRow, 'identityKey' | 'keysDueMs'>[]>
  /** Role providers of both kinds. */
  count(account: Account): Promise<number>
  userSaml(account: Account): Promise<UserSamlRow | undefined>
  userOidc(account: Account): Promise<UserOidcRow | undefined>
  /** The one in force; `undefined`: sub-users sign in with what they have here. */
  userSso(account: Account): Promise<UserSsoRow | undefined>
  /**
   * Keys that the server is to fetch at the moment, those due longest first, of all accounts. Settings of sign-in that are not
   * in force are passed over.
   */
  keysDue(nowMs: number, max: number): Promise<readonly KeysDue[]>
}
export interface IdentityProviderWrites {
  insert(account: Account, provider: NewProvider): Promise<'inserted' | 'taken'>
  /** Puts the provider in the place of the one with its kind and name. `false`: there is none. */
  update(account: Account, provider: NewProvider): Promise<boolean>
  /** `false`: there is none of that kind under the name. */
  delete(account: Account, kind: ProviderKind, name: string): Promise<boolean>
  /** Puts the settings in the place of those of the same protocol; when they are in force, the others no longer are. */
  setUserSso(account: Account, settings: NewUserSso): Promise<void>
  /** Neither is in force any more; what is set stays. `false`: neither was. */
  disableUserSso(account: Account, nowMs: number): Promise<boolean>
  /** Of several servers that saw the same, one is told `true`: it fetches the keys. They are due again at the moment given. */
  claimKeys(due: KeysDue, nextMs: number): Promise<boolean>
  /** `false`: the keys are no longer fetched, or from another issuer; nothing was changed. */
  setKeys(due: Omit<KeysDue, 'keysDueMs'>, identityKey: string): Promise<boolean>
}
export type NewProvider = Omit<SamlProviderRow, 'account'> | Omit<OidcProviderRow, 'account'>
export type NewUserSso = Omit<UserSamlRow, 'account'> | Omit<UserOidcRow, 'account'>
