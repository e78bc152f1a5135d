// Changes of an account, as values: each answers another population and leaves the first as it was.
import type { Group, Policy, Population, Role, User } from '../population.ts'

export const withUser = (population: Population, user: User): Population => ({
  ...population,
  users: new Map(population.users).set(user.uin, user),
})

export const withRole = (population: Population, role: Role): Population => ({
  ...population,
  roles: new Map(population.roles).set(role.roleId, role),
})

export const withGroup = (population: Population, group: Group): Population => ({
  ...population,
  groups: new Map(population.groups).set(group.groupId, group),
})

export const withPolicy = (population: Population, policy: Policy): Population => ({
  ...population,
  policies: new Map(population.policies).set(policy.policyId, policy),
})

/** Gone from everybody who had it. */
export function withoutPolicy(population: Population, policyId: number): Population {
  const policies = new Map(population.policies)
  policies.delete(policyId)
  const less = <T extends { readonly policies: readonly number[] }>(one: T): T =>
    one.policies.includes(policyId) ? { ...one, policies: one.policies.filter((id) => id !== policyId) } : one
  const each = <K, T extends { readonly policies: readonly number[] }>(map: ReadonlyMap<K, T>): ReadonlyMap<K, T> =>
    new Map([...map].map(([key, one]) => [key, less(one)]))
  const { users, groups, roles } = population
  return { ...population, policies, users: each(users), groups: each(groups), roles: each(roles) }
}

/** In force, beside the versions that there are. */
export function newVersion(policy: Policy, document: string): Policy {
  const versionId = Math.max(0, ...policy.versions.map((one) => one.versionId)) + 1
  return { ...policy, versions: [...policy.versions, { versionId, document }], inForce: versionId }
}

/** In the place of the version in force. */
export function rewritten(policy: Policy, document: string): Policy {
  const versions = policy.versions.map((one) => (one.versionId === policy.inForce ? { ...one, document } : one))
  return { ...policy, versions }
}

/** With one policy more, unless it is there already. */
export const attached = (policies: readonly number[], policyId: number): readonly number[] =>
  policies.includes(policyId) ? policies : [policyId, ...policies]
