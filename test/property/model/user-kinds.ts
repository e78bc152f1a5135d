// Steps about users, groups and access keys.
import { cam, type Kind, needs, numberIn, pickBy, structIn, textIn } from './attempt.ts'
import {
  type Credential,
  endKey,
  groupNames,
  isBoundary,
  isForeign,
  isItself,
  isRoot,
  type Key,
  type State,
  userByUin,
  userNames,
} from './state.ts'
import type { Step } from './step.ts'

function keysOf(state: State, uin: number): Key[] {
  return [...state.credentials.values()].filter(
    (one): one is Key => one.type === 'key' && one.uin === uin && one.state !== 'deleted',
  )
}

function addKey(state: State, step: Step, uin: number, secretId: string, secretKey: string): void {
  const name = `k${step.id}`
  const { account } = state
  state.credentials.set(name, { type: 'key', name, account, uin, secretId, secretKey, state: 'active' })
}

const addUser: Kind = {
  weight: 6,
  local: true,
  attempt(state, step) {
    if (state.users[step.user] !== undefined) return undefined
    return cam(
      'AddUser',
      { Name: userNames[step.user], UseApi: 1 },
      {
        needs: needs(state, 'AddUser', 'uin/*'),
        expect: 'done',
        apply(answer) {
          const uin = numberIn(answer, 'Uin')
          state.users[step.user] = { uin, policies: new Set(), boundary: undefined }
          addKey(state, step, uin, textIn(answer, 'SecretId'), textIn(answer, 'SecretKey'))
        },
      },
    )
  },
}

const deleteUser: Kind = {
  weight: 3,
  attempt(state, step) {
    const user = state.users[step.user]
    if (user === undefined) return undefined
    const segment = `uin/${user.uin}`
    const keys = keysOf(state, user.uin)
    return cam(
      'DeleteUser',
      { Name: userNames[step.user], Force: 1 },
      {
        // The keys go with it, and that is a right of its own.
        needs: [
          ...needs(state, 'DeleteUser', segment),
          ...(keys.length === 0 ? [] : needs(state, 'DeleteApiKey', segment)),
        ],
        expect: 'done',
        apply() {
          state.users[step.user] = undefined
          for (const group of state.groups) group?.members.delete(user.uin)
          for (const key of keys) endKey(state, key, 'deleted')
          state.devices.delete(user.uin)
        },
      },
    )
  },
}

const createGroup: Kind = {
  weight: 3,
  local: true,
  attempt(state, step) {
    if (state.groups[step.group] !== undefined) return undefined
    return cam(
      'CreateGroup',
      { GroupName: groupNames[step.group] },
      {
        needs: needs(state, 'CreateGroup', 'groupid/*'),
        expect: 'done',
        apply(answer) {
          state.groups[step.group] = { groupId: numberIn(answer, 'GroupId'), policies: new Set(), members: new Set() }
        },
      },
    )
  },
}

const deleteGroup: Kind = {
  weight: 1,
  attempt(state, step) {
    const group = state.groups[step.group]
    if (group === undefined) return undefined
    return cam(
      'DeleteGroup',
      { GroupId: group.groupId },
      {
        needs: needs(state, 'DeleteGroup', `groupid/${group.groupId}`),
        expect: 'done',
        apply() {
          state.groups[step.group] = undefined
        },
      },
    )
  },
}

/** Puts a user into one group, or into all groups by one call: each pair needs its right. */
const addMember: Kind = {
  weight: 7,
  attempt(state, step) {
    const user = state.users[step.user]
    const groups = state.groups.filter((group, at) => group !== undefined && (step.flag || at === step.group))
    if (user === undefined || groups.length === 0) return undefined
    const { uin } = user
    return cam(
      'AddUserToGroup',
      { Info: groups.map((group) => ({ GroupId: group?.groupId, Uin: uin })) },
      {
        needs: needs(state, 'AddUserToGroup', ...groups.map((group) => `groupid/${group?.groupId}`), `uin/${uin}`),
        expect: groups.some((group) => group?.members.has(uin)) ? 'either' : 'done',
        apply() {
          for (const group of groups) group?.members.add(uin)
        },
      },
    )
  },
}

const removeMember: Kind = {
  weight: 14,
  attempt(state, step) {
    const user = state.users[step.user]
    const group = state.groups[step.group]
    if (user === undefined || group === undefined || !group.members.has(user.uin)) return undefined
    return cam(
      'RemoveUserFromGroup',
      { Info: [{ GroupId: group.groupId, Uin: user.uin }] },
      {
        needs: needs(state, 'RemoveUserFromGroup', `groupid/${group.groupId}`, `uin/${user.uin}`),
        expect: 'done',
        apply: () => void group.members.delete(user.uin),
      },
    )
  },
}

/** Root's keys are for root itself; a call that names nobody means the signer, where the signer is somebody. */
function ownerRule(state: State, signer: Credential, owner: number, named: boolean): 'done' | 'refused' {
  if (!named && !isItself(signer)) return 'refused'
  if (owner === state.account) return isRoot(signer) && isItself(signer) ? 'done' : 'refused'
  return userByUin(state, owner) === undefined ? 'refused' : 'done'
}

/** A key for somebody: for the user in the place, for root, or for whoever signs. */
const createKey: Kind = {
  weight: 8,
  attempt(state, step, signer) {
    const named = step.which < 0.75
    const owner = !named ? signer.uin : step.which < 0.1 ? state.account : state.users[step.user]?.uin
    if (owner === undefined || (!named && isForeign(state, signer))) return undefined
    const full = keysOf(state, owner).length >= 2
    return cam('CreateAccessKey', named ? { TargetUin: owner } : {}, {
      // Checked on the owner even where other calls are checked on everything.
      needs: [{ action: 'cam:CreateAccessKey', segment: `uin/${owner}` }],
      expect: full ? 'refused' : ownerRule(state, signer, owner, named),
      apply(answer) {
        const { AccessKeyId, SecretAccessKey } = structIn(answer, 'AccessKey')
        addKey(state, step, owner, String(AccessKeyId), String(SecretAccessKey))
      },
    })
  },
}

function keyMeant(state: State, step: Step): Key | undefined {
  const keys = [...state.credentials.values()].filter((one): one is Key => {
    return one.type === 'key' && one.account === state.account && one.name !== 'root'
  })
  return pickBy(keys, step.which)
}

function keyParams(key: Key, named: boolean): object {
  return { AccessKeyId: key.secretId, ...(named ? { TargetUin: key.uin } : {}) }
}
function keyRule(state: State, signer: Credential, key: Key, named: boolean): 'done' | 'refused' {
  if (key.state === 'deleted' || (!named && signer.uin !== key.uin)) return 'refused'
  return ownerRule(state, signer, key.uin, named)
}

const switchKey: Kind = {
  weight: 4,
  attempt(state, step, signer) {
    const key = keyMeant(state, step)
    if (key === undefined) return undefined
    const named = step.seconds !== 60
    const status = key.state === 'active' ? 'Inactive' : 'Active'
    return cam(
      'UpdateAccessKey',
      { ...keyParams(key, named), Status: status },
      {
        needs: needs(state, 'UpdateAccessKey', `uin/${named ? key.uin : signer.uin}`),
        expect: keyRule(state, signer, key, named),
        apply() {
          if (status === 'Active') key.state = 'active'
          else endKey(state, key, 'inactive')
        },
      },
    )
  },
}

const deleteKey: Kind = {
  weight: 2,
  attempt(state, step, signer) {
    const key = keyMeant(state, step)
    if (key === undefined) return undefined
    const named = step.seconds !== 60
    return cam('DeleteAccessKey', keyParams(key, named), {
      needs: needs(state, 'DeleteAccessKey', `uin/${named ? key.uin : signer.uin}`),
      expect: keyRule(state, signer, key, named),
      apply() {
        endKey(state, key, 'deleted')
      },
    })
  },
}

/** Nobody that acts as a user changes the boundary of that user. */
function boundaryRule(signer: Credential, uin: number): 'done' | 'refused' | 'either' {
  if (signer.uin !== uin) return 'done'
  return signer.type === 'session' && signer.kind === 'role' ? 'either' : 'refused'
}

const putUserBoundary: Kind = {
  weight: 4,
  attempt(state, step, signer) {
    const user = state.users[step.user]
    const policy = state.policies[step.policy]
    if (user === undefined || policy === undefined) return undefined
    return cam(
      'PutUserPermissionsBoundary',
      { TargetUin: user.uin, PolicyId: policy.policyId },
      {
        needs: needs(state, 'PutUserPermissionsBoundary', `uin/${user.uin}`),
        expect: boundaryRule(signer, user.uin),
        apply() {
          user.boundary = policy.policyId
        },
      },
    )
  },
}

const deleteUserBoundary: Kind = {
  weight: 8,
  attempt(state, step, signer) {
    const user = state.users[step.user]
    if (user?.boundary === undefined || !isBoundary(state, user.boundary)) return undefined
    return cam(
      'DeleteUserPermissionsBoundary',
      { TargetUin: user.uin },
      {
        needs: needs(state, 'DeleteUserPermissionsBoundary', `uin/${user.uin}`),
        expect: boundaryRule(signer, user.uin),
        apply() {
          user.boundary = undefined
        },
      },
    )
  },
}

export const userKinds = {
  addUser,
  deleteUser,
  createGroup,
  deleteGroup,
  addMember,
  removeMember,
  createKey,
  switchKey,
  deleteKey,
  putUserBoundary,
  deleteUserBoundary,
}
