// What files name must be there: members, policies, boundaries, names in documents. Where the files say themselves that
// something is not known, nothing is held against them. Presets are the server's; only it knows which ones there are.
import { type Gap, isOpen, nameKey, type PolicyRef, presetOf } from './model.ts'
import { type Kind, namesIn } from './names.ts'
import type { Documented, Located, Places } from './places.ts'
import type { Fault } from './source.ts'

interface Known {
  readonly gaps: readonly Gap[]
  readonly users: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly policies: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
}

export function checkReferences(places: Places): readonly Fault[] {
  const names = (list: readonly Located<{ readonly name: string }>[]) =>
    new Set(list.map(({ value }) => nameKey(value.name)))
  const known: Known = {
    gaps: places.account.value.incomplete,
    users: names(places.users),
    groups: names(places.groups),
    policies: names(places.policies),
    roles: names(places.roles),
  }
  return [
    ...places.users.flatMap((user) => held(user, known)),
    ...places.groups.flatMap((group) => [...members(group, known), ...held(group, known)]),
    ...places.roles.flatMap((role) => [...held(role, known), ...named(role, known)]),
    ...places.policies.flatMap((policy) => named(policy, known)),
    ...approvers(places, known),
    ...kindsOfProviders(places),
  ]
}

const sectionOf: Readonly<Record<Exclude<Kind, 'preset'>, 'users' | 'groups' | 'policies' | 'roles'>> = {
  user: 'users',
  group: 'groups',
  policy: 'policies',
  role: 'roles',
}

function isThere(known: Known, kind: Kind, name: string): boolean {
  if (kind === 'preset') return true
  const section = sectionOf[kind]
  return known[section].has(nameKey(name)) || isOpen(known.gaps, `${section}/${name}`)
}

interface Holding {
  readonly policies: readonly PolicyRef[]
  readonly boundary?: PolicyRef | undefined
}

function held({ value, at }: Located<Holding>, known: Known): readonly Fault[] {
  const refs = value.policies.map((ref, index) => ({ ref, path: ['policies', index] as readonly PropertyKey[] }))
  const all = value.boundary === undefined ? refs : [...refs, { ref: value.boundary, path: ['boundary'] }]
  return all.flatMap(({ ref, path }) =>
    presetOf(ref) !== undefined || isThere(known, 'policy', ref)
      ? []
      : [at(path, `there is no policy ${ref} among the files (a preset is written preset:${ref})`)],
  )
}

function members({ value, at }: Located<{ readonly members: readonly string[] }>, known: Known): readonly Fault[] {
  return value.members.flatMap((name, index) =>
    isThere(known, 'user', name) ? [] : [at(['members', index], `there is no user ${name} among the files`)],
  )
}

function named({ text, inText }: Documented<unknown>, known: Known): readonly Fault[] {
  return namesIn(text).flatMap(({ kind, name, offset }) =>
    isThere(known, kind, name) ? [] : [inText(offset, `there is no ${kind} ${name} among the files`)],
  )
}

function approvers({ account: { value, at } }: Places, known: Known): readonly Fault[] {
  return value.settings.loginPlaces.flatMap(({ approvers: names }, place) =>
    names.flatMap((name, index) =>
      isThere(known, 'user', name)
        ? []
        : [at(['settings', 'loginPlaces', place, 'approvers', index], `there is no user ${name} among the files`)],
    ),
  )
}

/** One name is one provider, of whichever kind. */
function kindsOfProviders({ providers: { value, at } }: Places): readonly Fault[] {
  const saml = new Set(value.saml.map(({ name }) => nameKey(name)))
  return value.oidc.flatMap(({ name }, index) =>
    saml.has(nameKey(name)) ? [at(['oidc', index, 'name'], `a SAML provider is called ${name} already`)] : [],
  )
}
