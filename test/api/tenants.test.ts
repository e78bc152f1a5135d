// Two root accounts in one store. Whatever one has, the other cannot see, name, count or change it: every action is tried
// across the border, with everything of the other that an action can name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import { allow, type Harness, type Identity, openHarness } from './harness.ts'

let server: Harness
/** Everything of the account that is looked at from outside. */
interface Estate {
  readonly owner: Identity
  readonly userUin: number
  readonly userUid: number
  readonly userName: string
  readonly groupId: number
  readonly groupName: string
  readonly policyId: number
  readonly policyName: string
  readonly secretId: string
  readonly token: string
}
let theirs: Estate
let ours: Identity

const document = JSON.stringify(allow('cam:GetUser'))

async function furnish(owner: Identity, word: string): Promise<Estate> {
  const as = { as: owner }
  const user = await server.ok('AddUser', { Name: `${word}-user`, UseApi: 1 }, as)
  const group = await server.ok('CreateGroup', { GroupName: `${word}-group` }, as)
  const policy = await server.ok('CreatePolicy', { PolicyName: `${word}-policy`, PolicyDocument: document }, as)
  const [userUin, groupId, policyId] = [Number(user['Uin']), Number(group['GroupId']), Number(policy['PolicyId'])]
  await server.ok('CreatePolicyVersion', { PolicyId: policyId, PolicyDocument: document, SetAsDefault: false }, as)
  await server.ok('AddUserToGroup', { Info: [{ GroupId: groupId, Uin: userUin }] }, as)
  await server.ok('AttachUserPolicy', { PolicyId: policyId, AttachUin: userUin }, as)
  await server.ok('AttachGroupPolicy', { PolicyId: policyId, AttachGroupId: groupId }, as)
  await server.ok('PutUserPermissionsBoundary', { TargetUin: userUin, PolicyId: policyId }, as)
  const token = `mfa_${word}`
  await server.world.store.transaction((writes) =>
    writes.mfaTokens.insert(owner.account, { token, uin: userUin, expiresMs: server.clock() + 300_000 }),
  )
  return {
    owner,
    userUin,
    userUid: Number(user['Uid']),
    userName: `${word}-user`,
    groupId,
    groupName: `${word}-group`,
    policyId,
    policyName: `${word}-policy`,
    secretId: String(user['SecretId']),
    token,
  }
}

beforeAll(async () => {
  server = await openHarness()
  theirs = await furnish(server.root, 'hidden')
  ours = await server.account('stranger')
})
afterAll(() => server.close())

/** Parameters of each action that name the other account's objects. */
function reaching(estate: Estate): Readonly<Record<string, readonly object[]>> {
  const { userUin, userUid, userName, groupId, policyId, policyName, secretId, token } = estate
  const target = { TargetUin: userUin }
  const rootTarget = { TargetUin: estate.owner.uin }
  const info = [{ Info: [{ GroupId: groupId, Uin: userUin }] }, { Info: [{ GroupId: groupId, Uid: userUid }] }]
  const paged = { Page: 1, Rp: 10 }
  const version = { PolicyId: policyId, VersionId: 2 }
  return {
    AddUser: [{ Name: 'stranger-made' }],
    AddUserToGroup: info,
    AttachGroupPolicy: [
      { PolicyId: policyId, AttachGroupId: groupId },
      { PolicyId: 1, AttachGroupId: groupId },
    ],
    AttachUserPolicy: [
      { PolicyId: policyId, AttachUin: userUin },
      { PolicyId: 1, AttachUin: userUin },
    ],
    CheckAccess: [
      { Action: 'cam:GetUser', Resource: ['*'], ...target },
      { Action: 'cam:GetUser', Resource: ['*'], ...rootTarget },
    ],
    ConsumeCustomMFAToken: [{ MFAToken: token }],
    CreateAccessKey: [target, rootTarget],
    CreateGroup: [{ GroupName: 'stranger-made' }],
    CreatePolicy: [{ PolicyName: 'stranger-made', PolicyDocument: document }],
    CreatePolicyVersion: [{ PolicyId: policyId, PolicyDocument: document, SetAsDefault: true }],
    DeleteAccessKey: [
      { AccessKeyId: secretId },
      { AccessKeyId: secretId, ...target },
      { AccessKeyId: estate.owner.secretId, ...rootTarget },
    ],
    DeleteGroup: [{ GroupId: groupId }],
    DeletePolicy: [{ PolicyId: [policyId] }],
    DeletePolicyVersion: [{ PolicyId: policyId, VersionId: [2] }],
    DeleteUser: [{ Name: userName, Force: 1 }],
    DeleteUserPermissionsBoundary: [target, rootTarget],
    DescribeAuditEvents: [{}, { Uin: userUin }, { Uin: estate.owner.uin }],
    DescribeSafeAuthFlagColl: [{ SubUin: userUin }, { SubUin: estate.owner.uin }],
    DescribeSubAccounts: [{ FilterSubAccountUin: [userUin, estate.owner.uin] }],
    DetachGroupPolicy: [{ PolicyId: policyId, DetachGroupId: groupId }],
    DetachUserPolicy: [{ PolicyId: policyId, DetachUin: userUin }],
    GetAccountSummary: [{}],
    GetCustomMFATokenInfo: [{ MFAToken: token }],
    GetGroup: [{ GroupId: groupId }],
    GetPolicy: [{ PolicyId: policyId }],
    GetPolicyVersion: [version],
    GetSecurityLastUsed: [{ SecretIdList: [secretId, estate.owner.secretId] }],
    GetUser: [{ Name: userName }],
    GetUserAppId: [{}],
    ListAccessKeys: [target, rootTarget],
    ListAttachedGroupPolicies: [{ TargetGroupId: groupId }],
    ListAttachedUserAllPolicies: [{ ...target, ...paged, AttachType: 0 }],
    ListAttachedUserPolicies: [target],
    ListCollaborators: [{}],
    ListEntitiesForPolicy: [{ PolicyId: policyId }, { PolicyId: 1 }],
    ListGroups: [{}, { Keyword: 'hidden' }],
    ListGroupsForUser: [{ Uid: userUid }, { SubUin: userUin }],
    ListPolicies: [{ Scope: 'Local' }, { Keyword: 'hidden' }, { Scope: 'QCS', Rp: 200 }],
    ListPolicyVersions: [{ PolicyId: policyId }],
    ListUsers: [{}],
    ListUsersForGroup: [{ GroupId: groupId }],
    PutUserPermissionsBoundary: [
      { ...target, PolicyId: policyId },
      { ...target, PolicyId: 1 },
    ],
    RemoveUserFromGroup: info,
    SetDefaultPolicyVersion: [version],
    SetMfaFlag: [
      { OpUin: userUin, LoginFlag: { Stoken: 1 } },
      { OpUin: estate.owner.uin, LoginFlag: { Stoken: 1 } },
    ],
    UpdateAccessKey: [
      { AccessKeyId: secretId, Status: 'Inactive' },
      { AccessKeyId: secretId, Status: 'Inactive', ...target },
    ],
    UpdateGroup: [{ GroupId: groupId, GroupName: 'stolen' }],
    UpdatePolicy: [
      { PolicyId: policyId, PolicyDocument: document },
      { PolicyName: policyName, PolicyDocument: document },
    ],
    UpdateUser: [{ Name: userName, Remark: 'stolen' }],
  }
}

/** An account in which nothing of that was ever made, numbered differently everywhere. */
function nowhere(): Estate {
  return {
    owner: { ...server.root, uin: 199_999_999_990, account: 199_999_999_990, secretId: `AKID${'z'.repeat(32)}` },
    userUin: 199_999_999_991,
    userUid: 99_999_991,
    userName: 'absent-user',
    groupId: 99_999_992,
    groupName: 'absent-group',
    policyId: 99_999_993,
    policyName: 'absent-policy',
    secretId: `AKID${'y'.repeat(32)}`,
    token: 'mfa_absent',
  }
}

/** What an answer says, with the numbers and names that were asked for taken out. */
function shapeOf(answer: object, estate: Estate): string {
  const { RequestId: _, ...rest } = answer as Record<string, unknown>
  // Numbers first and whole: one of them can be the beginning of another.
  let text = JSON.stringify(rest).replace(/\d{5,}/g, '#')
  for (const word of [estate.userName, estate.policyName, estate.secretId, estate.owner.secretId, estate.token]) {
    text = text.replaceAll(word, '#')
  }
  return text
}

/** Everything that the owner can see of its account. */
async function inventory(estate: Estate): Promise<string> {
  const as = { as: estate.owner }
  const { userUin: TargetUin, groupId: GroupId, policyId: PolicyId } = estate
  const seen = [
    await server.ok('ListUsers', {}, as),
    await server.ok('GetUser', { Name: estate.userName }, as),
    await server.ok('GetGroup', { GroupId }, as),
    await server.ok('ListPolicies', { Scope: 'Local' }, as),
    await server.ok('GetPolicy', { PolicyId }, as),
    await server.ok('ListPolicyVersions', { PolicyId }, as),
    await server.ok('ListEntitiesForPolicy', { PolicyId }, as),
    await server.ok('ListAttachedUserAllPolicies', { TargetUin, Page: 1, Rp: 10, AttachType: 0 }, as),
    await server.ok('ListAccessKeys', { TargetUin }, as),
    await server.ok('DescribeSafeAuthFlagColl', { SubUin: TargetUin }, as),
    await server.ok('GetAccountSummary', {}, as),
    await server.ok('GetCustomMFATokenInfo', { MFAToken: estate.token }, as),
  ]
  return JSON.stringify(seen)
}

test('the list of attempts has every action', () => {
  expect(Object.keys(reaching(nowhere())).sort()).toEqual(actions.map((row) => row.name).sort())
})

describe.each(actions.map((row) => [row.name, row] as const))('%s', (name, row: ActionRow) => {
  test('answers about another account as about nothing, and leaves it alone', async () => {
    const before = await inventory(theirs)
    const attempts = reaching(theirs)[name] ?? []
    const blanks = reaching(nowhere())[name] ?? []
    for (const [index, attempt] of attempts.entries()) {
      const answer = await server.call(name, attempt, { as: ours })
      expect(JSON.stringify(answer)).not.toMatch(/hidden-(user|group|policy)(?!`)/)
      // What nobody has must answer the same: a difference would tell that the other account has it.
      const repeatable = row.access === 'read' || answer.Error !== undefined
      if (repeatable) {
        const blank = await server.call(name, blanks[index] ?? {}, { as: ours })
        expect(shapeOf(answer, theirs)).toBe(shapeOf(blank, nowhere()))
      }
    }
    expect(await inventory(theirs)).toBe(before)
  })
})

test('names are taken per account only', async () => {
  await server.ok('AddUser', { Name: 'hidden-user' }, { as: ours })
  await server.ok('CreateGroup', { GroupName: 'hidden-group' }, { as: ours })
  await server.ok('CreatePolicy', { PolicyName: 'hidden-policy', PolicyDocument: document }, { as: ours })
})

test('a user of one account with every right has none in the other', async () => {
  const powerful = await server.user('powerful', allow('*'))
  await server.refused('ResourceNotFound.UserNotExist', 'GetUser', { Name: 'stranger-made' }, { as: powerful })
  const stranger = await server.ok('GetUser', { Name: 'stranger-made' }, { as: ours })
  expect(stranger['Name']).toBe('stranger-made')
})
