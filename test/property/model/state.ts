// The small account as the model remembers it: who is there, what is attached to whom, which credentials were ever given
// out. Places are few and named, so that what is deleted soon comes back under the same name.
import type { Asker, Layers, Statement, TrustStatement } from './rights.ts'
import { allowed, type Question } from './rights.ts'

export const userNames = ['ann', 'bob', 'cat'] as const
export const groupNames = ['team', 'crew'] as const
export const roleNames = ['reader', 'writer', 'keeper'] as const
export const policyNames = ['p-one', 'p-two', 'p-three', 'p-four'] as const

export interface User {
  readonly uin: number
  readonly policies: Set<number>
  boundary: number | undefined
}
export interface Group {
  readonly groupId: number
  readonly policies: Set<number>
  /** Account numbers. */
  readonly members: Set<number>
}
export interface Role {
  readonly roleId: string
  readonly name: string
  readonly policies: Set<number>
  boundary: number | undefined
  trust: readonly TrustStatement[]
}
export interface Policy {
  readonly policyId: number
  readonly versions: Map<number, readonly Statement[]>
  inForce: number
}

/** A permanent key, kept after its end: it must never work again. */
export interface Key {
  readonly type: 'key'
  readonly name: string
  readonly account: number
  readonly uin: number
  readonly secretId: string
  readonly secretKey: string
  state: 'active' | 'inactive' | 'deleted'
}
/** A temporary credential, kept after its end. */
export interface Session {
  readonly type: 'session'
  readonly kind: 'role' | 'federation' | 'mfa'
  readonly name: string
  /** Account in which it acts. */
  readonly account: number
  /** Who asked: the user or root at the beginning of the chain. */
  readonly uin: number
  readonly callerAccount: number
  /** The very role, which another one of the same name is not. */
  readonly roleId: string | undefined
  /** Name of the credential that asked: what ends that one, other than its time, ends this one for good. */
  readonly issuer: string
  /** Before its time, by what it came from. */
  ended: boolean
  readonly narrowing: readonly Statement[] | undefined
  /** Whether a second factor was shown for it. */
  readonly mfa: boolean
  readonly expiresMs: number
  readonly sessionId: string
  readonly secretId: string
  readonly secretKey: string
  readonly token: string
}
export type Credential = Key | Session

/** A software token: how many wrong codes came since the last right one, when the last did, and the last step used. */
export interface Device {
  readonly wrong: number
  readonly wrongMs: number
  readonly step: number
}

export interface State {
  readonly account: number
  readonly foreign: { readonly account: number; readonly uin: number }
  /** Whether our own calls are checked on the objects that they name. */
  readonly fine: boolean
  nowMs: number
  readonly users: (User | undefined)[]
  readonly groups: (Group | undefined)[]
  readonly roles: (Role | undefined)[]
  readonly policies: (Policy | undefined)[]
  /** By name; `root`, `x-root` and `x-user` are always there. */
  readonly credentials: Map<string, Credential>
  /** By account number of whom it belongs to. */
  readonly devices: Map<number, Device>
}

export function emptyState(given: Pick<State, 'account' | 'foreign' | 'fine' | 'nowMs'>): State {
  const places = <T>(names: readonly string[]): (T | undefined)[] => names.map(() => undefined)
  return {
    ...given,
    users: places<User>(userNames),
    groups: places<Group>(groupNames),
    roles: places<Role>(roleNames),
    policies: places<Policy>(policyNames),
    credentials: new Map(),
    devices: new Map(),
  }
}

export function userByUin(state: State, uin: number): User | undefined {
  return state.users.find((user) => user?.uin === uin)
}
export function roleById(state: State, roleId: string | undefined): Role | undefined {
  return state.roles.find((role) => role !== undefined && role.roleId === roleId)
}

/** Whether the credential must work now. */
export function lives(state: State, credential: Credential): boolean {
  if (credential.type === 'key') return credential.state === 'active'
  return !credential.ended && state.nowMs < credential.expiresMs
}

/** A key that is turned off or deleted ends what was asked for with it, and so on; being turned on again is no cure. */
export function endKey(state: State, key: Key, as: 'inactive' | 'deleted'): void {
  key.state = as
  endAskedBy(state, key.name)
}
/** A role that goes, or whose sessions are ended, takes its sessions along, and what was asked for with them, although their own time was over. */
export function endRole(state: State, roleId: string): void {
  for (const one of state.credentials.values()) {
    if (one.type !== 'session' || one.roleId !== roleId) continue
    one.ended = true
    endAskedBy(state, one.name)
  }
}
/** A session that somebody ends takes along what was asked for with it. */
export function endSession(state: State, session: Session): void {
  session.ended = true
  endAskedBy(state, session.name)
}
function endAskedBy(state: State, name: string): void {
  for (const one of state.credentials.values()) {
    if (one.type !== 'session' || one.issuer !== name) continue
    one.ended = true
    endAskedBy(state, one.name)
  }
}

export function isForeign(state: State, credential: Credential): boolean {
  return credential.account !== state.account
}
/** Whether it acts as the root account; a session of root does so too, within its session policy. */
export function isRoot(credential: Credential): boolean {
  return credential.uin === credential.account && !(credential.type === 'session' && credential.kind === 'role')
}
/** Who may look after its own affairs without naming itself: not a role, and not a token that was given to a third. */
export function isItself(credential: Credential): boolean {
  return credential.type === 'key' || credential.kind === 'mfa'
}

export function askerOf(state: State, credential: Credential): Asker {
  const role = credential.type === 'session' ? roleById(state, credential.roleId) : undefined
  if (role !== undefined) return { account: credential.account, uin: undefined, roleName: role.name }
  return { account: credential.account, uin: credential.uin, roleName: undefined }
}

/** Whether conditions see a second factor. */
export function hasMfa(credential: Credential): boolean {
  return credential.type === 'session' && credential.mfa
}

/** Account of whoever asked for it. */
export function callerAccountOf(credential: Credential): number {
  return credential.type === 'session' ? credential.callerAccount : credential.account
}

/** Every layer that speaks about a living credential of our account. */
export function layersOf(state: State, credential: Credential): Layers {
  const session = credential.type === 'session' ? credential : undefined
  const limits = { session: session?.narrowing, mfa: hasMfa(credential) }
  if (isRoot(credential)) return { root: true, identity: [], boundary: undefined, ...limits }
  if (session?.kind !== 'role') return { ...userLayers(state, credential.uin), ...limits }
  const role = roleById(state, session.roleId)
  return { root: false, identity: texts(state, role?.policies ?? []), boundary: bound(state, role), ...limits }
}

/** Of a user with a key of its own. */
export function userLayers(state: State, uin: number): Layers {
  const user = userByUin(state, uin)
  const groups = state.groups.filter((group) => group?.members.has(uin))
  const identity = [user, ...groups].flatMap((entity) => texts(state, entity?.policies ?? []))
  return { root: false, identity, boundary: bound(state, user), session: undefined, mfa: false }
}

function texts(state: State, ids: Iterable<number>): readonly Statement[] {
  return [...ids].flatMap((id) => inForce(state, id))
}
function bound(state: State, entity: User | Role | undefined): readonly Statement[] | undefined {
  return entity?.boundary === undefined ? undefined : inForce(state, entity.boundary)
}
function inForce(state: State, policyId: number): readonly Statement[] {
  const policy = state.policies.find((one) => one?.policyId === policyId)
  return policy?.versions.get(policy.inForce) ?? []
}

/** What the account's own policies let a living credential do. */
export function may(state: State, credential: Credential, question: Question): boolean {
  return allowed(layersOf(state, credential), state.account, question)
}
/** Whether it would be allowed if one layer were not asked, or of something else: what a forgotten check lets through. */
export function nearlyMay(state: State, credential: Credential, question: Question): boolean {
  const layers = layersOf(state, credential)
  const weakened = [
    { ...layers, boundary: undefined },
    { ...layers, session: undefined },
    { ...layers, identity: layers.identity.filter(({ effect }) => effect === 'allow') },
    { ...layers, mfa: true },
  ]
  const elsewhere = [
    ...state.users.map((user) => `uin/${user?.uin}`),
    ...state.policies.map((policy) => `policyid/${policy?.policyId}`),
    ...state.roles.map((role) => `roleName/${role?.name}`),
  ].map((segment) => ({ action: question.action, segment }))
  return (
    weakened.some((fewer) => allowed(fewer, state.account, question)) ||
    (question.segment !== '*' && elsewhere.some((other) => allowed(layers, state.account, other)))
  )
}
/** Whether anybody has the policy as a boundary: then it must stay. */
export function isBoundary(state: State, policyId: number): boolean {
  return [...state.users, ...state.roles].some((entity) => entity?.boundary === policyId)
}
