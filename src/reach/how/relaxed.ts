// An account in which more is possible than in the real one: nothing is denied, nobody is bounded, every version of a policy is in
// force. Who does not get somewhere here gets there nowhere, in however many steps.
import { compilePolicy } from '../../policy/index.ts'
import type { Policy, Population } from '../population.ts'

export function relaxed(population: Population): Population {
  const policies = new Map<number, Policy>()
  for (const policy of population.policies.values()) {
    const statements = policy.versions.flatMap(({ document }) => allowsOf(document, policy.preset))
    if (statements.length === 0) continue
    const document = JSON.stringify({ version: '2.0', statement: statements })
    policies.set(policy.policyId, { ...policy, versions: [{ versionId: 1, document }], inForce: 1 })
  }
  const left = <T extends { readonly policies: readonly number[] }>(one: T): T => ({
    ...one,
    policies: one.policies.filter((id) => policies.has(id)),
  })
  const free = <T extends { readonly policies: readonly number[]; readonly boundary: number | undefined }>(
    one: T,
  ): T => ({
    ...left(one),
    boundary: undefined,
  })
  const { users, groups, roles } = population
  return {
    ...population,
    policies,
    users: new Map([...users].map(([key, user]) => [key, free(user)])),
    groups: new Map([...groups].map(([key, group]) => [key, left(group)])),
    roles: new Map([...roles].map(([key, role]) => [key, { ...free(role), trust: withoutDenies(role.trust) }])),
  }
}

/** The statements of a text that allow, as they stand there; of one that cannot be read none counts. */
function allowsOf(document: string, preset: boolean): readonly object[] {
  if (compilePolicy({ document, preset, creator: 1 }).problems.length > 0) return []
  return statementsIn(document).filter(allows)
}

function withoutDenies(trust: string): string {
  try {
    return JSON.stringify({ ...JSON.parse(trust), Statement: undefined, statement: statementsIn(trust).filter(allows) })
  } catch {
    return trust
  }
}

function statementsIn(document: string): readonly object[] {
  const { statement, Statement }: { statement?: unknown; Statement?: unknown } = JSON.parse(document)
  const list: unknown = statement ?? Statement
  return (Array.isArray(list) ? list : [list]).filter((one) => typeof one === 'object' && one !== null)
}

const allows = (statement: object): boolean =>
  Object.entries(statement).some(
    ([name, value]) => name.toLowerCase() === 'effect' && String(value).toLowerCase() === 'allow',
  )
