// One step of a sequence as plain data, so that it can be left out, played again on another account and printed. Every
// step has all fields drawn; its kind looks at those it needs. Things are named by place, never by number.
import type { Form } from '../../../src/client/call.ts'
import type { Dice } from '../policy/dice.ts'
import type { Statement, TrustStatement } from './rights.ts'
import { groupNames, lives, policyNames, roleNames, type Session, type State, userNames } from './state.ts'

export interface Step {
  /** Its place in the sequence as first drawn; names the credentials that it makes. */
  readonly id: number
  readonly kind: string
  /** Name of the credential that signs. */
  readonly by: string
  readonly form: Form
  readonly user: number
  readonly group: number
  readonly role: number
  readonly policy: number
  /** A second policy of a call that takes several. */
  readonly other: number
  /** Even in [0, 1): which of the keys, versions, … that there are. */
  readonly which: number
  readonly target: 'user' | 'group' | 'role'
  /** What it means is the kind's: in force at once, nobody named, by id. */
  readonly flag: boolean
  readonly text: readonly Statement[]
  /** Session policy; `undefined`: none. */
  readonly narrowing: readonly Statement[] | undefined
  readonly trust: readonly TrustStatement[]
  readonly externalId: string | undefined
  readonly seconds: number
}

const actions = [
  [6, '*'],
  [5, 'cam:*'],
  [3, 'cam:Probe*'],
  [2, 'cam:ProbeRead'],
  [2, 'cam:ProbeWrite'],
  [3, 'cam:*AccessKey'],
  [1, 'cam:CreateAccessKey'],
  [2, 'cam:*Policy*'],
  [1, 'cam:*Boundary'],
  [1, 'cam:*User*'],
  [1, 'cam:*Role*'],
  [1, 'cam:PassRole'],
  [3, 'sts:AssumeRole'],
  [1, 'name/sts:*'],
] as const

/** `~` stands for our own account's beginning, `#` for the number of what is in the place. */
const resources = [
  [8, '*'],
  [2, '~thing/x'],
  [2, '~thing/*'],
  [1, 'qcs::cam:::thing/y'],
  [3, '~uin/#0'],
  [2, '~uin/#1'],
  [1, '~uin/*'],
  [3, '~policyid/#0'],
  [1, '~policyid/*'],
  [1, '~groupid/*'],
  [2, '~roleName/reader'],
  [1, '~roleName/*'],
] as const

const principals = [
  [6, 'own'],
  [2, 'user#0'],
  [2, 'user#1'],
  [2, 'role#0'],
  [1, 'role#1'],
  [2, 'foreign'],
  [1, 'foreign-user'],
] as const

function drawText(dice: Dice): Statement[] {
  return Array.from({ length: 1 + dice.below(3) }, (_, at) => ({
    effect: at > 0 && dice.chance(0.45) ? 'deny' : 'allow',
    actions: Array.from({ length: dice.chance(0.3) ? 2 : 1 }, () => dice.weighted(actions)),
    resources: Array.from({ length: dice.chance(0.2) ? 2 : 1 }, () => dice.weighted(resources)),
    mfa: dice.chance(0.08),
  }))
}

function drawTrust(dice: Dice): TrustStatement[] {
  return Array.from({ length: dice.chance(0.3) ? 2 : 1 }, (_, at) => ({
    effect: at > 0 && dice.chance(0.5) ? 'deny' : 'allow',
    principals: Array.from({ length: dice.chance(0.4) ? 2 : 1 }, () => dice.weighted(principals)),
    externalId: dice.chance(0.15) ? dice.pick(['one', 'two']) : undefined,
  }))
}

const forms: readonly (readonly [number, Form])[] = [
  [12, 'tc3-json'],
  [1, 'tc3-get'],
  [1, 'v1-get'],
  [1, 'v1-form'],
]

/** Living sessions of roles: the beginnings of chains. */
function roleSessions(state: State): Session[] {
  const sessions = [...state.credentials.values()].filter((one) => one.type === 'session')
  return sessions.filter((one) => one.kind === 'role' && lives(state, one))
}

/** Root does half of it; the rest is tried by whoever has, or had, a credential. A chain goes on by who is in one. */
function drawSigner(dice: Dice, state: State, kind: string): string {
  const links = kind === 'goOn' ? roleSessions(state) : []
  if (links.length > 0) return dice.pick(links).name
  if (dice.chance(0.5)) return 'root'
  return dice.pick([...state.credentials.keys()])
}

/** Where the signer itself is: what it does to itself is what it must not get away with. */
function ownPlaces(state: State, by: string): { readonly user: number | undefined; readonly role: number | undefined } {
  const signer = state.credentials.get(by)
  const user = state.users.findIndex((one) => one !== undefined && one.uin === signer?.uin)
  const roleId = signer?.type === 'session' ? signer.roleId : undefined
  const role = state.roles.findIndex((one) => one !== undefined && one.roleId === roleId)
  return { user: user < 0 ? undefined : user, role: role < 0 ? undefined : role }
}

/** Place of a role that a chain went through, which goes on without it or does not. */
function linkingRole(dice: Dice, state: State): number | undefined {
  const issuers = new Set(roleSessions(state).map(({ issuer }) => issuer))
  const roleIds = [...state.credentials.values()].map((one) => {
    return one.type === 'session' && issuers.has(one.name) ? one.roleId : undefined
  })
  const places = roleIds.map((roleId) => state.roles.findIndex((role) => role !== undefined && role.roleId === roleId))
  const found = places.filter((place) => place >= 0)
  return found.length === 0 ? undefined : dice.pick(found)
}

/** Draws a step of a kind for the account as it is. */
export function drawStep(dice: Dice, state: State, id: number, kind: string): Step {
  const by = drawSigner(dice, state, kind)
  const own = ownPlaces(state, by)
  const linking = kind === 'deleteRole' && dice.chance(0.8) ? linkingRole(dice, state) : undefined
  return {
    id,
    kind,
    by,
    form: dice.weighted(forms),
    user: own.user !== undefined && dice.chance(0.4) ? own.user : dice.below(userNames.length),
    group: dice.below(groupNames.length),
    role: linking ?? (own.role !== undefined && dice.chance(0.4) ? own.role : dice.below(roleNames.length)),
    policy: dice.below(policyNames.length),
    other: dice.below(policyNames.length),
    which: dice.next(),
    target: dice.weighted([
      [4, 'user'],
      [2, 'group'],
      [4, 'role'],
    ]),
    flag: dice.chance(0.5),
    text: drawText(dice),
    narrowing: dice.chance(0.5) ? drawText(dice) : undefined,
    trust: drawTrust(dice),
    externalId: dice.chance(0.15) ? dice.pick(['one', 'two']) : undefined,
    seconds: dice.pick([60, 1800, 7200]),
  }
}

/** The texts of places as they are now: nobody's number where the place is empty. */
export function resolveText(state: State, text: readonly Statement[]): readonly Statement[] {
  const own = `qcs::cam::uin/${state.account}:`
  const resolve = (resource: string): string =>
    resource
      .replace('~', own)
      .replace(/uin\/#(\d)/, (_, at) => `uin/${state.users[Number(at)]?.uin ?? 1}`)
      .replace(/policyid\/#(\d)/, (_, at) => `policyid/${state.policies[Number(at)]?.policyId ?? 1}`)
  return text.map((statement) => ({ ...statement, resources: statement.resources.map(resolve) }))
}

/** As the server wants it. */
export function documentOf(text: readonly Statement[]): string {
  const statement = text.map(({ effect, actions, resources, mfa }) => ({
    effect,
    action: actions,
    resource: resources,
    ...(mfa ? { condition: { string_equal: { 'qcs:mfa': 'true' } } } : {}),
  }))
  return JSON.stringify({ version: '2.0', statement })
}

/** Principals that name nobody are left out; a statement without any goes too. */
export function resolveTrust(state: State, trust: readonly TrustStatement[]): readonly TrustStatement[] {
  const { account, foreign } = state
  const resolve = (principal: string): readonly string[] => {
    const [kind, at] = principal.split('#')
    if (kind === 'own') return [`qcs::cam::uin/${account}:root`]
    if (kind === 'foreign') return [`qcs::cam::uin/${foreign.account}:root`]
    if (kind === 'foreign-user') return [`qcs::cam::uin/${foreign.account}:uin/${foreign.uin}`]
    if (kind === 'role') {
      const role = state.roles[Number(at)]
      return role === undefined ? [] : [`qcs::cam::uin/${account}:roleName/${role.name}`]
    }
    const user = state.users[Number(at)]
    return user === undefined ? [] : [`qcs::cam::uin/${account}:uin/${user.uin}`]
  }
  const resolved = trust.map((statement) => ({ ...statement, principals: statement.principals.flatMap(resolve) }))
  return resolved.filter((statement) => statement.principals.length > 0)
}

export function trustDocumentOf(trust: readonly TrustStatement[]): string {
  const statement = trust.map(({ effect, principals, externalId }) => ({
    effect,
    action: 'name/sts:AssumeRole',
    principal: { qcs: principals },
    ...(externalId === undefined ? {} : { condition: { string_equal: { 'sts:external_id': externalId } } }),
  }))
  return JSON.stringify({ version: '2.0', statement })
}
