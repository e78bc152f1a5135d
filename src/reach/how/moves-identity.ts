// Steps by which somebody comes to act as somebody else: sessions of roles, keys and passwords of users, new users and roles, trust
// policies.
import type { TrustAsker } from '../../policy/index.ts'
import type { Role, User, Who } from '../population.ts'
import { keysKnownOf } from '../who-can.ts'
import { withRole, withUser } from './changes.ts'
import { carriedBy, FACTORS } from './permit.ts'
import { makes, type Place, speaks } from './place.ts'
import { heldKey, MADE_NAME, type Move, own } from './terms.ts'
import { trustedBy } from './trust.ts'

const same = <T>(value: T): T => value

type Moves = (place: Place, who: Who) => Iterable<Move>

/** By the actions that they make. */
export const identityMoves: readonly (readonly [actions: RegExp, moves: Moves])[] = [
  [/^sts:AssumeRole$/, assumeRole],
  [/^cam:(?:CreateAccessKey|UpdateUser)$/, keysOfUsers],
  [/^cam:AddUser$/, newUser],
  [/^cam:UpdateAssumeRolePolicy$/, trustPolicies],
  [/^cam:CreateRole$/, newRole],
]

/** The user at the beginning of what somebody holds, whose number its sessions carry. */
const beginning = (who: Who): number | undefined => (who.kind === 'root' ? undefined : who.uin)

// ---- roles ---------------------------------------------------------------------------------------------------------------

export function namesOfRole(account: number, { name, roleId, type }: Role): readonly string[] {
  const owner = `qcs::cam::uin/${account}`
  const names = [`${owner}:roleName/${name}`, `${owner}:role/${roleId}`]
  if (type === 'user') return names
  const service = `${owner}:role/tencentcloudServiceRole`
  return [...names, `${service}Name/${name}`, `${service}/${roleId}`]
}

function askerOf({ population: { account, roles } }: Place['judge'], who: Who): TrustAsker {
  if (who.kind === 'role') return { kind: 'role', account, roleName: roles.get(who.roleId)?.name ?? '' }
  return { kind: 'account', account, uin: who.kind === 'root' ? account : who.uin }
}

function* assumeRole(place: Place, who: Who): Generator<Move> {
  const { judge, state, wanted } = place
  const { account, roles } = state.population
  if (!speaks(judge.programOf(who), 'sts:AssumeRole')) return
  for (const role of roles.values()) {
    const gives: Who = { kind: 'role', roleId: role.roleId, uin: beginning(who) }
    if (role.quarantined || state.held.has(heldKey(gives))) continue
    if (wanted?.gives !== undefined && heldKey(wanted.gives) !== heldKey(gives)) continue
    const trust = letsIn(place, role, askerOf(judge, who), 'sts:AssumeRole', who)
    if (trust === undefined) continue
    const keys = new Map(trust.keys)
    const session = String(keys.get('sts:role_session_name') ?? MADE_NAME)
    const externalId = keys.get('sts:external_id')
    yield {
      as: who,
      action: 'sts:AssumeRole',
      parameters: {
        RoleArn: `qcs::cam::uin/${account}:roleName/${role.name}`,
        RoleSessionName: session,
        ...(externalId !== undefined && { ExternalId: String(externalId) }),
      },
      check: { kind: 'names', names: namesOfRole(account, role) },
      says: `assume role ${role.name}`,
      grows: true,
      gives,
      change: '',
      with: [...keys],
      trust: { role: role.name, statement: trust.statement, document: trust.document },
      apply: same,
    }
  }
}

/** What lets somebody in, with a second factor where none is not enough. */
export function letsIn(place: Place, role: Role, asker: TrustAsker, action: string, who: Who | undefined) {
  const compiled = place.trustOf(role.trust)
  const federated = asker.kind === 'federated'
  const own = who === undefined ? new Map() : keysKnownOf(place.state.population, who)
  const carries = (key: string): boolean =>
    federated
      ? /^(?:saml|oidc):/.test(key) || carriedBy({ kind: 'root' })(key)
      : ['sts:external_id', 'sts:role_session_name'].includes(key) || carriedBy(who ?? { kind: 'root' })(key)
  for (const factor of federated ? [[]] : FACTORS) {
    const found = trustedBy(compiled, asker, action, new Map([...own, ...factor]), carries)
    if (found === 'unknown') place.unsure.add(`whether role ${role.name} trusts ${asker.kind}`)
    else if (found !== undefined) {
      const shown = factor === FACTORS[1] ? factor : []
      return { ...found, keys: [...shown, ...found.keys] }
    }
  }
  return undefined
}

function* trustPolicies(place: Place, who: Who): Generator<Move> {
  const { population } = place.state
  if (!makes(place, who, 'cam:UpdateAssumeRolePolicy')) return
  const { account } = population
  for (const role of population.roles.values()) {
    const trust = trustOfAll(account)
    if (role.type === 'service_linked' || role.quarantined || role.trust === trust) continue
    yield {
      as: who,
      action: 'cam:UpdateAssumeRolePolicy',
      parameters: { RoleName: role.name, PolicyDocument: trust },
      check: own(`roleName/${role.name}`),
      says: `let the whole account use role ${role.name}`,
      // Providers that were trusted are needed no more by whoever can call.
      grows: true,
      gives: undefined,
      change: `trust ${role.roleId}`,
      apply: (now) => withRole(now, { ...(now.roles.get(role.roleId) ?? role), trust }),
    }
  }
}

const trustOfAll = (account: number): string =>
  JSON.stringify({
    version: '2.0',
    statement: [
      { effect: 'allow', action: 'name/sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${account}:root`] } },
    ],
  })

/** The id of a role that a path makes: a number of nineteen digits, the first of them. */
const NEW_ROLE = '1000000000000000001'

function* newRole(place: Place, who: Who): Generator<Move> {
  const { judge, state, permits, rules } = place
  const { account, roles } = state.population
  const action = 'cam:CreateRole'
  if (roles.has(NEW_ROLE) || !makes(place, who, action)) return
  if (roles.size >= rules.limits.roles) return
  const segment = rules.resourceLevel === 'fine' ? permits.someSegment(judge, who, action, 'roleName/*') : MADE_NAME
  const name = segment?.replace(/^roleName\//, '')
  if (name === undefined || !/^[\w+=,.@-]{1,128}$/.test(name)) return
  if ([...roles.values()].some((role) => role.name.toLowerCase() === name.toLowerCase())) return
  const trust = trustOfAll(account)
  yield {
    as: who,
    action,
    parameters: { RoleName: name, PolicyDocument: trust },
    check: own(`roleName/${name}`),
    says: `make a role ${name} that the whole account may use`,
    grows: true,
    gives: undefined,
    change: 'new role',
    apply: (now) =>
      withRole(now, {
        roleId: NEW_ROLE,
        name,
        type: 'user',
        trust,
        policies: [],
        boundary: undefined,
        quarantined: false,
      }),
  }
}

// ---- users -------------------------------------------------------------------------------------------------------------

function* keysOfUsers(place: Place, who: Who): Generator<Move> {
  const { judge, state, rules, permits } = place
  const byKey =
    speaks(judge.programOf(who), 'cam:CreateAccessKey') && !permits.isOut(judge, who, 'cam:CreateAccessKey', 'uin/*')
  const byPassword = makes(place, who, 'cam:UpdateUser')
  if (!byKey && !byPassword) return
  const { taken } = place
  // Of those that are alike one at hand is enough.
  for (const one of taken.size === 0 ? state.held.values() : []) {
    if (one.kind !== 'user') continue
    for (const action of ['cam:CreateAccessKey', 'cam:UpdateUser']) taken.add(`${action} ${place.alike(one.uin)}`)
  }
  for (const user of state.population.users.values()) {
    const gives: Who = { kind: 'user', uin: user.uin }
    if (user.kind === 'recipient' || user.quarantined || state.held.has(heldKey(gives))) continue
    for (const move of [
      ...(byKey && user.keyCount < rules.limits['access-keys'] ? [accessKey(who, user)] : []),
      ...(byPassword && user.hasPassword ? [password(who, user)] : []),
    ]) {
      const group = `${move.action} ${place.alike(user.uin)}`
      if (taken.has(group)) continue
      if (move.action === 'cam:CreateAccessKey' && !permits.opens(judge, who, move.action, user.uin)) continue
      if (rules.resourceLevel !== 'vendor' && typeof permits.step(judge, move) === 'string') continue
      taken.add(group)
      yield move
    }
  }
}

const accessKey = (who: Who, { uin, name }: User): Move => ({
  as: who,
  action: 'cam:CreateAccessKey',
  parameters: { TargetUin: uin },
  check: { kind: 'own', level: 'resource', segments: [`uin/${uin}`] },
  says: `make a key for user ${name}`,
  grows: true,
  gives: { kind: 'user', uin },
  change: '',
  // Whose keys are at hand is not asked any more how many it has.
  apply: same,
})

const password = (who: Who, { uin, name }: User): Move => ({
  as: who,
  action: 'cam:UpdateUser',
  parameters: { Name: name, ConsoleLogin: 1, Password: 'Opencam-path-1!' },
  check: own(`uin/${uin}`),
  says: `set the password of user ${name} and sign in as it, unless it has a second factor`,
  grows: true,
  gives: { kind: 'user', uin },
  change: '',
  apply: same,
})

/** The number of a user that a path makes: no user of an account has it. */
const NEW_UIN = 1

function* newUser(place: Place, who: Who): Generator<Move> {
  const { state, rules } = place
  const { users } = state.population
  if (users.has(NEW_UIN) || !makes(place, who, 'cam:AddUser')) return
  if (users.size >= rules.limits.users || [...users.values()].some(({ name }) => name === MADE_NAME)) return
  yield {
    as: who,
    action: 'cam:AddUser',
    parameters: { Name: MADE_NAME, UseApi: 1 },
    check: own('uin/*'),
    says: `make a user ${MADE_NAME} with a key`,
    grows: true,
    gives: { kind: 'user', uin: NEW_UIN },
    makes: `uin ${NEW_UIN}`,
    change: 'new user',
    apply: (now) =>
      withUser(now, {
        uin: NEW_UIN,
        name: MADE_NAME,
        kind: 'sub-user',
        policies: [],
        groups: [],
        boundary: undefined,
        keys: 'active',
        keyCount: 1,
        console: false,
        hasPassword: true,
        quarantined: false,
      }),
  }
}
