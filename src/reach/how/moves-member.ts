// Steps that change who has which rights without changing a policy: groups, boundaries, and denies that are taken away.
import type { Policy, Who } from '../population.ts'
import { withoutPolicy, withRole, withUser } from './changes.ts'
import { holders, suffixesOf, userParameter } from './moves-policy.ts'
import {
  allowsAll,
  denies,
  freeUser,
  hasRoomFor,
  isWanted,
  makes,
  type Place,
  policiesAtHand,
  speaks,
} from './place.ts'
import { type Move, own } from './terms.ts'

type Moves = (place: Place, who: Who) => Iterable<Move>

/** By the actions that they make. */
export const memberMoves: readonly (readonly [actions: RegExp, moves: Moves])[] = [
  [/^cam:(?:AddUserToGroup|RemoveUserFromGroup)$/, joining],
  [/PermissionsBoundary$/, boundaries],
  [/^cam:(?:Detach|DeletePolicy$)/, detaching],
]

type Edit = (before: readonly number[]) => readonly number[]

// ---- groups and boundaries ---------------------------------------------------------------------------------------------

function* joining(place: Place, who: Who): Generator<Move> {
  const { state, rules, wanted } = place
  const { users, groups } = state.population
  const [joins, leaves] = ['cam:AddUserToGroup', 'cam:RemoveUserFromGroup'].map((action) => makes(place, who, action))
  if (joins !== true && leaves !== true) return
  const free = freeUser(place)
  const hasRoom = free !== undefined && (users.get(free)?.groups.length ?? 0) < rules.limits['groups-per-user']
  const all = [...groups.values()].flatMap((group) => {
    if (wanted !== undefined && !wanted.change.includes(` ${group.groupId} `)) return []
    const denying = group.policies.some((id) => denies(state.population, id))
    return [{ ...group, denying, named: group.policies.some((id) => namesCaller(state.population.policies.get(id))) }]
  })
  const named = all.filter((group) => group.named)
  const [, , member = ''] = wanted?.change.split(' ') ?? []
  const held = wanted === undefined ? state.held.values() : [state.held.get(`user/${member}`)]
  for (const one of held) {
    const user = one?.kind === 'user' ? users.get(one.uin) : undefined
    if (user === undefined) continue
    // What a group gives does as well for one as for another, unless it depends on who has it.
    const others = hasRoom && user.uin !== free && leaves !== true
    const face = (groupId: number) => ({
      as: who,
      parameters: { Info: [{ GroupId: groupId, Uin: userParameter(user.uin) }] },
      check: own(`groupid/${groupId}`, `uin/${user.uin}`),
      gives: undefined,
    })
    const changed =
      (edit: Edit): Move['apply'] =>
      (now) => {
        const known = now.users.get(user.uin) ?? user
        return withUser(now, { ...known, groups: edit(known.groups) })
      }
    for (const { groupId, name, policies, denying, ...group } of others ? named : all) {
      const inside = user.groups.includes(groupId)
      if (!inside && hasRoom && user.uin !== free && !group.named) continue
      const before = state.began.users.get(user.uin)?.groups.length ?? 0
      const room = hasRoomFor(place, before, user.groups.length, rules.limits['groups-per-user'])
      if (!inside && joins === true && policies.length > 0 && room) {
        const says = `put user ${user.name} into group ${name}`
        const apply = changed((before) => [groupId, ...before])
        const change = `join ${groupId} ${user.uin}`
        yield { ...face(groupId), action: 'cam:AddUserToGroup', says, grows: !denying, change, apply }
      }
      if (inside && leaves === true && denying) {
        const says = `take user ${user.name} out of group ${name}, whose policies deny`
        const apply = changed((before) => before.filter((id) => id !== groupId))
        const change = `leave ${groupId} ${user.uin}`
        yield { ...face(groupId), action: 'cam:RemoveUserFromGroup', says, grows: false, change, apply }
      }
    }
  }
}

const naming = new WeakMap<Policy, boolean>()

/** Whether what a policy allows depends on who has it. */
function namesCaller(policy: Policy | undefined): boolean {
  if (policy === undefined) return false
  const known = naming.get(policy)
  if (known !== undefined) return known
  const made = policy.versions.some(({ document }) => /\$\{uin\}|qcs:uin/.test(document))
  naming.set(policy, made)
  return made
}

function* boundaries(place: Place, who: Who): Generator<Move> {
  const { judge, state } = place
  const program = judge.programOf(who)
  const { users, roles, policies } = state.population
  const speaksOfAny = ['Delete', 'Put'].some((verb) =>
    ['User', 'Role'].some((kind) => speaks(program, `cam:${verb}${kind}PermissionsBoundary`)),
  )
  if (!speaksOfAny) return
  const wide = [...policies.values()].find((policy) => allowsAll(policy) && !policy.serviceLinked)
  for (const one of state.held.values()) {
    if (one.kind === 'root') continue
    const holder = one.kind === 'user' ? users.get(one.uin) : roles.get(one.roleId)
    if (holder?.boundary === undefined || allowsAll(policies.get(holder.boundary))) continue
    // Nobody loosens its own, be it by way of a role.
    if (one.kind === 'user' && who.kind !== 'root' && who.uin === one.uin) continue
    if (one.kind === 'role' && who.kind === 'role' && who.roleId === one.roleId) continue
    if (one.kind === 'role' && roles.get(one.roleId)?.type === 'service_linked') continue
    const kind = one.kind === 'user' ? 'User' : 'Role'
    const segment = one.kind === 'user' ? `uin/${one.uin}` : `roleName/${holder.name}`
    const target: Move['parameters'] =
      one.kind === 'user' ? { TargetUin: userParameter(one.uin) } : { RoleName: holder.name }
    const bounded =
      (boundary: number | undefined): Move['apply'] =>
      (now) => {
        if (one.kind === 'user') {
          const user = now.users.get(one.uin)
          return user === undefined ? now : withUser(now, { ...user, boundary })
        }
        const role = now.roles.get(one.roleId)
        return role === undefined ? now : withRole(now, { ...role, boundary })
      }
    const face = { as: who, check: own(segment), grows: true, gives: undefined, change: `boundary ${segment}` }
    const [drops, puts] = [`cam:Delete${kind}PermissionsBoundary`, `cam:Put${kind}PermissionsBoundary`]
    if (speaks(program, drops)) {
      const says = `take the boundary of ${one.kind} ${holder.name} away`
      yield { ...face, action: drops, parameters: target, says, apply: bounded(undefined) }
    }
    if (wide !== undefined && speaks(program, puts)) {
      const says = `make ${wide.name} the boundary of ${one.kind} ${holder.name}`
      const parameters = { ...target, PolicyId: wide.policyId }
      yield { ...face, action: puts, parameters, says, apply: bounded(wide.policyId) }
    }
  }
}

// ---- denies that go ------------------------------------------------------------------------------------------------------

function* detaching(place: Place, who: Who): Generator<Move> {
  const { state } = place
  const { population } = state
  const suffixes = suffixesOf(place, who, 'Detach')
  for (const holder of suffixes.size === 0 ? [] : holders(place)) {
    const action = `cam:Detach${holder.suffix}Policy`
    if (!suffixes.has(holder.suffix)) continue
    for (const policyId of holder.policies) {
      const policy = population.policies.get(policyId)
      // What is gone cannot be named any more.
      const change = `detach ${policyId} ${holder.segment}`
      if (policy === undefined || !isWanted(place, change) || !denies(population, policyId)) continue
      yield {
        as: who,
        action,
        parameters: holder.parameters(policyId, 'Detach'),
        check: own(`policyid/${policyId}`, holder.segment),
        says: `take policy ${policy.name}, which denies, away from ${holder.name}`,
        grows: false,
        gives: undefined,
        change,
        apply: holder.with((before) => before.filter((id) => id !== policyId)),
      }
    }
  }
  if (!makes(place, who, 'cam:DeletePolicy')) return
  for (const policyId of policiesAtHand(state)) {
    const policy = population.policies.get(policyId)
    if (policy === undefined || policy.preset || !denies(population, policyId) || isBoundary(place, policyId)) continue
    yield {
      as: who,
      action: 'cam:DeletePolicy',
      parameters: { PolicyId: [policyId] },
      check: own(`policyid/${policyId}`),
      says: `delete policy ${policy.name}, which denies`,
      grows: false,
      gives: undefined,
      change: `delete ${policyId}`,
      apply: (now) => withoutPolicy(now, policyId),
    }
  }
}

function isBoundary({ state }: Place, policyId: number): boolean {
  const { users, roles } = state.population
  return [...users.values(), ...roles.values()].some(({ boundary }) => boundary === policyId)
}
