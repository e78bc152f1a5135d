// What an account shall be once a folder is applied to it: what the folder says, and as it is wherever the folder says nothing
// or one of the two is not known. Nothing is deleted unless that is asked for.
import {
  type Estate,
  type Gap,
  gapAt,
  nameKey,
  type OidcProvider,
  ordered,
  type PasswordRules,
  type Settings,
  sameName,
} from './model.ts'

export interface Merged {
  readonly target: Estate
  /** Objects that are there and not in the folder, and stay; such as `user alice`. */
  readonly extra: readonly string[]
  /** What is not compared, and why. */
  readonly notes: readonly string[]
}

type Section = 'users' | 'groups' | 'roles' | 'policies' | 'saml' | 'oidc'
const words: Readonly<Record<Section, string>> = {
  users: 'user',
  groups: 'group',
  roles: 'role',
  policies: 'policy',
  saml: 'SAML provider',
  oidc: 'OIDC provider',
}
export const objectOf = (section: Section, name: string): string => `${words[section]} ${name}`

/** Once for everything that one gap leaves open. */
const noteOf = ({ what, why }: Gap): string => `${what} is not compared: ${why}`

/** Members that are read by calls of their own, and so can be unknown by themselves. */
const separate: Readonly<Record<Section, readonly string[]>> = {
  users: ['boundary', 'policies', 'tags'],
  groups: ['members', 'policies'],
  roles: ['boundary', 'policies', 'tags'],
  policies: [],
  saml: [],
  oidc: [],
}

export function merge(before: Estate, after: Estate, { prune }: { readonly prune: boolean }): Merged {
  const extra: string[] = []
  const notes: string[] = []
  const openAt = (path: string): Gap | undefined => gapAt(before.incomplete, path) ?? gapAt(after.incomplete, path)
  const open = (section: Section, name: string): Gap | undefined => {
    const isProvider = section === 'saml' || section === 'oidc'
    const gap = openAt(isProvider ? `providers/${name}` : `${section}/${name}`)
    return gap ?? (section === 'oidc' ? openAt('oidc') : undefined)
  }

  function list<T extends { readonly name: string }>(section: Section, olds: readonly T[], news: readonly T[]): T[] {
    const old = new Map(olds.map((one) => [nameKey(one.name), one]))
    const made: T[] = []
    for (const one of news) {
      const there = old.get(nameKey(one.name))
      old.delete(nameKey(one.name))
      const gap = open(section, one.name)
      if (gap !== undefined) {
        notes.push(noteOf(gap))
        if (there !== undefined) made.push(there)
      } else made.push(there === undefined ? one : joined(section, there, one))
    }
    for (const one of old.values()) {
      const stays = !prune || open(section, one.name) !== undefined
      if (stays) made.push(one)
      if (stays && open(section, one.name) === undefined) extra.push(objectOf(section, one.name))
    }
    return made
  }

  function joined<T extends { readonly name: string }>(section: Section, there: T, one: T): T {
    const kept = separate[section].flatMap((member) => {
      const gap = openAt(`${section}/${one.name}/${member}`)
      if (gap === undefined) return []
      notes.push(noteOf(gap))
      return [[member, there[member as keyof T]]]
    })
    // A name keeps its spelling: for the server the two are the same.
    return { ...one, ...Object.fromEntries(kept), name: there.name }
  }

  const target = ordered({
    account: before.account,
    incomplete: [...before.incomplete, ...after.incomplete],
    settings: settingsOf(before.settings, after.settings, prune, openAt, notes),
    users: list('users', before.users, after.users),
    groups: list('groups', before.groups, after.groups),
    roles: list('roles', before.roles, after.roles),
    policies: list('policies', before.policies, after.policies),
    saml: list('saml', before.saml, after.saml),
    oidc: list('oidc', before.oidc, after.oidc).map((one) => withOwnKeys(one, before.oidc)),
  })
  return { target, extra: extra.toSorted(), notes: [...new Set(notes)].toSorted() }
}

/** Where the server fetches keys itself, those in a file are only those of the day. */
function withOwnKeys(one: OidcProvider, olds: readonly OidcProvider[]): OidcProvider {
  const there = olds.find(({ name }) => sameName(name, one.name))
  return there?.autoRotateKeys === true && one.autoRotateKeys ? { ...one, keys: there.keys } : one
}

function settingsOf(
  before: Settings,
  after: Settings,
  prune: boolean,
  openAt: (path: string) => Gap | undefined,
  notes: string[],
): Settings {
  const compared = <T>(member: keyof Settings, old: T, made: () => T): T => {
    const gap = openAt(`settings/${member}`)
    if (gap === undefined) return made()
    notes.push(noteOf(gap))
    return old
  }
  return {
    password: compared('password', before.password, () => rulesOf(before.password, after.password)),
    loginPlaces: compared('loginPlaces', before.loginPlaces, () => placesOf(before, after)),
    signIn: compared('signIn', before.signIn, () => signInOf(before.signIn, after.signIn, prune)),
  }
}

/** A rule that the folder does not name stays: no call takes one away. */
function rulesOf(before: PasswordRules, after: PasswordRules): PasswordRules {
  return { ...before, ...Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined)) }
}

function placesOf(before: Settings, after: Settings): Settings['loginPlaces'] {
  const kinds = ['addresses', 'unusual'] as const
  return kinds.flatMap((kind) => {
    const old = before.loginPlaces.find((one) => one.kind === kind)
    const one = after.loginPlaces.find((place) => place.kind === kind)
    if (one === undefined) return old ?? []
    // Switched off without addresses, the server keeps those that it has.
    return !one.enabled && one.addresses.length === 0 && old !== undefined ? { ...one, addresses: old.addresses } : one
  })
}

function signInOf(before: Settings['signIn'], after: Settings['signIn'], prune: boolean): Settings['signIn'] {
  if (after === undefined) return prune ? undefined : before
  if (before?.protocol !== 'oidc' || after.protocol !== 'oidc') return after
  return before.autoRotateKeys && after.autoRotateKeys ? { ...after, keys: before.keys } : after
}
