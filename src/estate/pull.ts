// Reads an account over the API, with documented reads only, and never anything secret: neither keys nor passwords are asked
// for. What cannot be read is a gap with its reason; only a key that nobody accepts ends the reading.
import { flagOf, listOf, type Members, numberOf, textOf, UnexpectedAnswer } from './answers.ts'
import { asking, type Call, Refusal, type Sleep } from './calls.ts'
import { type Estate, type Gap, type Group, ordered, type PolicyRef, type Role, type Tag, type User } from './model.ts'
import { createDirectory, type Directory } from './names.ts'
import { type FoundPolicies, pullPolicies, pullTrust } from './pull-policies.ts'
import { pullProviders, pullSettings } from './pull-settings.ts'
import { everyPage, inTurn, type Reading } from './reading.ts'
import { plainName } from './schema.ts'

export interface PullParts {
  readonly call: Call
  readonly sleep: Sleep
  /** Told what is being read now. */
  readonly progress?: ((text: string) => void) | undefined
}

export interface Pulled {
  readonly estate: Estate
  readonly directory: Directory
  readonly account: string
  readonly appId: string
  /** Number of whoever the key is of. */
  readonly caller: string
}

/** Codes that no other call with the same key would be spared. */
const isHopeless = ({ code }: Refusal): boolean =>
  code.startsWith('AuthFailure') && code !== 'AuthFailure.UnauthorizedOperation'

const whyOf = (refusal: Refusal): string => `${refusal.action}: ${refusal.code}: ${refusal.said}`

export async function pull({ call, sleep, progress = () => {} }: PullParts): Promise<Pulled> {
  const ask = asking(call, sleep)
  progress('account')
  const who = await ask('cam', 'GetUserAppId', {})
  const account = textOf(who, 'OwnerUin')
  const directory = createDirectory(account, String(numberOf(who, 'AppId')))
  const gaps: Gap[] = []
  const reading: Reading = {
    ask,
    directory,
    progress,
    gaps,
    gap: (what, why) => gaps.push({ what, why }),
    async attempt(path, otherwise, read) {
      try {
        return await read()
      } catch (error) {
        if (error instanceof UnexpectedAnswer) gaps.push({ what: path, why: error.message })
        else if (error instanceof Refusal && !isHopeless(error)) gaps.push({ what: path, why: whyOf(error) })
        else throw error
        return otherwise
      }
    },
  }
  // Names first, so that documents can be read with all of them.
  const users = await reading.attempt('users', [], () => listUsers(reading))
  const groups = await reading.attempt('groups', [], () => listGroups(reading))
  const roles = await reading.attempt('roles', [], () => listRoles(reading))
  const policies = await pullPolicies(reading)
  const tags = await tagsOfUsers(reading, users)
  const estate = ordered({
    account,
    incomplete: [],
    policies: policies.policies,
    users: await inTurn(users, (user) => wholeUser(reading, user, policies, tags.get(numberOf(user, 'Uin')) ?? [])),
    groups: await inTurn(groups, (group) => wholeGroup(reading, group, policies, users)),
    roles: (await inTurn(roles, (role) => wholeRole(reading, role, policies))).flatMap((role) => role ?? []),
    ...(await pullProviders(reading)),
    settings: await pullSettings(reading),
  })
  return {
    estate: ordered({ ...estate, incomplete: gaps }),
    directory,
    account,
    appId: directory.appId,
    caller: textOf(who, 'Uin'),
  }
}

async function listUsers({ ask, directory, progress }: Reading): Promise<readonly Members[]> {
  progress('users')
  const users = listOf(await ask('cam', 'ListUsers', {}), 'Data')
  for (const user of users) directory.add('user', textOf(user, 'Name'), String(numberOf(user, 'Uin')))
  return users
}

async function listGroups({ ask, directory, progress }: Reading): Promise<readonly Members[]> {
  progress('groups')
  const groups = await everyPage(ask, 'ListGroups', {}, 'GroupInfo')
  for (const group of groups) directory.add('group', textOf(group, 'GroupName'), String(numberOf(group, 'GroupId')))
  return groups
}

/** Those that calls of the account can change; others belong to products. */
async function listRoles({ ask, directory, progress, gap }: Reading): Promise<readonly Members[]> {
  progress('roles')
  const roles = await everyPage(ask, 'DescribeRoleList', {}, 'List')
  for (const role of roles) directory.add('role', textOf(role, 'RoleName'), textOf(role, 'RoleId'))
  return roles.filter((role) => {
    const [name, type] = [textOf(role, 'RoleName'), textOf(role, 'RoleType')]
    if (type !== '' && type !== 'user') gap(`roles/${name}`, 'it belongs to a product, whose calls alone change it')
    else if (!plainName.test(name)) gap(`roles/${name}`, 'its name cannot be that of a file')
    else return true
    return false
  })
}

async function wholeUser(
  reading: Reading,
  user: Members,
  policies: FoundPolicies,
  tags: readonly Tag[],
): Promise<User> {
  const name = textOf(user, 'Name')
  const uin = { TargetUin: numberOf(user, 'Uin') }
  reading.progress(`user ${name}`)
  return {
    name,
    remark: textOf(user, 'Remark'),
    consoleLogin: flagOf(user, 'ConsoleLogin'),
    phone: textOf(user, 'PhoneNum'),
    countryCode: textOf(user, 'CountryCode') || '86',
    email: textOf(user, 'Email'),
    boundary: await boundaryOf(reading, `users/${name}`, 'GetUserPermissionBoundary', uin, policies),
    policies: await attached(reading, `users/${name}`, 'ListAttachedUserPolicies', uin, policies),
    tags,
  }
}

async function wholeGroup(
  reading: Reading,
  group: Members,
  policies: FoundPolicies,
  users: readonly Members[],
): Promise<Group> {
  const name = textOf(group, 'GroupName')
  const id = numberOf(group, 'GroupId')
  reading.progress(`group ${name}`)
  const known = new Set(users.map((user) => numberOf(user, 'Uin')))
  const members = await reading.attempt(`groups/${name}/members`, [], () =>
    everyPage(reading.ask, 'ListUsersForGroup', { GroupId: id }, 'UserInfo'),
  )
  for (const member of members) {
    if (known.has(numberOf(member, 'Uin'))) continue
    const why = 'collaborators and message recipients are not kept, nor are users that could not be listed'
    reading.gap(`groups/${name}/members/${textOf(member, 'Name')}`, why)
  }
  return {
    name,
    remark: textOf(group, 'Remark'),
    members: members.filter((member) => known.has(numberOf(member, 'Uin'))).map((member) => textOf(member, 'Name')),
    policies: await attached(reading, `groups/${name}`, 'ListAttachedGroupPolicies', { TargetGroupId: id }, policies),
  }
}

async function wholeRole(reading: Reading, role: Members, policies: FoundPolicies): Promise<Role | undefined> {
  const name = textOf(role, 'RoleName')
  const id = { RoleId: textOf(role, 'RoleId') }
  reading.progress(`role ${name}`)
  const trust = pullTrust(reading, name, textOf(role, 'PolicyDocument'))
  if (trust === undefined) return undefined
  return {
    name,
    description: textOf(role, 'Description'),
    consoleLogin: flagOf(role, 'ConsoleLogin'),
    sessionDuration: (role['SessionDuration'] ?? null) === null ? 0 : numberOf(role, 'SessionDuration'),
    trust,
    boundary: await boundaryOf(reading, `roles/${name}`, 'GetRolePermissionBoundary', id, policies),
    policies: await attached(reading, `roles/${name}`, 'ListAttachedRolePolicies', id, policies),
    tags: listOf(role, 'Tags').map((tag) => ({ key: textOf(tag, 'Key'), value: textOf(tag, 'Value') })),
  }
}

function attached(
  reading: Reading,
  path: string,
  action: string,
  parameters: object,
  { refOf }: FoundPolicies,
): Promise<readonly PolicyRef[]> {
  return reading.attempt(`${path}/policies`, [], async () => {
    const entries = await everyPage(reading.ask, action, parameters, 'List')
    return entries.flatMap((entry) => {
      const ref = refOf(numberOf(entry, 'PolicyId'), textOf(entry, 'PolicyName'), textOf(entry, 'PolicyType') === 'QCS')
      if (ref === undefined)
        reading.gap(`${path}/policies`, `nothing is known of policy ${numberOf(entry, 'PolicyId')}`)
      return ref ?? []
    })
  })
}

function boundaryOf(
  reading: Reading,
  path: string,
  action: string,
  parameters: object,
  { refOf }: FoundPolicies,
): Promise<PolicyRef | undefined> {
  return reading.attempt<PolicyRef | undefined>(`${path}/boundary`, undefined, async () => {
    const answer = await reading.ask('cam', action, parameters)
    // Nulls where there is none; another server of this protocol may say 0.
    if ((answer['PolicyId'] ?? 0) === 0) return undefined
    const ref = refOf(numberOf(answer, 'PolicyId'), textOf(answer, 'PolicyName'), answer['PolicyType'] === 2)
    if (ref === undefined) reading.gap(`${path}/boundary`, `nothing is known of policy ${numberOf(answer, 'PolicyId')}`)
    return ref
  })
}

/** As many users as have, with fifty tags each, no more tags than one answer holds. */
const usersAtOnce = 20

async function tagsOfUsers(
  { ask, attempt, progress }: Reading,
  users: readonly Members[],
): Promise<ReadonlyMap<number, readonly Tag[]>> {
  const tags = new Map<number, Tag[]>()
  if (users.length === 0) return tags
  progress('tags of users')
  const uins = users.map((user) => String(numberOf(user, 'Uin')))
  await attempt('users/*/tags', undefined, async () => {
    for (let from = 0; from < uins.length; from += usersAtOnce) {
      const answer = await ask('tag', 'DescribeResourceTagsByResourceIds', {
        ServiceType: 'cam',
        ResourcePrefix: 'uin',
        ResourceIds: uins.slice(from, from + usersAtOnce),
        ResourceRegion: '',
        Limit: 1000,
      })
      for (const tag of listOf(answer, 'Tags')) {
        const uin = Number(textOf(tag, 'ResourceId'))
        tags.set(uin, [...(tags.get(uin) ?? []), { key: textOf(tag, 'TagKey'), value: textOf(tag, 'TagValue') }])
      }
    }
    return undefined
  })
  return tags
}
