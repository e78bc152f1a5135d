// Steps about roles: made, trusted, bounded, tagged, deleted; and time going by.
import { cam, type Kind, needs, pickBy, textIn } from './attempt.ts'
import { allowed } from './rights.ts'
import {
  type Credential,
  callerAccountOf,
  endRole,
  endSession,
  layersOf,
  lives,
  type Role,
  roleById,
  roleNames,
  type State,
  userLayers,
} from './state.ts'
import { resolveTrust, type Step, trustDocumentOf } from './step.ts'

function named(role: Role, step: Step): object {
  return step.flag ? { RoleName: role.name } : { RoleId: role.roleId }
}

const createRole: Kind = {
  weight: 8,
  local: true,
  attempt(state, step) {
    const name = roleNames[step.role]
    const trust = resolveTrust(state, step.trust)
    if (name === undefined || state.roles[step.role] !== undefined || trust.length === 0) return undefined
    return cam(
      'CreateRole',
      { RoleName: name, PolicyDocument: trustDocumentOf(trust) },
      {
        needs: needs(state, 'CreateRole', `roleName/${name}`),
        expect: 'done',
        apply(answer) {
          const roleId = textIn(answer, 'RoleId')
          state.roles[step.role] = { roleId, name, policies: new Set(), boundary: undefined, trust }
        },
      },
    )
  },
}

/** Whatever was attached goes, and so do the sessions. */
const deleteRole: Kind = {
  weight: 4,
  attempt(state, step) {
    const role = state.roles[step.role]
    if (role === undefined) return undefined
    return cam('DeleteRole', named(role, step), {
      needs: needs(state, 'DeleteRole', `roleName/${role.name}`),
      expect: 'done',
      apply() {
        state.roles[step.role] = undefined
        endRole(state, role.roleId)
      },
    })
  },
}

function roleOfSession(state: State, credential: Credential): Role | undefined {
  return credential.type === 'session' && credential.kind === 'role' ? roleById(state, credential.roleId) : undefined
}

/** All sessions of a role end, whatever their own time; new ones may be asked for at once. */
const endSessions: Kind = {
  weight: 3,
  attempt(state, step) {
    const role = state.roles[step.role]
    if (role === undefined) return undefined
    return cam('LogoutRoleSessions', named(role, step), {
      needs: [{ action: 'cam:LogoutRoleSessions', segment: `roleName/${role.name}` }],
      expect: 'done',
      apply: () => endRole(state, role.roleId),
    })
  },
}

/** Of any role; one that something living was asked for with, where there is one. */
const endOneSession: Kind = {
  weight: 8,
  attempt(state, step) {
    const living = [...state.credentials.values()].filter((one) => lives(state, one))
    const sessions = living.filter((one) => roleOfSession(state, one) !== undefined)
    const asked = new Set(living.map((one) => (one.type === 'session' ? one.issuer : '')))
    const beginnings = sessions.filter(({ name }) => asked.has(name))
    const session = pickBy(beginnings.length > 0 ? beginnings : sessions, step.which)
    const role = session && roleOfSession(state, session)
    if (role === undefined || session?.type !== 'session') return undefined
    return cam(
      'LogoutRoleSessions',
      { ...named(role, step), SessionId: session.sessionId },
      {
        needs: [{ action: 'cam:LogoutRoleSessions', segment: `roleName/${role.name}` }],
        expect: 'done',
        apply: () => endSession(state, session),
      },
    )
  },
}

const updateTrust: Kind = {
  weight: 3,
  attempt(state, step) {
    const role = state.roles[step.role]
    const trust = resolveTrust(state, step.trust)
    if (role === undefined || trust.length === 0) return undefined
    return cam(
      'UpdateAssumeRolePolicy',
      { ...named(role, step), PolicyDocument: trustDocumentOf(trust) },
      {
        needs: needs(state, 'UpdateAssumeRolePolicy', `roleName/${role.name}`),
        expect: 'done',
        apply() {
          role.trust = trust
        },
      },
    )
  },
}

/** No session changes the boundary of its own role. */
function boundaryRule(signer: Credential, role: Role): 'done' | 'refused' {
  return signer.type === 'session' && signer.roleId === role.roleId ? 'refused' : 'done'
}

const putRoleBoundary: Kind = {
  weight: 4,
  attempt(state, step, signer) {
    const role = state.roles[step.role]
    const policy = state.policies[step.policy]
    if (role === undefined || policy === undefined) return undefined
    return cam(
      'PutRolePermissionsBoundary',
      { ...named(role, step), PolicyId: policy.policyId },
      {
        needs: needs(state, 'PutRolePermissionsBoundary', `roleName/${role.name}`),
        expect: boundaryRule(signer, role),
        apply() {
          role.boundary = policy.policyId
        },
      },
    )
  },
}

const deleteRoleBoundary: Kind = {
  weight: 8,
  attempt(state, step, signer) {
    const role = state.roles[step.role]
    if (role?.boundary === undefined) return undefined
    return cam('DeleteRolePermissionsBoundary', named(role, step), {
      needs: needs(state, 'DeleteRolePermissionsBoundary', `roleName/${role.name}`),
      expect: boundaryRule(signer, role),
      apply() {
        role.boundary = undefined
      },
    })
  },
}

/** Tags give and take no right. */
const tagRole: Kind = {
  weight: 1,
  attempt(state, step) {
    const role = state.roles[step.role]
    if (role === undefined) return undefined
    return cam(
      'TagRole',
      { ...named(role, step), Tags: [{ Key: 'team', Value: step.target }] },
      { needs: needs(state, 'TagRole', `roleName/${role.name}`), expect: 'done', apply() {} },
    )
  },
}

/** Whether somebody may pass the role to a product, as products ask: for the signer itself, or for a user. */
const pass: Kind = {
  weight: 4,
  local: true,
  attempt(state, step, signer) {
    const role = state.roles[step.role]
    const user = state.users[step.user]
    if (role === undefined || (step.flag && user === undefined)) return undefined
    const named = step.flag && user !== undefined
    const asked = named ? user.uin : signer.account === callerAccountOf(signer) ? signer.uin : 0
    const question = { action: 'cam:PassRole', segment: `roleName/${role.name}` }
    return cam(
      'CheckAccess',
      {
        ActionName: question.action,
        Resource: [`qcs::cam::uin/${state.account}:${question.segment}`],
        ...(named ? { TargetUin: user.uin } : {}),
      },
      {
        // It has a parameter of the name that the older forms use for the call's own.
        form: 'tc3-json',
        needs: needs(state, 'CheckAccess', `uin/${asked}`),
        expect: 'done',
        apply(answer) {
          // The question says nothing of a second factor, whoever asks it.
          const layers = { ...(named ? userLayers(state, user.uin) : layersOf(state, signer)), mfa: false }
          const wanted = allowed(layers, state.account, question) ? 'allow' : 'deny'
          if (answer['Effect'] !== wanted) throw new Error(`passing ${role.name} is told to be ${answer['Effect']}`)
        },
      },
    )
  },
}

const wait: Kind = {
  weight: 2,
  attempt(state, step) {
    return {
      product: 'cam',
      action: undefined,
      params: {},
      needs: [],
      expect: 'done',
      apply() {
        state.nowMs += step.seconds * 1000
      },
    }
  },
}

export const roleKinds = {
  createRole,
  deleteRole,
  endSessions,
  endOneSession,
  updateTrust,
  putRoleBoundary,
  deleteRoleBoundary,
  tagRole,
  pass,
  wait,
}
