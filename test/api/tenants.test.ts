// Two root accounts in one store. Whatever one has, the other cannot see, name, count or change it: every action is tried
// across the border, with everything of the other that an action can name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActionRow } from '../../src/actions/define.ts'
import { actions } from '../../src/actions/index.ts'
import { requestTo, told } from './decision/signed.ts'
import { allow, type Harness, type Identity, openHarness } from './harness.ts'
import { createOidc, createSaml, metadata, oidc, userOidc } from './identity-provider/providers.ts'

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
  readonly roleId: string
  readonly roleName: string
  readonly linkedId: string
  readonly linkedName: string
  readonly taskId: string
  readonly samlName: string
  readonly oidcName: string
  readonly decisionTokenId: string
  readonly scimTokenId: string
  readonly refusedId: string
}
let theirs: Estate
let ours: Identity

const document = JSON.stringify(allow('cam:GetUser'))
const tat = 'command.tat.cloud.tencent.com'
const trust = {
  version: '2.0',
  statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: ['cvm.qcloud.com'] } }],
}

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
  const PolicyDocument = JSON.stringify(trust)
  const roleName = `${word}-role`
  const tags = [{ Key: 'hidden-key', Value: 'hidden-value' }]
  const role = await server.ok('CreateRole', { RoleName: roleName, PolicyDocument, Tags: tags }, as)
  await server.ok('AttachRolePolicy', { PolicyId: policyId, AttachRoleId: role['RoleId'] }, as)
  await server.ok('PutRolePermissionsBoundary', { RoleId: role['RoleId'], PolicyId: policyId }, as)
  const linkedName = `TAT_QCSLinkedRoleInCommand_-${word}`
  const linked = await server.ok('CreateServiceLinkedRole', { QCSServiceName: [tat], CustomSuffix: `-${word}` }, as)
  await server.ok('RegisterRoleUse', { RoleId: linked['RoleId'], ServiceName: tat, Resource: 'hidden-job' }, as)
  const task = await server.ok('DeleteServiceLinkedRole', { RoleName: linkedName }, as)
  await server.ok(
    'TagResources',
    {
      ResourceList: [`qcs::cam::uin/:uin/${userUin}`, `qcs::cam::uin/:policy/${policyId}`],
      Tags: [{ TagKey: word, TagValue: `${word}-value` }],
    },
    as,
  )
  const pager = { Name: `${word}-pager`, CountryCode: '86', PhoneNumber: '13800000000', Email: 'a@b' }
  await server.ok('CreateMessageReceiver', pager, as)
  await server.ok('UpdatePasswordRules', { Rules: { MinimumLength: 10 } }, as)
  await createSaml(server, `${word}-saml`, { Description: `${word}-value` }, as)
  await createOidc(server, `${word}-oidc`, { Description: `${word}-value` }, as)
  await server.ok('CreateUserSAMLConfig', { SAMLMetadataDocument: metadata, AuxiliaryDomain: `${word}.value` }, as)
  await server.ok('CreateUserOIDCConfig', { ...userOidc, Description: `${word}-value` }, as)
  const { Detail } = await server.ok('CreateDecisionToken', { Service: word }, as)
  const token = `mfa_${word}`
  const scim = await server.ok('CreateScimToken', { TargetUin: userUin }, as)
  await server.world.store.transaction((writes) =>
    writes.mfaTokens.insert(owner.account, { token, uin: userUin, expiresMs: server.clock() + 300_000 }),
  )
  const itself = { ...owner, uin: userUin, secretId: String(user['SecretId']), secretKey: String(user['SecretKey']) }
  const { RequestId: refusedId } = await server.call('ListGroups', {}, { as: itself })
  await server.dispatcher.flush()
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
    roleId: String(role['RoleId']),
    roleName,
    linkedId: String(linked['RoleId']),
    linkedName,
    taskId: String(task['DeletionTaskId']),
    samlName: `${word}-saml`,
    oidcName: `${word}-oidc`,
    decisionTokenId: (Detail as { TokenId: string }).TokenId,
    scimTokenId: (scim as { ScimToken: { TokenId: string } }).ScimToken.TokenId,
    refusedId,
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
  const roles = [{ RoleId: estate.roleId }, { RoleName: estate.roleName }, { RoleId: estate.linkedId }]
  const locked = [{ TargetUin: String(userUin) }, { TargetUin: String(estate.owner.uin) }, ...roles]
  const withRole = (given: object) => roles.map((role) => ({ ...role, ...given }))
  const PolicyDocument = JSON.stringify(trust)
  const use = { ServiceName: tat, Resource: 'hidden-job' }
  const uses = [
    { RoleId: estate.linkedId, ...use },
    { RoleName: estate.linkedName, ...use },
  ]
  const pairs = (kind: string) => [
    { PolicyId: policyId, [`${kind}RoleId`]: estate.roleId },
    { PolicyId: 1, [`${kind}RoleId`]: estate.roleId },
    { PolicyName: policyName, [`${kind}RoleName`]: estate.roleName },
  ]
  const tagged = [
    ['uin', String(userUin)],
    ['policy', String(policyId)],
    ['role', estate.roleId],
  ] as const
  const described = (owner: string) => tagged.map(([kind, id]) => `qcs::cam::${owner}:${kind}/${id}`)
  const owned = `uin/${estate.owner.uin}`
  const saml = { Name: estate.samlName }
  const byToken = { Name: estate.oidcName }
  const stolen = { TagKey: 'hidden', TagValue: 'stolen' }
  return {
    AddUser: [{ Name: 'stranger-made' }],
    AddUserToGroup: info,
    AssumeRole: [`roleName/${estate.roleName}`, `role/${estate.roleId}`, `roleName/${estate.linkedName}`].map(
      (role) => ({
        // That an account exists is no secret of it; what it has is.
        RoleArn: `qcs::cam::uin/${theirs.owner.uin}:${role}`,
        RoleSessionName: 'stranger',
      }),
    ),
    // That a provider exists is no secret, since whoever signs in by it must name it; which roles there are is one.
    AssumeRoleWithSAML: [`roleName/${estate.roleName}`, `role/${estate.roleId}`].map((role) => ({
      SAMLAssertion: 'x',
      PrincipalArn: `qcs::cam::uin/${estate.owner.account}:saml-provider/absent`,
      RoleArn: `qcs::cam::uin/${estate.owner.account}:${role}`,
      RoleSessionName: 'stranger',
    })),
    AssumeRoleWithWebIdentity: [`roleName/${estate.roleName}`, `role/${estate.roleId}`].map((role) => ({
      ProviderId: 'absent',
      WebIdentityToken: 'x',
      RoleArn: `qcs::cam::uin/${estate.owner.account}:${role}`,
      RoleSessionName: 'stranger',
    })),
    AttachGroupPolicy: [
      { PolicyId: policyId, AttachGroupId: groupId },
      { PolicyId: 1, AttachGroupId: groupId },
    ],
    AttachRolePolicy: pairs('Attach'),
    AttachUserPolicy: [
      { PolicyId: policyId, AttachUin: userUin },
      { PolicyId: 1, AttachUin: userUin },
    ],
    AuthorizeRequest: [told('todo', requestTo('todo', estate.owner))],
    BuildDataFlowAuthToken: [{ ResourceId: 'cdb-1', ResourceRegion: 'ap-guangzhou', ResourceAccount: 'app' }],
    CheckAccess: [
      { ActionName: 'cam:GetUser', Resource: ['*'], ...target },
      { ActionName: 'cam:GetUser', Resource: ['*'], ...rootTarget },
    ],
    CheckAccessBatch: [
      { Questions: [{ ActionName: 'cam:GetUser', Resource: ['*'], ...target }] },
      { Questions: [{ ActionName: 'cam:GetUser', Resource: ['*'], ...rootTarget }] },
    ],
    ConsumeCustomMFAToken: [{ MFAToken: token }],
    CreateAccessKey: [target, rootTarget],
    CreateDecisionToken: [{ Service: 'todo' }],
    CreateGroup: [{ GroupName: 'stranger-made' }],
    CreateMessageReceiver: [{ Name: 'stranger-pager', CountryCode: '86', PhoneNumber: '13800000000', Email: 'a@b' }],
    CreateOIDCConfig: [{ ...oidc, Name: 'stranger-made' }],
    CreatePolicy: [{ PolicyName: 'stranger-made', PolicyDocument: document }],
    CreatePolicyVersion: [{ PolicyId: policyId, PolicyDocument: document, SetAsDefault: true }],
    CreateRole: [{ RoleName: 'stranger-made', PolicyDocument }],
    CreateSAMLProvider: [{ Name: 'stranger-saml', Description: '', SAMLMetadataDocument: metadata }],
    CreateScimToken: [target, rootTarget],
    CreateServiceLinkedRole: [{ QCSServiceName: [tat] }],
    CreateSubAccountLoginIpPolicy: [
      {
        IpPolicies: [{ IP: '10.0.0.1', Effect: 'Allow' }],
        ApproverType: 'SubAccountLoginLimitApproval',
        ApproverUin: [userUin],
      },
    ],
    CreateUserOIDCConfig: [userOidc],
    CreateUserSAMLConfig: [{ SAMLMetadataDocument: metadata }],
    DeleteAccessKey: [
      { AccessKeyId: secretId },
      { AccessKeyId: secretId, ...target },
      { AccessKeyId: estate.owner.secretId, ...rootTarget },
    ],
    DeleteDecisionToken: [{ TokenId: estate.decisionTokenId }],
    DeleteGroup: [{ GroupId: groupId }],
    DeleteMessageReceiver: [{ Name: 'hidden-pager' }],
    DeleteOIDCConfig: [byToken, saml],
    DeletePolicy: [{ PolicyId: [policyId] }],
    DeletePolicyVersion: [{ PolicyId: policyId, VersionId: [2] }],
    DeleteRole: roles,
    DeleteRolePermissionsBoundary: roles,
    DeleteSAMLProvider: [saml, byToken],
    DeleteScimToken: [{ TokenId: estate.scimTokenId }],
    DeleteServiceLinkedRole: [{ RoleName: estate.linkedName }, { RoleName: estate.roleName }],
    DeleteUser: [{ Name: userName, Force: 1 }],
    DeleteUserPermissionsBoundary: [target, rootTarget],
    DescribeCatalog: [{ Service: 'cam' }],
    DescribeAuditEvents: [{}, { Uin: userUin }, { Uin: estate.owner.uin }],
    DescribeOIDCConfig: [byToken, saml],
    DescribeRefusal: [{ RefusedRequestId: estate.refusedId }],
    DescribeResourceTagsByResourceIds: tagged.map(([kind, id]) => ({
      ServiceType: 'cam',
      ResourcePrefix: kind,
      ResourceIds: [id],
      ResourceRegion: '',
    })),
    DescribeRoleList: [paged, { ...paged, Tags: [{ Key: 'hidden-key', Value: 'hidden-value' }] }],
    DescribeSafeAuthFlag: [{}],
    DescribeSafeAuthFlagColl: [{ SubUin: userUin }, { SubUin: estate.owner.uin }],
    DescribeSafeAuthFlagIntl: [{}],
    DescribeSubAccountLoginIpPolicy: [{}],
    DescribeSubAccounts: [{ FilterSubAccountUin: [userUin, estate.owner.uin] }],
    DescribeUserOIDCConfig: [{}],
    DescribeUserSAMLConfig: [{}],
    DetachGroupPolicy: [{ PolicyId: policyId, DetachGroupId: groupId }],
    DetachRolePolicy: pairs('Detach'),
    DetachUserPolicy: [{ PolicyId: policyId, DetachUin: userUin }],
    DisableUserSSO: [{}],
    GetAccountSummary: [{}],
    GetCallerIdentity: [{}],
    GetCustomMFATokenInfo: [{ MFAToken: token }],
    GetFederationToken: [{ Name: 'stranger', Policy: encodeURIComponent(document) }],
    GetGuardCaller: [{ Service: 'ses', CallerSecretId: secretId, Day: '2026-01-02' }],
    GetGuardState: [{ Service: 'ses' }],
    GetGroup: [{ GroupId: groupId }],
    GetPasswordRules: [{}],
    GetPolicy: [{ PolicyId: policyId }],
    GetPolicyVersion: [version],
    GetResources: [
      {},
      { ResourceList: described('') },
      { ResourceList: described(owned) },
      { TagFilters: [{ TagKey: 'hidden' }] },
    ],
    GetRole: roles,
    GetRolePermissionBoundary: [{ RoleId: estate.roleId }, { RoleId: estate.linkedId }],
    GetSAMLProvider: [saml, byToken],
    GetSecurityLastUsed: [{ SecretIdList: [secretId, estate.owner.secretId] }],
    GetServiceLinkedRoleDeletionStatus: [{ DeletionTaskId: estate.taskId }],
    GetSessionToken: [{ SerialNumber: `qcs::cam:${owned}::mfa/softToken`, TokenCode: '123456' }],
    GetUser: [{ Name: userName }],
    GetUserAppId: [{}],
    GetUserPermissionBoundary: [target, rootTarget],
    ListAccessKeys: [target, rootTarget],
    ListAccounts: [{}, { UserType: 'MessageReceiver' }],
    ListAttachedGroupPolicies: [{ TargetGroupId: groupId }],
    ListAttachedRolePolicies: withRole(paged),
    ListAttachedUserAllPolicies: [{ ...target, ...paged, AttachType: 0 }],
    ListAttachedUserPolicies: [target],
    ListCatalogs: [{}],
    ListCollaborators: [{}],
    ListDecisionTokens: [{}],
    ListEntitiesForPolicy: [{ PolicyId: policyId }, { PolicyId: 1 }],
    ListGroups: [{}, { Keyword: 'hidden' }],
    ListGroupsForUser: [{ Uid: userUid }, { SubUin: userUin }],
    ListPolicies: [{ Scope: 'Local' }, { Keyword: 'hidden' }, { Scope: 'QCS', Rp: 200 }],
    ListPoliciesGrantingServiceAccess: [target, rootTarget, { GroupId: groupId }, { RoleId: estate.roleId }],
    ListPolicyVersions: [{ PolicyId: policyId }],
    ListQuarantines: [{}],
    ListReceiver: [{}],
    ListIdentityProvider: [{}, { Kind: 'saml' }, { Kind: 'oidc' }],
    ListRoleSessions: withRole(paged),
    ListSAMLProviders: [{}],
    ListScimTokens: [{}],
    ListUsers: [{}],
    LookUpEvents: [userUin, estate.owner.uin].map((uin) => ({
      StartTime: 0,
      EndTime: 10 ** 11,
      LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: String(uin) }],
    })),
    ListUsersForGroup: [{ GroupId: groupId }],
    ListWeChatWorkSubAccounts: [{ Offset: 0, Limit: 10 }],
    LogoutConsoleSessions: [target, rootTarget],
    LogoutRoleSessions: roles,
    ModifyResourceTags: [...described(''), ...described(owned)].map((Resource) => ({
      Resource,
      ReplaceTags: [stolen],
    })),
    PutRolePermissionsBoundary: withRole({ PolicyId: policyId }),
    PutUserPermissionsBoundary: [
      { ...target, PolicyId: policyId },
      { ...target, PolicyId: 1 },
    ],
    QuarantinePrincipal: locked,
    QueryApiKey: [target, rootTarget],
    RegisterRoleUse: uses,
    ReleasePrincipal: locked,
    ReleaseRoleUse: uses,
    RemoveUserFromGroup: info,
    RotateScimToken: [{ TokenId: estate.scimTokenId }],
    SetDefaultPolicyVersion: [version],
    SetMfaFlag: [
      { OpUin: userUin, LoginFlag: { Stoken: 1 } },
      { OpUin: estate.owner.uin, LoginFlag: { Stoken: 1 } },
    ],
    TagResources: [
      { ResourceList: described(''), Tags: [stolen] },
      { ResourceList: described(owned), Tags: [stolen] },
    ],
    TagRole: withRole({ Tags: [{ Key: 'k', Value: 'v' }] }),
    UnTagResources: [
      { ResourceList: described(''), TagKeys: ['hidden'] },
      { ResourceList: described(owned), TagKeys: ['hidden'] },
    ],
    UntagRole: withRole({ TagKeys: ['hidden-key'] }),
    UpdateAccessKey: [
      { AccessKeyId: secretId, Status: 'Inactive' },
      { AccessKeyId: secretId, Status: 'Inactive', ...target },
    ],
    UpdateAssumeRolePolicy: withRole({ PolicyDocument }),
    UpdateGroup: [{ GroupId: groupId, GroupName: 'stolen' }],
    UpdateOIDCConfig: [
      { ...oidc, ...byToken },
      { ...oidc, ...saml },
    ],
    UpdatePasswordRules: [{ Rules: { MinimumLength: 9 } }],
    UpdatePolicy: [
      { PolicyId: policyId, PolicyDocument: document },
      { PolicyName: policyName, PolicyDocument: document },
    ],
    UpdateRoleConsoleLogin: withRole({ ConsoleLogin: 1 }),
    UpdateRoleDescription: withRole({ Description: 'stolen' }),
    UpdateRoleSessionDuration: withRole({ SessionDuration: 1 }),
    UpdateSAMLProvider: [
      { ...saml, Description: 'stolen' },
      { ...byToken, Description: 'stolen' },
    ],
    UpdateUser: [{ Name: userName, Remark: 'stolen' }],
    UpdateUserOIDCConfig: [userOidc],
    UpdateUserSAMLConfig: [{ Operate: 'disable' }],
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
    roleId: '4611686018999999991',
    roleName: 'absent-role',
    linkedId: '4611686018999999992',
    linkedName: 'TAT_QCSLinkedRoleInCommand-absent',
    taskId: '00000000-0000-4000-8000-000000000000',
    decisionTokenId: 'absenttoken1',
    samlName: 'absent-saml',
    oidcName: 'absent-oidc',
    scimTokenId: 'SCIMabsent',
    refusedId: '00000000-0000-4000-8000-000000000001',
  }
}

/** What an answer says, with the numbers and names that were asked for taken out. */
function shapeOf(answer: object, estate: Estate): string {
  const { RequestId: _, ...rest } = answer as Record<string, unknown>
  // Numbers first and whole: one of them can be the beginning of another.
  let text = JSON.stringify(rest)
    .replace(/\d{5,}/g, '#')
    .replace(/"Token":"[^"]*"/g, '"Token":"#"')
  const { userName, policyName, secretId, owner, token, roleName, linkedName, taskId, samlName, oidcName } = estate
  const taskNumbered = taskId.replace(/\d{5,}/g, '#')
  const scim = estate.scimTokenId.replace(/\d{5,}/g, '#')
  const refused = estate.refusedId.replace(/\d{5,}/g, '#')
  const names = [userName, policyName, roleName, linkedName, samlName, oidcName, estate.decisionTokenId]
  const words = [...names, secretId, owner.secretId, token, taskId, taskNumbered, scim, refused]
  for (const word of words) {
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
    await server.ok('DescribeRoleList', { Page: 1, Rp: 200 }, as),
    await server.ok('GetRole', { RoleId: estate.roleId }, as),
    await server.ok('ListAttachedRolePolicies', { RoleId: estate.roleId, Page: 1, Rp: 200 }, as),
    await server.ok('GetRolePermissionBoundary', { RoleId: estate.roleId }, as),
    await server.ok('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: estate.taskId }, as),
    await server.world.store.read.roles.uses(estate.owner.account, estate.linkedId),
    await server.ok('GetAccountSummary', {}, as),
    await server.ok('GetResources', {}, as),
    await server.ok('ListAccounts', {}, as),
    await server.ok('GetPasswordRules', {}, as),
    await server.ok('ListSAMLProviders', {}, as),
    await server.ok('ListIdentityProvider', {}, as),
    await server.ok('DescribeSubAccountLoginIpPolicy', {}, as),
    await server.ok('GetSAMLProvider', { Name: estate.samlName }, as),
    await server.ok('DescribeOIDCConfig', { Name: estate.oidcName }, as),
    await server.ok('DescribeUserSAMLConfig', {}, as),
    await server.ok('DescribeUserOIDCConfig', {}, as),
    await server.ok('ListDecisionTokens', {}, as),
    await server.ok('ListScimTokens', {}, as),
    await server.ok('ListQuarantines', {}, as),
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
      expect(JSON.stringify(answer)).not.toMatch(/hidden[-.](user|group|policy|role|key|value|job|saml|oidc)(?!`)/)
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
