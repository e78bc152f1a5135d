// Reads a whole account out of a store: everybody, their policies with all versions, groups, roles and identity providers. The
// policies of each are read as the server reads them for a call.
import type { Preset, PresetTable } from '../../catalog/presets.ts'
import type { Group, Policy, Population, Provider, Role, User } from '../../reach/population.ts'
import type { AccountRow, Reads, RoleRow, Store, UserRow } from '../../store/store.ts'
import { CommandFailure } from '../io.ts'

const triesMax = 3
const pageMax = 500
const allKinds = [2, 3, 4, 5] as const

/** The account as of one revision. CommandFailure: there is none, or it changes faster than it can be read. */
export async function loadPopulation(store: Store, presets: PresetTable, account: number): Promise<Population> {
  for (let turn = 0; turn < triesMax; turn += 1) {
    const before = await store.revision(account)
    const row = await store.read.accounts.get(account)
    if (before === undefined || row === undefined) throw new CommandFailure(`there is no account ${account}`)
    const population = await readAll(store.read, presets, row)
    if ((await store.revision(account)) === before) return population
  }
  throw new CommandFailure(`account ${account} changes faster than it can be read: try again`)
}

/** The one that is meant: without a number it must be the only one there is. */
export async function accountMeant(store: Store, given: number | undefined): Promise<number> {
  if (given !== undefined) return given
  const [first, ...others] = await store.read.accounts.list()
  if (first === undefined) throw new CommandFailure('there is no account in the store')
  if (others.length === 0) return first.account
  throw new CommandFailure(`there are ${others.length + 1} accounts in the store: say which with --account`)
}

async function readAll(read: Reads, presets: PresetTable, { account, appId }: AccountRow): Promise<Population> {
  const groups = await readGroups(read, account)
  const isQuarantined = await quarantined(read, account)
  const users = new Map<number, User>()
  for (const row of (await read.users.list(account, allKinds)).rows) {
    users.set(row.uin, await readUser(read, row, groups, isQuarantined))
  }
  const roles = new Map<string, Role>()
  for (const row of await pages((page) => read.roles.list(account, {}, page))) {
    roles.set(row.roleId, await readRole(read, row, isQuarantined))
  }
  return {
    account,
    appId,
    users,
    groups,
    roles,
    policies: await readPolicies(read, presets, account),
    providers: await readProviders(read, account),
  }
}

async function pages<Row>(
  list: (page: { offset: number; limit: number }) => Promise<{ readonly rows: readonly Row[] }>,
): Promise<readonly Row[]> {
  const all: Row[] = []
  for (;;) {
    const { rows } = await list({ offset: all.length, limit: pageMax })
    all.push(...rows)
    if (rows.length < pageMax) return all
  }
}

async function readGroups(read: Reads, account: number): Promise<Map<number, Group>> {
  const groups = new Map<number, Group>()
  for (const { groupId, name } of await pages((page) => read.groups.list(account, {}, page))) {
    const attached = await read.policies.attachedTo(account, 'group', String(groupId))
    groups.set(groupId, { groupId, name, policies: attached.map(({ policyId }) => policyId) })
  }
  return groups
}

type Quarantined = (kind: 'user' | 'role', id: number | string) => boolean

async function quarantined(read: Reads, account: number): Promise<Quarantined> {
  const held = new Set<string>()
  for (const { principal } of await read.quarantine.list(account)) {
    if (principal.kind === 'user') held.add(`user ${principal.uin}`)
    if (principal.kind === 'role') held.add(`role ${principal.roleId}`)
  }
  return (kind, id) => held.has(`${kind} ${id}`)
}

const kindOf = ({ type }: UserRow): User['kind'] =>
  type === 5 ? 'recipient' : type === 4 ? 'collaborator' : 'sub-user'

async function readUser(
  read: Reads,
  row: UserRow,
  groups: Map<number, Group>,
  isQuarantined: Quarantined,
): Promise<User> {
  const { account, uin, name } = row
  const policies = await read.policies.ofPrincipal(account, uin)
  const keys = await read.keys.list(account, uin)
  // The order in which a call's policies are put together is the one that is shown.
  for (const { groupId, policyIds } of policies?.groups ?? []) {
    const group = groups.get(groupId)
    if (group !== undefined) groups.set(groupId, { ...group, policies: policyIds })
  }
  return {
    uin,
    name,
    kind: kindOf(row),
    policies: policies?.direct ?? [],
    groups: policies?.groups.map(({ groupId }) => groupId) ?? [],
    boundary: policies?.boundaryPolicyId,
    keys: keys.some(({ status }) => status === 'Active') ? 'active' : keys.length > 0 ? 'disabled' : 'none',
    keyCount: keys.length,
    console: row.consoleLogin && row.passwordHash !== undefined,
    hasPassword: row.type === 2,
    quarantined: isQuarantined('user', uin),
  }
}

async function readRole(read: Reads, row: RoleRow, isQuarantined: Quarantined): Promise<Role> {
  const { account, roleId, name, type, trust } = row
  const policies = await read.roles.policiesOf(account, roleId)
  return {
    roleId,
    name,
    type,
    trust,
    policies: policies?.direct ?? [],
    boundary: policies?.boundaryPolicyId,
    quarantined: isQuarantined('role', roleId),
  }
}

async function readPolicies(read: Reads, presets: PresetTable, account: number): Promise<ReadonlyMap<number, Policy>> {
  const policies = new Map(presets.all.map((preset) => [preset.policyId, presetPolicy(preset)]))
  const ids = (await read.policies.names(account)).map(({ policyId }) => policyId)
  for (let from = 0; from < ids.length; from += pageMax) {
    for (const row of await read.policies.byIds(account, ids.slice(from, from + pageMax))) {
      const { policyId, name, serviceLinked, defaultVersion: inForce } = row
      const versions = await read.policies.versions(account, policyId)
      policies.set(policyId, { policyId, name, preset: false, serviceLinked, versions, inForce })
    }
  }
  return policies
}

function presetPolicy({ policyId, name, document, serviceLinked }: Preset): Policy {
  return { policyId, name, preset: true, serviceLinked, versions: [{ versionId: 1, document }], inForce: 1 }
}

async function readProviders(read: Reads, account: number): Promise<readonly Provider[]> {
  const saml = await read.identityProviders.samlProviders(account)
  const oidc = await read.identityProviders.oidcProviders(account)
  return [...saml, ...oidc].map(({ kind: protocol, name }) => ({ protocol, name }))
}
