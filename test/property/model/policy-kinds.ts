// Steps about policies: made, changed, put in force by version, attached, deleted.
import { type Attempt, cam, type Kind, needs, numberIn, pickBy } from './attempt.ts'
import { isBoundary, type Policy, policyNames, roleNames, type State } from './state.ts'
import { documentOf, resolveText, type Step } from './step.ts'

const createPolicy: Kind = {
  weight: 5,
  local: true,
  attempt(state, step) {
    if (state.policies[step.policy] !== undefined) return undefined
    const text = resolveText(state, step.text)
    return cam(
      'CreatePolicy',
      { PolicyName: policyNames[step.policy], PolicyDocument: documentOf(text) },
      {
        needs: needs(state, 'CreatePolicy', 'policyid/*'),
        expect: 'done',
        apply(answer) {
          const policyId = numberIn(answer, 'PolicyId')
          state.policies[step.policy] = { policyId, versions: new Map([[1, text]]), inForce: 1 }
        },
      },
    )
  },
}

/** One policy, or two by one call: both need their right, and a boundary among them keeps both. */
const deletePolicy: Kind = {
  weight: 3,
  attempt(state, step) {
    const places = [...new Set(step.flag ? [step.policy, step.other] : [step.policy])]
    const ids = places.flatMap((place) => state.policies[place]?.policyId ?? [])
    if (ids.length < places.length) return undefined
    return cam(
      'DeletePolicy',
      { PolicyId: ids },
      {
        needs: needs(state, 'DeletePolicy', ...ids.map((id) => `policyid/${id}`)),
        expect: ids.some((id) => isBoundary(state, id)) ? 'refused' : 'done',
        apply() {
          for (const place of places) state.policies[place] = undefined
          for (const entity of [...state.users, ...state.groups, ...state.roles]) {
            for (const id of ids) entity?.policies.delete(id)
          }
        },
      },
    )
  },
}

const createVersion: Kind = {
  weight: 7,
  attempt(state, step) {
    const policy = state.policies[step.policy]
    if (policy === undefined) return undefined
    const text = resolveText(state, step.text)
    return cam(
      'CreatePolicyVersion',
      { PolicyId: policy.policyId, PolicyDocument: documentOf(text), SetAsDefault: step.flag },
      {
        needs: needs(state, 'CreatePolicyVersion', `policyid/${policy.policyId}`),
        expect: 'done',
        apply(answer) {
          const version = numberIn(answer, 'VersionId')
          policy.versions.set(version, text)
          if (step.flag) policy.inForce = version
        },
      },
    )
  },
}

function others(policy: Policy | undefined): readonly number[] {
  return policy === undefined ? [] : [...policy.versions.keys()].filter((version) => version !== policy.inForce)
}

/** Puts another version in force, an older one mostly. */
const setDefault: Kind = {
  weight: 12,
  attempt(state, step) {
    const policy = state.policies[step.policy]
    const version = pickBy(others(policy), step.which)
    if (policy === undefined || version === undefined) return undefined
    return cam(
      'SetDefaultPolicyVersion',
      { PolicyId: policy.policyId, VersionId: version },
      {
        needs: needs(state, 'SetDefaultPolicyVersion', `policyid/${policy.policyId}`),
        expect: 'done',
        apply() {
          policy.inForce = version
        },
      },
    )
  },
}

const deleteVersion: Kind = {
  weight: 3,
  attempt(state, step) {
    const policy = state.policies[step.policy]
    const version = pickBy(others(policy), step.which)
    if (policy === undefined || version === undefined) return undefined
    return cam(
      'DeletePolicyVersion',
      { PolicyId: policy.policyId, VersionId: [version] },
      {
        needs: needs(state, 'DeletePolicyVersion', `policyid/${policy.policyId}`),
        expect: 'done',
        apply: () => void policy.versions.delete(version),
      },
    )
  },
}

/**
 * Edits the text in force. Half of the time the call is crafted: it names another policy besides, in the hope that one
 * is checked and the other one changed.
 */
const updatePolicy: Kind = {
  weight: 4,
  attempt(state, step) {
    const policy = state.policies[step.policy]
    if (policy === undefined) return undefined
    const text = resolveText(state, step.text)
    const crafted = step.flag && step.other !== step.policy && state.policies[step.other] !== undefined
    return cam(
      'UpdatePolicy',
      {
        PolicyId: policy.policyId,
        PolicyDocument: documentOf(text),
        ...(crafted ? { PolicyName: policyNames[step.other] } : {}),
      },
      {
        needs: needs(state, 'UpdatePolicy', `policyid/${policy.policyId}`),
        // With a number given the name is a new name, and that one is taken.
        expect: crafted ? 'refused' : 'done',
        apply: () => void policy.versions.set(policy.inForce, text),
      },
    )
  },
}

interface Holder {
  readonly policies: Set<number>
  readonly attach: object
  readonly detach: object
  readonly segment: string
}

function holderOf(state: State, step: Step): Holder | undefined {
  const user = state.users[step.user]
  const group = state.groups[step.group]
  const role = state.roles[step.role]
  if (step.target === 'user' && user !== undefined) {
    const { policies, uin } = user
    return { policies, attach: { AttachUin: uin }, detach: { DetachUin: uin }, segment: `uin/${uin}` }
  }
  if (step.target === 'group' && group !== undefined) {
    const { policies, groupId: id } = group
    const segment = `groupid/${id}`
    return { policies, attach: { AttachGroupId: id }, detach: { DetachGroupId: id }, segment }
  }
  if (step.target === 'role' && role !== undefined) {
    const { policies, roleId, name } = role
    const named = step.flag
    return {
      policies,
      attach: named ? { AttachRoleName: name } : { AttachRoleId: roleId },
      detach: named ? { DetachRoleName: name } : { DetachRoleId: roleId },
      segment: `roleName/${roleNames[step.role]}`,
    }
  }
  return undefined
}

const words = { user: 'User', group: 'Group', role: 'Role' } as const

const attach: Kind = {
  weight: 9,
  attempt(state, step): Attempt | undefined {
    const policy = state.policies[step.policy]
    const holder = holderOf(state, step)
    if (policy === undefined || holder === undefined) return undefined
    const action = `Attach${words[step.target]}Policy`
    return cam(
      action,
      { PolicyId: policy.policyId, ...holder.attach },
      {
        needs: needs(state, action, `policyid/${policy.policyId}`, holder.segment),
        expect: 'done',
        apply: () => void holder.policies.add(policy.policyId),
      },
    )
  },
}

const detach: Kind = {
  weight: 8,
  attempt(state, step): Attempt | undefined {
    const policy = state.policies[step.policy]
    const holder = holderOf(state, step)
    if (policy === undefined || holder === undefined || !holder.policies.has(policy.policyId)) return undefined
    const action = `Detach${words[step.target]}Policy`
    return cam(
      action,
      { PolicyId: policy.policyId, ...holder.detach },
      {
        needs: needs(state, action, `policyid/${policy.policyId}`, holder.segment),
        expect: 'done',
        apply: () => void holder.policies.delete(policy.policyId),
      },
    )
  },
}

export const policyKinds = {
  createPolicy,
  deletePolicy,
  createVersion,
  setDefault,
  deleteVersion,
  updatePolicy,
  attach,
  detach,
}
