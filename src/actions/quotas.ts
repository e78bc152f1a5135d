// The limits of an account, one row each: what the documents say. An operator raises them for everybody
// (OPENCAM_QUOTAS) or for one account (kept in the store, and stronger).
import type { AccountReads } from '../store/store.ts'

export interface QuotaRow {
  readonly name: string
  readonly documented: number
  readonly meaning: string
}

export const quotaRows = [
  { name: 'groups', documented: 300, meaning: 'user groups of a root account' },
  { name: 'users', documented: 1000, meaning: 'sub-accounts of a root account' },
  { name: 'roles', documented: 1000, meaning: 'roles of a root account' },
  { name: 'groups-per-user', documented: 10, meaning: 'groups that one sub-account can be in' },
  { name: 'users-per-group', documented: 100, meaning: 'sub-accounts in one group' },
  { name: 'new-users-per-day', documented: 10, meaning: 'users that an unverified root account can make in 24 hours' },
  { name: 'policies', documented: 1500, meaning: 'custom policies of a root account' },
  { name: 'attachments', documented: 200, meaning: 'policies that a user, group or role can have of its own' },
  { name: 'policy-length', documented: 6144, meaning: 'characters of a policy apart from its blanks' },
  { name: 'policy-versions', documented: 5, meaning: 'versions of a custom policy' },
  { name: 'access-keys', documented: 2, meaning: 'access keys of a root account or sub-account' },
  {
    name: 'identity-providers',
    documented: 100,
    meaning: 'identity providers of a root account; the documents give no number',
  },
  {
    name: 'clients-per-provider',
    documented: 100,
    meaning: 'client ids of one OIDC identity provider; the documents give no number',
  },
  { name: 'decision-tokens', documented: 20, meaning: 'bearer tokens of services that ask for decisions' },
  { name: 'tags', documented: 50, meaning: 'tags of one user, role or policy' },
] as const satisfies readonly QuotaRow[]

export type QuotaName = (typeof quotaRows)[number]['name']

/** Limits for everybody, by name. */
export type Quotas = ReadonlyMap<string, number>

/** The documented limits with the operator's raises. A name that is no row is the caller's fault. */
export function quotasWith(raised: ReadonlyMap<string, number>): Quotas {
  return new Map(quotaRows.map((row) => [row.name, raised.get(row.name) ?? row.documented]))
}

/** The limit in force for an account. */
export async function quotaOf(
  quotas: Quotas,
  accounts: AccountReads,
  account: number,
  name: QuotaName,
): Promise<number> {
  const own = (await accounts.quotas(account)).get(name)
  return own ?? quotas.get(name) ?? 0
}
