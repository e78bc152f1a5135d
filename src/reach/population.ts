// Everybody in an account and everything that speaks about them, as values: who has which policies, by whom roles may be used,
// what can still be put in force. Where it comes from is the loader's affair; nothing here knows of stores or files.
import type { PolicySource, Subject, Via } from '../policy/types.ts'

export interface Population {
  readonly account: number
  readonly appId: number
  readonly users: ReadonlyMap<number, User>
  readonly groups: ReadonlyMap<number, Group>
  readonly roles: ReadonlyMap<string, Role>
  /** Custom and preset ones, by number. */
  readonly policies: ReadonlyMap<number, Policy>
  readonly providers: readonly Provider[]
  /** Tags of resources as `key&value`, where they are known. */
  readonly tags?: ReadonlyMap<string, readonly string[]> | undefined
}

export interface User {
  readonly uin: number
  readonly name: string
  /** A message recipient can neither call nor have policies. */
  readonly kind: 'sub-user' | 'collaborator' | 'recipient'
  /** In the order in which they were attached, the newest first. */
  readonly policies: readonly number[]
  readonly groups: readonly number[]
  readonly boundary: number | undefined
  readonly keys: 'active' | 'disabled' | 'none'
  readonly keyCount: number
  readonly console: boolean
  /** Its password is this account's to set. */
  readonly hasPassword: boolean
  readonly quarantined: boolean
}

export interface Group {
  readonly groupId: number
  readonly name: string
  readonly policies: readonly number[]
}

export interface Role {
  readonly roleId: string
  readonly name: string
  readonly type: 'user' | 'system' | 'service_linked'
  /** Trust policy: JSON text as stored. */
  readonly trust: string
  readonly policies: readonly number[]
  readonly boundary: number | undefined
  readonly quarantined: boolean
}

export interface Policy {
  readonly policyId: number
  readonly name: string
  readonly preset: boolean
  /** Belongs to a product: neither a boundary nor anybody's to change. */
  readonly serviceLinked: boolean
  readonly versions: readonly Version[]
  /** The version in force. */
  readonly inForce: number
}

export interface Version {
  readonly versionId: number
  readonly document: string
}

export interface Provider {
  readonly protocol: 'saml' | 'oidc'
  readonly name: string
}

/** Somebody who can be asked about: the owner of the account, a user, or the sessions of a role. */
export type Who =
  | { readonly kind: 'root' }
  | { readonly kind: 'user'; readonly uin: number }
  /** `uin`: who asked for the session; left out where it is not known, or one of another account. */
  | { readonly kind: 'role'; readonly roleId: string; readonly uin?: number | undefined }

/** Short and unique: `root`, `user/100000000002`, `role/4611686018427387905`. */
export function keyOf(who: Who): string {
  if (who.kind === 'root') return 'root'
  return who.kind === 'user' ? `user/${who.uin}` : `role/${who.roleId}`
}

/** What somebody is called; a number where it has no name here. */
export function nameOf({ account, users, roles }: Population, who: Who): string {
  if (who.kind === 'root') return String(account)
  if (who.kind === 'user') return users.get(who.uin)?.name ?? String(who.uin)
  return roles.get(who.roleId)?.name ?? who.roleId
}

/** Everybody whose rights can be asked about: root, users, roles, each kind by number. */
export function everybody({ users, roles }: Population): readonly Who[] {
  const people = [...users.values()].filter(({ kind }) => kind !== 'recipient').sort((a, b) => a.uin - b.uin)
  const all: Who[] = [{ kind: 'root' }]
  for (const { uin } of people) all.push({ kind: 'user', uin })
  for (const roleId of [...roles.keys()].sort()) all.push({ kind: 'role', roleId })
  return all
}

/** Somebody with every policy that speaks about it, as the server puts it together for a permanent key or a session. */
export function subjectOf(population: Population, who: Who): Subject {
  const { account, appId } = population
  const uin = who.kind === 'root' ? account : who.uin
  const base = { kind: who.kind, uin, account, appId, session: undefined }
  const source = (policyId: number, via: Via) => sourceOf(population, policyId, via)
  const holder = holderOf(population, who)
  // One who is gone has no policies, and so no rights.
  if (holder === undefined) return { ...base, identity: [], boundary: undefined }
  const direct: Via = { kind: 'direct' }
  const identity = holder.policies.map((id) => source(id, direct))
  for (const group of groupsOf(population, who)) {
    const via: Via = { kind: 'group', groupId: group.groupId, groupName: group.name }
    for (const id of group.policies) identity.push(source(id, via))
  }
  return { ...base, identity, boundary: holder.boundary === undefined ? undefined : source(holder.boundary, direct) }
}

function holderOf(population: Population, who: Who): User | Role | undefined {
  if (who.kind === 'root') return undefined
  return who.kind === 'user' ? population.users.get(who.uin) : population.roles.get(who.roleId)
}

export function groupsOf(population: Population, who: Who): readonly Group[] {
  if (who.kind !== 'user') return []
  const ids = population.users.get(who.uin)?.groups ?? []
  return ids.flatMap((id) => population.groups.get(id) ?? [])
}

/** A reference to a policy that is gone denies everything it could have spoken about. */
export function sourceOf({ account, policies }: Population, policyId: number, via: Via): PolicySource {
  const face = { policyId, creator: account, via }
  const policy = policies.get(policyId)
  const version = policy && versionInForce(policy)
  if (policy === undefined || version === undefined) {
    return { ...face, policyName: '(missing)', versionId: 0, preset: false, document: DENY_ALL }
  }
  const { name: policyName, preset } = policy
  return { ...face, policyName, versionId: version.versionId, preset, document: version.document }
}

export function versionInForce({ versions, inForce }: Policy): Version | undefined {
  return versions.find(({ versionId }) => versionId === inForce)
}

const DENY_ALL = '{"version":"2.0","statement":[{"effect":"deny","action":"*","resource":"*"}]}'

/** Why somebody cannot use what it may do at this moment; `undefined` where nothing is in the way. */
export function idleReason(population: Population, who: Who): string | undefined {
  if (who.kind === 'root') return undefined
  if (holderOf(population, who)?.quarantined === true) return 'in quarantine: every call is refused'
  if (who.kind === 'role') return undefined
  const user = population.users.get(who.uin)
  if (user === undefined || user.keys === 'active' || user.console) return undefined
  return user.keys === 'disabled' ? 'its keys are turned off, and no console login' : 'no key and no console login'
}
