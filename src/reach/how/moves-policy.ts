// Steps that give what somebody holds more rights: policies that are attached, made or changed.
import type { Policy, Who } from '../population.ts'
import { attached, newVersion, rewritten, withGroup, withPolicy, withRole, withUser } from './changes.ts'
import { allowsAll, denies, freeUser, hasRoomFor, isWanted, makes, type Place, policiesAtHand } from './place.ts'
import { ALLOW_ALL, MADE_NAME, type Move, own, type Parameter } from './terms.ts'

type Moves = (place: Place, who: Who) => Iterable<Move>

/** By the actions that they make. */
export const policyMoves: readonly (readonly [actions: RegExp, moves: Moves])[] = [
  [/^cam:Attach/, attaching],
  [/^cam:CreatePolicy$/, newPolicy],
  [/^cam:(?:CreatePolicyVersion|UpdatePolicy|SetDefaultPolicyVersion)$/, versions],
]

/** Numbers of a path's own things are told by the call that makes them. */
const NEW_POLICY = 1_000_000_001
const policyParameter = (id: number): Parameter => (id === NEW_POLICY ? { made: 'policy', member: 'PolicyId' } : id)
export const userParameter = (uin: number): Parameter => (uin === 1 ? { made: 'uin 1', member: 'Uin' } : uin)

type Edit = (before: readonly number[]) => readonly number[]

/** Somebody or something that policies are attached to. */
export interface Holder {
  readonly suffix: 'User' | 'Group' | 'Role'
  readonly name: string
  readonly segment: string
  readonly policies: readonly number[]
  /** How many it had before anything was changed. */
  readonly before: number
  parameters(policyId: number, verb: 'Attach' | 'Detach'): Move['parameters']
  with(edit: Edit): Move['apply']
}

/** To whose policies somebody may do something. */
export function suffixesOf(place: Place, who: Who, verb: 'Attach' | 'Detach'): ReadonlySet<Holder['suffix']> {
  const all = ['User', 'Group', 'Role'] as const
  return new Set(all.filter((suffix) => makes(place, who, `cam:${verb}${suffix}Policy`)))
}

export function* holders({ state }: Place): Generator<Holder> {
  const { users, groups, roles } = state.population
  const seen = new Set<number>()
  for (const who of state.held.values()) {
    if (who.kind === 'role') {
      const role = roles.get(who.roleId)
      if (role === undefined || role.type === 'service_linked') continue
      yield {
        suffix: 'Role',
        name: `role ${role.name}`,
        segment: `roleName/${role.name}`,
        policies: role.policies,
        before: state.began.roles.get(role.roleId)?.policies.length ?? 0,
        parameters: (id, verb) => ({ PolicyId: policyParameter(id), [`${verb}RoleName`]: role.name }),
        with: (edit) => (now) => {
          const known = now.roles.get(role.roleId) ?? role
          return withRole(now, { ...known, policies: edit(known.policies) })
        },
      }
      continue
    }
    const user = who.kind === 'user' ? users.get(who.uin) : undefined
    if (user === undefined) continue
    yield {
      suffix: 'User',
      name: `user ${user.name}`,
      segment: `uin/${user.uin}`,
      policies: user.policies,
      before: state.began.users.get(user.uin)?.policies.length ?? 0,
      parameters: (id, verb) => ({ PolicyId: policyParameter(id), [`${verb}Uin`]: userParameter(user.uin) }),
      with: (edit) => (now) => {
        const known = now.users.get(user.uin) ?? user
        return withUser(now, { ...known, policies: edit(known.policies) })
      },
    }
    for (const id of user.groups) {
      const group = groups.get(id)
      if (group === undefined || seen.has(id)) continue
      seen.add(id)
      yield {
        suffix: 'Group',
        name: `group ${group.name}`,
        segment: `groupid/${id}`,
        policies: group.policies,
        before: state.began.groups.get(id)?.policies.length ?? 0,
        parameters: (policyId, verb) => ({ PolicyId: policyParameter(policyId), [`${verb}GroupId`]: id }),
        with: (edit) => (now) => {
          const known = now.groups.get(id) ?? group
          return withGroup(now, { ...known, policies: edit(known.policies) })
        },
      }
    }
  }
}

// ---- attaching -----------------------------------------------------------------------------------------------------------

function* attaching(place: Place, who: Who): Generator<Move> {
  const { judge, state, permits, rules, wanted } = place
  const { policies } = state.population
  const suffixes = suffixesOf(place, who, 'Attach')
  if (suffixes.size === 0) return
  const sorted = [...policies.values()].sort(
    (a, b) => Number(allowsAll(b)) - Number(allowsAll(a)) || a.policyId - b.policyId,
  )
  const free = [...policies.values()].some(allowsAll) ? freeUser(place) : undefined
  for (const holder of holders(place)) {
    // Whoever is given everything needs nobody else to be given it.
    if (free !== undefined && holder.suffix === 'User' && holder.segment !== `uin/${free}`) continue
    const action = `cam:Attach${holder.suffix}Policy`
    if (!suffixes.has(holder.suffix)) continue
    if (!hasRoomFor(place, holder.before, holder.policies.length, rules.limits.attachments)) continue
    if (wanted === undefined && holder.policies.some((id) => allowsAll(policies.get(id)))) continue
    for (const policy of sorted) {
      const { policyId, name } = policy
      const change = `attach ${policyId} ${holder.segment}`
      if (!isWanted(place, change) || holder.policies.includes(policyId)) continue
      const move: Move = {
        as: who,
        action,
        parameters: holder.parameters(policyId, 'Attach'),
        check: own(`policyid/${policyId}`, holder.segment),
        says: `attach policy ${name} to ${holder.name}`,
        grows: !denies(state.population, policyId),
        gives: undefined,
        change,
        apply: holder.with((before) => attached(before, policyId)),
      }
      const step = permits.step(judge, move)
      if (typeof step === 'string') {
        // Checked on *, none of the others would be allowed either.
        if (rules.resourceLevel === 'vendor') break
        continue
      }
      yield move
      // Nothing allows more than this one.
      if (allowsAll(policy) && wanted === undefined) break
    }
  }
}

function* newPolicy(place: Place, who: Who): Generator<Move> {
  const { state, rules } = place
  const { policies } = state.population
  if (policies.has(NEW_POLICY) || !makes(place, who, 'cam:CreatePolicy')) return
  const custom = [...policies.values()].filter(({ preset }) => !preset)
  if (custom.length >= rules.limits.policies || custom.some(({ name }) => name === MADE_NAME)) return
  // Checked on *, a policy that is there already will do.
  if (rules.resourceLevel === 'vendor' && [...policies.values()].some(allowsAll)) return
  yield {
    as: who,
    action: 'cam:CreatePolicy',
    parameters: { PolicyName: MADE_NAME, PolicyDocument: ALLOW_ALL },
    check: own('policyid/*'),
    says: `make a policy ${MADE_NAME} that allows everything`,
    grows: true,
    gives: undefined,
    makes: 'policy',
    change: 'new policy',
    apply: (now) =>
      withPolicy(now, {
        policyId: NEW_POLICY,
        name: MADE_NAME,
        preset: false,
        serviceLinked: false,
        versions: [{ versionId: 1, document: ALLOW_ALL }],
        inForce: 1,
      }),
  }
}

// ---- versions ------------------------------------------------------------------------------------------------------------

function* versions(place: Place, who: Who): Generator<Move> {
  const { state, rules } = place
  const { policies } = state.population
  const [adds, writes, sets] = ['CreatePolicyVersion', 'UpdatePolicy', 'SetDefaultPolicyVersion'].map((name) =>
    makes(place, who, `cam:${name}`),
  )
  if (adds !== true && writes !== true && sets !== true) return
  for (const id of policiesAtHand(state)) {
    const policy = policies.get(id)
    if (policy === undefined || policy.preset || id === NEW_POLICY || allowsAll(policy)) continue
    if (adds === true && policy.versions.length < rules.limits['policy-versions']) yield changed(who, policy, 'version')
    if (writes === true) yield changed(who, policy, 'text')
    if (sets === true) yield* rollbacks(who, policy)
  }
}

function changed(who: Who, policy: Policy, how: 'version' | 'text'): Move {
  const { policyId, name } = policy
  const isNew = how === 'version'
  return {
    as: who,
    action: isNew ? 'cam:CreatePolicyVersion' : 'cam:UpdatePolicy',
    parameters: { PolicyId: policyId, PolicyDocument: ALLOW_ALL, ...(isNew && { SetAsDefault: true }) },
    check: own(`policyid/${policyId}`),
    says: `${isNew ? 'put a version in force' : 'write the text'} of policy ${name} that allows everything`,
    grows: true,
    gives: undefined,
    change: `everything ${policyId}`,
    apply: (now) => {
      const known = now.policies.get(policyId) ?? policy
      return withPolicy(now, isNew ? newVersion(known, ALLOW_ALL) : rewritten(known, ALLOW_ALL))
    },
  }
}

function* rollbacks(who: Who, policy: Policy): Generator<Move> {
  const { policyId, name } = policy
  for (const { versionId } of policy.versions) {
    if (versionId === policy.inForce) continue
    yield {
      as: who,
      action: 'cam:SetDefaultPolicyVersion',
      parameters: { PolicyId: policyId, VersionId: versionId },
      check: own(`policyid/${policyId}`),
      says: `put version ${versionId} of policy ${name} in force in place of ${policy.inForce}`,
      grows: false,
      gives: undefined,
      change: `version ${policyId} ${versionId}`,
      apply: (now) => withPolicy(now, { ...(now.policies.get(policyId) ?? policy), inForce: versionId }),
    }
  }
}
