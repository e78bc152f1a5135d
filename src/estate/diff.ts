// From one state of an account to another: the calls, each with what must come before it. Nothing is widened on the way where
// that can be helped (`stages.ts`), also where calls fail: who is to lose what denies must have lost what allows.
import { type Change, numbered, type Value } from './change.ts'
import { differences, differing, type Pair, pairs, tagChanges } from './compare.ts'
import { documentChanges } from './diff-documents.ts'
import { providerChanges, settingChanges } from './diff-settings.ts'
import { type Estate, type Group, nameKey, type PolicyRef, presetOf, refKey, type User } from './model.ts'
import { inOrder } from './order.ts'
import { stages } from './stages.ts'

/** The changes in an order in which they can be made. */
export function changesBetween(before: Estate, after: Estate): readonly Change[] {
  const users = pairs(before.users, after.users)
  const groups = pairs(before.groups, after.groups)
  const roles = pairs(before.roles, after.roles)
  const nature = naturesOf(before, after)
  const changes = [
    ...settingChanges(before.settings, after.settings),
    ...providerChanges(before, after),
    ...users.flatMap(userChanges),
    ...groups.flatMap(groupChanges),
    ...documentChanges(before, after),
    ...users.flatMap((pair) => holdingChanges('user', pair, nature)),
    ...groups.flatMap((pair) => holdingChanges('group', pair, nature)),
    ...roles.flatMap((pair) => holdingChanges('role', pair, nature)),
    ...groups.flatMap((pair) => memberChanges(pair, after, nature)),
  ]
  return inOrder(guarded(changes))
}

/** What statements a policy has, before or after. Presets are taken to allow, as they all do. */
type Nature = 'denying' | 'mixed' | 'allowing'
type NatureOf = (ref: PolicyRef) => Nature

function naturesOf(...estates: readonly Estate[]): NatureOf {
  const has = (effect: 'allow' | 'deny') => {
    const pattern = new RegExp(`"effect"\\s*:\\s*"${effect}"`, 'i')
    const all = estates.flatMap(({ policies }) => policies.filter(({ document }) => pattern.test(document)))
    return new Set(all.map(({ name }) => nameKey(name)))
  }
  const [allowing, denying] = [has('allow'), has('deny')]
  return (ref) => {
    const key = nameKey(ref)
    if (presetOf(ref) !== undefined || !denying.has(key)) return 'allowing'
    return allowing.has(key) ? 'mixed' : 'denying'
  }
}

const attachStage = { denying: stages.attachDenying, mixed: stages.attachMixed, allowing: stages.attach }
const detachStage = { denying: stages.detachDenying, mixed: stages.detachMixed, allowing: stages.detach }

/** Of several policies at once. */
function natureOf(refs: readonly PolicyRef[], nature: NatureOf): Nature {
  const all = new Set(refs.map(nature))
  const [only] = all
  if (only === undefined) return 'allowing'
  return all.size === 1 ? only : 'mixed'
}

const userWire = { remark: 'Remark', phone: 'PhoneNum', countryCode: 'CountryCode', email: 'Email' } as const

function userChanges({ old, one }: Pair<User>): readonly Change[] {
  const name = (one ?? old)?.name ?? ''
  const base = { id: `user/${nameKey(name)}`, object: `user ${name}`, product: 'cam', needs: [] } as const
  if (one === undefined) {
    const parameters = { Name: name, Force: 0 }
    return [{ ...base, verb: 'delete', text: 'delete', action: 'DeleteUser', parameters, stage: stages.deleteUsers }]
  }
  const changes: Change[] = []
  if (old === undefined) {
    const { remark: Remark, phone: PhoneNum, countryCode: CountryCode, email: Email } = one
    changes.push({
      ...base,
      verb: 'create',
      text: 'create, without password and keys',
      action: 'AddUser',
      parameters: { Name: name, Remark, PhoneNum, CountryCode, Email, ConsoleLogin: 0, UseApi: 0 },
      stage: stages.principals,
      learns: { kind: 'user', name, member: 'Uin' },
      next: one.consoleLogin
        ? `user ${name}: set a first password (its own is random and nobody has it) and hand it over; make an access key if programs act as it`
        : `user ${name}: make an access key if programs act as it`,
    })
  } else {
    const parameters = differing(old, one, userWire)
    if (Object.keys(parameters).length > 0) {
      const text = differences(old, one, ['remark', 'phone', 'countryCode', 'email'])
      changes.push({
        ...base,
        verb: 'update',
        text,
        action: 'UpdateUser',
        parameters: { Name: name, ...parameters },
        stage: stages.principals,
      })
    }
  }
  if (one.consoleLogin !== (old?.consoleLogin ?? false)) {
    changes.push({
      ...base,
      id: `${base.id} sign-in`,
      verb: 'update',
      text: one.consoleLogin ? 'may sign in to the console' : 'may no longer sign in to the console',
      action: 'UpdateUser',
      parameters: { Name: name, ConsoleLogin: one.consoleLogin ? 1 : 0 },
      needs: [base.id, `${base.id} boundary`],
      stage: one.consoleLogin ? stages.attach : stages.narrow,
    })
  }
  return [...changes, ...tagChanges('user', name, old?.tags ?? [], one.tags)]
}

function groupChanges({ old, one }: Pair<Group>): readonly Change[] {
  const name = (one ?? old)?.name ?? ''
  const base = { id: `group/${nameKey(name)}`, object: `group ${name}`, product: 'cam', needs: [] } as const
  const id = { GroupId: numbered('group', name) }
  if (one === undefined) {
    const stage = stages.deleteGroups
    return [{ ...base, verb: 'delete', text: 'delete', action: 'DeleteGroup', parameters: id, stage }]
  }
  const shared = { ...base, stage: stages.principals }
  if (old === undefined) {
    const parameters = { GroupName: name, Remark: one.remark }
    const learns = { kind: 'group', name, member: 'GroupId' } as const
    return [{ ...shared, verb: 'create', text: 'create', action: 'CreateGroup', parameters, learns }]
  }
  if (old.remark === one.remark) return []
  const parameters = { ...id, Remark: one.remark }
  const text = differences(old, one, ['remark'])
  return [{ ...shared, verb: 'update', text, action: 'UpdateGroup', parameters }]
}

function memberChanges({ old, one }: Pair<Group>, after: Estate, nature: NatureOf): readonly Change[] {
  if (one === undefined) return []
  const keys = (names: readonly string[]) => new Set(names.map(nameKey))
  const [had, has] = [old?.members ?? [], one.members]
  const [oldKeys, newKeys] = [keys(had), keys(has)]
  const there = keys(after.users.map(({ name }) => name))
  // Whoever comes or goes must meet neither what the group is to lose nor what it is to get.
  const kind = natureOf([...(old?.policies ?? []), ...one.policies], nature)
  const added = has
    .filter((user) => !oldKeys.has(nameKey(user)))
    .map((user) => {
      const change = memberChange(one.name, user, 'AddUserToGroup')
      const bound = kind === 'denying' ? [] : [`user/${nameKey(user)} boundary`]
      return { ...change, needs: [...change.needs, ...bound], stage: attachStage[kind] }
    })
  const removed = had
    // Whoever is deleted leaves its groups by that.
    .filter((user) => !newKeys.has(nameKey(user)) && there.has(nameKey(user)))
    .map((user) => ({
      ...memberChange(one.name, user, 'RemoveUserFromGroup'),
      stage: detachStage[kind],
    }))
  return [...added, ...removed]
}

function memberChange(group: string, user: string, action: 'AddUserToGroup' | 'RemoveUserFromGroup'): Change {
  const adds = action === 'AddUserToGroup'
  const id = `group/${nameKey(group)}`
  return {
    id: `${id} member ${nameKey(user)}`,
    object: `group ${group}`,
    verb: 'update',
    text: adds ? `add user ${user}` : `remove user ${user}`,
    product: 'cam',
    action,
    parameters: { Info: [{ GroupId: numbered('group', group), Uin: numbered('user', user) }] },
    needs: adds ? [id, `user/${nameKey(user)}`] : [],
    stage: adds ? stages.attach : stages.detach,
  }
}

/** Users, groups and roles whose rights the change is about. */
function touched({ id }: Change): readonly string[] {
  const [holder = '', what = '', member = ''] = id.split(' ')
  return what === 'member' ? [holder, `user/${member}`] : [holder]
}

const restricting: ReadonlySet<number> = new Set([stages.attachDenying, stages.detach])
const loosening: ReadonlySet<number> = new Set([
  stages.rebound,
  stages.detachMixed,
  stages.detachDenying,
  stages.unbound,
])
const giving: ReadonlySet<number> = new Set([stages.attachMixed, stages.attach])

/** With what each must wait for in case that fails: what loosens for all that restricts, what gives for what denies. */
function guarded(changes: readonly Change[]): readonly Change[] {
  const before = new Map<string, Change[]>()
  for (const change of changes) {
    if (!restricting.has(change.stage)) continue
    for (const one of touched(change)) before.set(one, [...(before.get(one) ?? []), change])
  }
  return changes.map((change) => {
    const loosens = loosening.has(change.stage)
    if (!loosens && !giving.has(change.stage)) return change
    const first = touched(change).flatMap((one) => before.get(one) ?? [])
    const needed = loosens ? first : first.filter(({ stage }) => stage === stages.attachDenying)
    return { ...change, needs: [...change.needs, ...needed.map(({ id }) => id)] }
  })
}

// ——— attachments and boundaries ———

interface Holder {
  readonly name: string
  readonly policies: readonly PolicyRef[]
  readonly boundary?: PolicyRef | undefined
}
type HolderKind = 'user' | 'group' | 'role'

/** How calls name whom a policy is attached to or taken from. */
const holderOf = {
  user: { attach: 'AttachUserPolicy', detach: 'DetachUserPolicy', on: 'AttachUin', off: 'DetachUin' },
  group: { attach: 'AttachGroupPolicy', detach: 'DetachGroupPolicy', on: 'AttachGroupId', off: 'DetachGroupId' },
  role: { attach: 'AttachRolePolicy', detach: 'DetachRolePolicy', on: 'AttachRoleName', off: 'DetachRoleName' },
} as const

const policyNumber = (ref: PolicyRef): Value => {
  const preset = presetOf(ref)
  return preset === undefined ? numbered('policy', ref) : numbered('preset', preset)
}

function holdingChanges(kind: HolderKind, { old, one }: Pair<Holder>, nature: NatureOf): readonly Change[] {
  if (one === undefined) return []
  const { name } = one
  const id = `${kind}/${nameKey(name)}`
  const names = holderOf[kind]
  const target = kind === 'role' ? name : numbered(kind, name)
  const base = { object: `${kind} ${name}`, verb: 'update', product: 'cam' } as const
  const [had, has] = [old?.policies ?? [], one.policies]
  const [oldKeys, newKeys] = [new Set(had.map(refKey)), new Set(has.map(refKey))]
  const attached = has
    .filter((ref) => !oldKeys.has(refKey(ref)))
    .map((ref) => ({
      ...base,
      id: `${id} policy ${refKey(ref)}`,
      text: `attach ${ref}`,
      action: names.attach,
      parameters: { PolicyId: policyNumber(ref), [names.on]: target },
      needs: [id, ...(nature(ref) === 'denying' ? [] : [`${id} boundary`]), ...policyNeeds(ref)],
      stage: attachStage[nature(ref)],
    }))
  const detached = had
    .filter((ref) => !newKeys.has(refKey(ref)))
    .map((ref) => ({
      ...base,
      id: `${id} policy ${refKey(ref)}`,
      text: `detach ${ref}`,
      action: names.detach,
      parameters: { PolicyId: policyNumber(ref), [names.off]: target },
      needs: [],
      stage: detachStage[nature(ref)],
    }))
  const gone = detached.map((change) => change.id)
  return [...detached, ...attached, ...boundaryChanges(kind, id, base, { old, one }, gone)]
}

const policyNeeds = (ref: PolicyRef): readonly string[] =>
  presetOf(ref) === undefined ? [`policy/${nameKey(ref)}`, `policy/${nameKey(ref)} document`] : []

function boundaryChanges(
  kind: HolderKind,
  id: string,
  base: Pick<Change, 'object' | 'verb' | 'product'>,
  { old, one }: Pair<Holder>,
  detached: readonly string[],
): readonly Change[] {
  if (kind === 'group' || one === undefined) return []
  const [had, has] = [old?.boundary, one.boundary]
  if ((had === undefined ? undefined : refKey(had)) === (has === undefined ? undefined : refKey(has))) return []
  const word = kind === 'user' ? 'User' : 'Role'
  const target = kind === 'user' ? { TargetUin: numbered('user', one.name) } : { RoleName: one.name }
  if (has === undefined) {
    // What is left must be only what shall be allowed without it.
    return [
      {
        ...base,
        id: `${id} no boundary`,
        text: `take the boundary ${had} away`,
        action: `Delete${word}PermissionsBoundary`,
        parameters: target,
        needs: detached,
        stage: stages.unbound,
      },
    ]
  }
  return [
    {
      ...base,
      id: `${id} boundary`,
      text: had === undefined ? `boundary ${has}` : `boundary ${had} → ${has}`,
      action: `Put${word}PermissionsBoundary`,
      parameters: { ...target, PolicyId: policyNumber(has) },
      needs: [id, ...policyNeeds(has)],
      stage: had === undefined ? stages.bound : stages.rebound,
    },
  ]
}
