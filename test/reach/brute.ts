// Every sequence of calls in a small account, tried one by one: no call is thought to be better than another, none is left out for
// being of no use, and permission is asked anew each time. Written apart from the search that it judges.
import { assemble, type Cause, compileTrust, decide, decideTrust } from '../../src/policy/index.ts'
import type { PolicySource, Subject } from '../../src/policy/types.ts'
import type { Population } from '../../src/reach/population.ts'

export const everything = '{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}'

interface Held {
  readonly kind: 'user' | 'role'
  readonly id: string
  /** Number of the user at the beginning. */
  readonly uin: number
}
interface Person {
  policies: number[]
  groups: number[]
  boundary: number | null
  keys: number
  quarantined: boolean
}
interface Role {
  name: string
  trust: string
  policies: number[]
  boundary: number | null
  quarantined: boolean
}
interface World {
  users: Record<string, Person>
  groups: Record<string, number[]>
  roles: Record<string, Role>
  policies: Record<string, { texts: string[]; now: number; preset: boolean }>
  held: Held[]
}

const account = 100000000001
const appId = 1250000000

export function worldOf({ users, groups, roles, policies }: Population, uin: number): World {
  const world: World = {
    users: {},
    groups: {},
    roles: {},
    policies: {},
    held: [{ kind: 'user', id: String(uin), uin }],
  }
  for (const one of users.values()) {
    world.users[one.uin] = {
      policies: [...one.policies],
      groups: [...one.groups],
      boundary: one.boundary ?? null,
      keys: one.keyCount,
      quarantined: one.quarantined,
    }
  }
  for (const one of groups.values()) world.groups[one.groupId] = [...one.policies]
  for (const { roleId, name, trust, policies: ids, boundary, quarantined } of roles.values()) {
    world.roles[roleId] = { name, trust, policies: [...ids], boundary: boundary ?? null, quarantined }
  }
  for (const { policyId, versions, inForce, preset } of policies.values()) {
    const texts = versions.map(({ document }) => document)
    world.policies[policyId] = { texts, now: versions.findIndex(({ versionId }) => versionId === inForce), preset }
  }
  return world
}

function verdict(world: World, held: Held, action: string, resource: string): Cause {
  const source = (id: number): PolicySource => {
    const found = world.policies[id]
    const document = found?.texts[found.now] ?? everything.replace('allow', 'deny')
    return {
      policyId: id,
      policyName: '',
      versionId: 1,
      preset: found?.preset === true,
      creator: account,
      document,
      via: { kind: 'direct' },
    }
  }
  const person = held.kind === 'user' ? world.users[held.id] : undefined
  const holder = person ?? (held.kind === 'role' ? world.roles[held.id] : undefined)
  if (holder?.quarantined === true) return 'explicit-deny'
  const through = person === undefined ? [] : person.groups.flatMap((id) => world.groups[id] ?? [])
  const subject: Subject = {
    kind: held.kind,
    uin: held.uin,
    account,
    appId,
    identity: [...(holder?.policies ?? []), ...through].map(source),
    boundary: holder === undefined || holder.boundary === null ? undefined : source(holder.boundary),
    session: undefined,
  }
  const context = new Map([
    ['qcs:uin', String(held.uin)],
    ['qcs:mfa', 'false'],
    ['mfa', '0'],
  ])
  const granularity = resource === '*' ? 'operation' : 'resource'
  return decide(assemble(subject), { action, resources: [resource], granularity, context }).cause
}

const may = (world: World, held: Held, action: string, resource = '*'): boolean =>
  verdict(world, held, action, resource) === 'allow'

type Change = (world: World) => void

/** Each call that is allowed, as what it changes. */
function* calls(world: World, by: Held): Generator<Change> {
  const userIds = Object.keys(world.users)
  const policyIds = Object.keys(world.policies).map(Number)
  const kinds = [
    ['User', world.users],
    ['Role', world.roles],
  ] as const
  for (const [kind, holders] of kinds) {
    for (const id of Object.keys(holders)) {
      for (const policy of policyIds) {
        const has = holders[id]?.policies.includes(policy) === true
        const of = (now: World) => (kind === 'User' ? now.users[id] : now.roles[id])
        if (!has && may(world, by, `cam:Attach${kind}Policy`)) yield (now) => of(now)?.policies.push(policy)
        if (has && may(world, by, `cam:Detach${kind}Policy`)) {
          yield (now) => {
            const holder = of(now)
            if (holder !== undefined) holder.policies = holder.policies.filter((one) => one !== policy)
          }
        }
        const isOwn = kind === 'User' ? String(by.uin) === id : by.kind === 'role' && by.id === id
        if (!isOwn && may(world, by, `cam:Put${kind}PermissionsBoundary`)) {
          yield (now) => Object.assign(of(now) ?? {}, { boundary: policy })
        }
        if (!isOwn && holders[id]?.boundary !== null && may(world, by, `cam:Delete${kind}PermissionsBoundary`)) {
          yield (now) => Object.assign(of(now) ?? {}, { boundary: null })
        }
      }
    }
  }
  for (const [kind, holders] of kinds) {
    for (const [id, { quarantined }] of Object.entries(holders)) {
      if (!quarantined || !may(world, by, 'cam:ReleasePrincipal')) continue
      yield (now) => Object.assign((kind === 'User' ? now.users[id] : now.roles[id]) ?? {}, { quarantined: false })
    }
  }
  for (const [id, group] of Object.entries(world.groups)) {
    for (const policy of policyIds) {
      const has = group.includes(policy)
      if (!has && may(world, by, 'cam:AttachGroupPolicy')) yield (now) => now.groups[id]?.push(policy)
      if (has && may(world, by, 'cam:DetachGroupPolicy')) {
        yield (now) => {
          now.groups[id] = (now.groups[id] ?? []).filter((one) => one !== policy)
        }
      }
    }
    for (const uin of userIds) {
      const inside = world.users[uin]?.groups.includes(Number(id)) === true
      if (!inside && may(world, by, 'cam:AddUserToGroup')) yield (now) => now.users[uin]?.groups.push(Number(id))
      if (inside && may(world, by, 'cam:RemoveUserFromGroup')) {
        yield (now) => {
          const person = now.users[uin]
          if (person !== undefined) person.groups = person.groups.filter((one) => one !== Number(id))
        }
      }
    }
  }
  yield* policyCalls(world, by, policyIds)
  yield* identityCalls(world, by, userIds)
}

function* policyCalls(world: World, by: Held, policyIds: readonly number[]): Generator<Change> {
  for (const id of policyIds) {
    const policy = world.policies[id]
    if (policy === undefined || policy.preset) continue
    for (const at of policy.texts.keys()) {
      if (at !== policy.now && may(world, by, 'cam:SetDefaultPolicyVersion')) {
        yield (now) => Object.assign(now.policies[id] ?? {}, { now: at })
      }
    }
    if (may(world, by, 'cam:UpdatePolicy'))
      yield (now) => void now.policies[id]?.texts.splice(policy.now, 1, everything)
    if (policy.texts.length < 5 && may(world, by, 'cam:CreatePolicyVersion')) {
      yield (now) => {
        const found = now.policies[id]
        if (found !== undefined) found.now = found.texts.push(everything) - 1
      }
    }
    const bounds = [...Object.values(world.users), ...Object.values(world.roles)].some(
      ({ boundary }) => boundary === id,
    )
    if (!bounds && may(world, by, 'cam:DeletePolicy')) {
      yield (now) => {
        delete now.policies[id]
        const lists = [...Object.values(now.users), ...Object.values(now.roles)]
        for (const one of lists) one.policies = one.policies.filter((other) => other !== id)
        for (const [key, list] of Object.entries(now.groups)) now.groups[key] = list.filter((other) => other !== id)
      }
    }
  }
}

const openTrust = `{"version":"2.0","statement":[{"effect":"allow","action":"sts:AssumeRole","principal":{"qcs":"qcs::cam::uin/${account}:root"}}]}`

function* identityCalls(world: World, by: Held, userIds: readonly string[]): Generator<Change> {
  const hold =
    (one: Held): Change =>
    (now) => {
      const known = now.held.some(({ kind, id, uin }) => kind === one.kind && id === one.id && uin === one.uin)
      if (!known) now.held.push(one)
    }
  for (const id of userIds) {
    const person = world.users[id]
    const one: Held = { kind: 'user', id, uin: Number(id) }
    const resource = `qcs::cam::uin/${account}:uin/${id}`
    if (person !== undefined && person.keys < 2 && may(world, by, 'cam:CreateAccessKey', resource)) {
      yield (now) => {
        const found = now.users[id]
        if (found !== undefined) found.keys += 1
        hold(one)(now)
      }
    }
    if (may(world, by, 'cam:UpdateUser')) yield hold(one)
  }
  if (world.users['1'] === undefined && may(world, by, 'cam:AddUser')) {
    yield (now) => {
      now.users['1'] = { policies: [], groups: [], boundary: null, keys: 1, quarantined: false }
      hold({ kind: 'user', id: '1', uin: 1 })(now)
    }
  }
  if (world.roles['9'] === undefined && may(world, by, 'cam:CreateRole')) {
    yield (now) => {
      now.roles['9'] = { name: 'made', trust: openTrust, policies: [], boundary: null, quarantined: false }
    }
  }
  for (const [id, role] of Object.entries(world.roles)) {
    if (role.trust !== openTrust && may(world, by, 'cam:UpdateAssumeRolePolicy')) {
      yield (now) => Object.assign(now.roles[id] ?? {}, { trust: openTrust })
    }
    const asker =
      by.kind === 'user'
        ? ({ kind: 'account', account, uin: by.uin } as const)
        : ({ kind: 'role', account, roleName: world.roles[by.id]?.name ?? '' } as const)
    const trusted =
      decideTrust(compileTrust(role.trust, account), asker, 'sts:AssumeRole', new Map()).effect === 'allow'
    const names = [`qcs::cam::uin/${account}:roleName/${role.name}`, `qcs::cam::uin/${account}:role/${id}`]
    const causes = names.map((name) => verdict(world, by, 'sts:AssumeRole', name))
    if (trusted && causes.includes('allow') && !causes.includes('explicit-deny'))
      yield hold({ kind: 'role', id, uin: by.uin })
  }
}

/** `limit`: so many states were looked at without an end. */
export function bruteForce(first: World, goal: { readonly action: string; readonly resource: string }, most: number) {
  const seen = new Set([JSON.stringify(first)])
  let waiting = [first]
  while (waiting.length > 0) {
    const next: World[] = []
    for (const world of waiting) {
      if (world.held.some((one) => may(world, one, goal.action, goal.resource))) return 'reached'
      for (const by of world.held) {
        for (const change of calls(world, by)) {
          const after = structuredClone(world)
          change(after)
          const key = JSON.stringify(normal(after))
          if (seen.has(key)) continue
          seen.add(key)
          if (seen.size > most) return 'limit'
          next.push(after)
        }
      }
    }
    waiting = next
  }
  return 'never'
}

/** The order in which things came plays no part. */
function normal(world: World): World {
  const sorted = structuredClone(world)
  for (const one of [...Object.values(sorted.users), ...Object.values(sorted.roles)]) one.policies.sort()
  for (const one of Object.values(sorted.users)) one.groups.sort()
  for (const list of Object.values(sorted.groups)) list.sort()
  sorted.held.sort((a, b) => (`${a.kind}${a.id} ${a.uin}` < `${b.kind}${b.id} ${b.uin}` ? -1 : 1))
  return sorted
}
