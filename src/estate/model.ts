// What an account holds, as files and comparisons see it: everything by name, nothing by number, and no secret. Lists stand in
// the order of their names, so that two models are equal exactly when their JSON is.

/** How the server compares names: without regard to case and to the way accents are written. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase()
export const sameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other)

export interface Tag {
  readonly key: string
  readonly value: string
}

/** `NAME` of a custom policy, or `preset:NAME`: no name has a colon. */
export type PolicyRef = string

export interface User {
  readonly name: string
  readonly remark: string
  readonly consoleLogin: boolean
  readonly phone: string
  readonly countryCode: string
  readonly email: string
  readonly boundary: PolicyRef | undefined
  readonly policies: readonly PolicyRef[]
  readonly tags: readonly Tag[]
}

export interface Group {
  readonly name: string
  readonly remark: string
  readonly members: readonly string[]
  readonly policies: readonly PolicyRef[]
}

export interface Role {
  readonly name: string
  readonly description: string
  readonly consoleLogin: boolean
  /** Seconds; 0 for no bound of its own. */
  readonly sessionDuration: number
  /** Formatted JSON; numbers of the account stand in it as names (`names.ts`). */
  readonly trust: string
  readonly boundary: PolicyRef | undefined
  readonly policies: readonly PolicyRef[]
  readonly tags: readonly Tag[]
}

export interface Policy {
  readonly name: string
  readonly description: string
  /** Formatted JSON, as a trust policy. */
  readonly document: string
  readonly tags: readonly Tag[]
}

export interface SamlProvider {
  readonly name: string
  readonly description: string
  /** XML text. */
  readonly metadata: string
}

export interface OidcProvider {
  readonly name: string
  readonly description: string
  readonly issuer: string
  readonly clientIds: readonly string[]
  /** JWKS document. Public keys only: the server takes no others. */
  readonly keys: string
  readonly autoRotateKeys: boolean
}

/** Rules that were never set are absent; the API has no way back to that. */
export interface PasswordRules {
  readonly minimumLength?: number | undefined
  readonly mustContain?: string | undefined
  readonly forceChangeDays?: number | undefined
  readonly reuseLimit?: number | undefined
  readonly retryLimit?: number | undefined
  readonly afterExpiry?: 'administrator' | 'user' | undefined
}

/** From where users may sign in: by address, or with a second factor from unusual places. */
export interface LoginPlaces {
  readonly kind: 'addresses' | 'unusual'
  readonly enabled: boolean
  readonly addresses: readonly { readonly ip: string; readonly effect: 'Allow' | 'Deny' }[]
  readonly approverType: string
  readonly approvers: readonly string[]
}

/** The account's own identity provider that users sign in with; one that is switched off is not kept. */
export type SignIn =
  | { readonly protocol: 'saml'; readonly metadata: string; readonly auxiliaryDomain: string }
  | {
      readonly protocol: 'oidc'
      readonly description: string
      readonly issuer: string
      readonly clientId: string
      readonly authorizationEndpoint: string
      readonly responseMode: 'form_post' | 'fragment'
      readonly mappingField: string
      readonly scopes: readonly string[]
      readonly keys: string
      readonly autoRotateKeys: boolean
    }

export interface Settings {
  readonly password: PasswordRules
  readonly loginPlaces: readonly LoginPlaces[]
  readonly signIn: SignIn | undefined
}

/** What is not known: a path such as `users` or `users/alice/tags`, in which `*` is any name, and why. */
export interface Gap {
  readonly what: string
  readonly why: string
}

export interface Estate {
  /** Number of the root account, where the model was read from one. */
  readonly account: string | undefined
  readonly incomplete: readonly Gap[]
  readonly settings: Settings
  readonly users: readonly User[]
  readonly groups: readonly Group[]
  readonly roles: readonly Role[]
  readonly policies: readonly Policy[]
  readonly saml: readonly SamlProvider[]
  readonly oidc: readonly OidcProvider[]
}

export const emptyEstate: Estate = {
  account: undefined,
  incomplete: [],
  settings: { password: {}, loginPlaces: [], signIn: undefined },
  users: [],
  groups: [],
  roles: [],
  policies: [],
  saml: [],
  oidc: [],
}

const presetPrefix = 'preset:'
export const presetRef = (name: string): PolicyRef => presetPrefix + name
/** The name of a preset, or `undefined` for a custom policy. */
export const presetOf = (ref: PolicyRef): string | undefined =>
  ref.startsWith(presetPrefix) ? ref.slice(presetPrefix.length) : undefined
/** Presets are known by their exact names. */
export const refKey = (ref: PolicyRef): string => (presetOf(ref) === undefined ? nameKey(ref) : ref)

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
export const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
  list.toSorted((one, other) => compare(nameKey(one.name), nameKey(other.name)))
const byKey = (tags: readonly Tag[]): readonly Tag[] => tags.toSorted((one, other) => compare(one.key, other.key))
const sortedRefs = (refs: readonly PolicyRef[]): readonly PolicyRef[] =>
  refs.toSorted((one, other) => compare(refKey(one), refKey(other)))
const sortedNames = (names: readonly string[]): readonly string[] =>
  names.toSorted((one, other) => compare(nameKey(one), nameKey(other)))

/** The model with every list in its order. */
export function ordered(estate: Estate): Estate {
  const { settings } = estate
  return {
    account: estate.account,
    incomplete: estate.incomplete.toSorted(
      (one, other) => compare(one.what, other.what) || compare(one.why, other.why),
    ),
    settings: {
      password: orderedRules(settings.password),
      loginPlaces: settings.loginPlaces
        .map((place) => ({ ...place, approvers: sortedNames(place.approvers) }))
        .toSorted((one, other) => compare(one.kind, other.kind)),
      signIn: settings.signIn,
    },
    users: byName(estate.users).map((user) => ({
      ...user,
      policies: sortedRefs(user.policies),
      tags: byKey(user.tags),
    })),
    groups: byName(estate.groups).map((group) => ({
      ...group,
      members: sortedNames(group.members),
      policies: sortedRefs(group.policies),
    })),
    roles: byName(estate.roles).map((role) => ({
      ...role,
      policies: sortedRefs(role.policies),
      tags: byKey(role.tags),
    })),
    policies: byName(estate.policies).map((policy) => ({ ...policy, tags: byKey(policy.tags) })),
    saml: byName(estate.saml),
    oidc: byName(estate.oidc),
  }
}

export const ruleNames = [
  'minimumLength',
  'mustContain',
  'forceChangeDays',
  'reuseLimit',
  'retryLimit',
  'afterExpiry',
] as const

function orderedRules(rules: PasswordRules): PasswordRules {
  return Object.fromEntries(ruleNames.flatMap((name) => (rules[name] === undefined ? [] : [[name, rules[name]]])))
}

/** Whether a gap leaves open what stands at the path: it names the path or something around it; `*` is any one name. */
export function isOpen(gaps: readonly Gap[], path: string): boolean {
  return gapAt(gaps, path) !== undefined
}

export function gapAt(gaps: readonly Gap[], path: string): Gap | undefined {
  const parts = path.split('/').map(nameKey)
  return gaps.find(({ what }) => {
    const named = what.split('/').map(nameKey)
    return named.length <= parts.length && named.every((part, index) => part === '*' || part === parts[index])
  })
}
