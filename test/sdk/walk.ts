// One walk through the documented actions of users and policies, in an order in which each finds what it needs: a step names its action and
// makes its parameters from what came before.
import type { RunningServer } from '../../src/main.ts'
import type { SdkProduct } from './models.ts'

type Answer = Readonly<Record<string, unknown>>

/** What the walk has made so far; a step that reads what isn't there yet fails. */
export interface Trail {
  /** Told apart from the walks before it in the same store. */
  readonly tag: string
  readonly account: number
  readonly server: RunningServer
  number(name: string): number
  text(name: string): string
  keep(values: Readonly<Record<string, unknown>>): void
}

export interface Step {
  readonly action: string
  /** `cam` unless told. */
  readonly product?: SdkProduct
  readonly send?: (trail: Trail) => object
  /** What the answer must say, among other things. */
  readonly shows?: (trail: Trail) => object
  /** What later steps need. */
  readonly keep?: (answer: Answer, trail: Trail) => void
  /** What no call makes is put into the store before the step. */
  readonly before?: (trail: Trail) => Promise<unknown>
}

const documentOf = (action: string): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: [action], resource: ['*'] }] })

const members: readonly Step[] = [
  {
    action: 'AddUser',
    send: ({ tag }) => ({
      Name: `user-${tag}`,
      Remark: 'made by a client library, 测试',
      ConsoleLogin: 1,
      UseApi: 1,
      Password: 'Aa1!aaaa&=+ %',
      NeedResetPassword: 1,
      PhoneNum: '13800000000',
      CountryCode: '86',
      Email: `${tag}@example.com`,
    }),
    shows: ({ tag }) => ({ Name: `user-${tag}`, Password: 'Aa1!aaaa&=+ %' }),
    keep: ({ Uin, Uid, SecretId }, trail) => trail.keep({ uin: Uin, uid: Uid, secretId: SecretId }),
  },
  {
    action: 'GetUser',
    send: ({ tag }) => ({ Name: `user-${tag}` }),
    shows: (trail) => ({
      Uin: trail.number('uin'),
      Uid: trail.number('uid'),
      Remark: 'made by a client library, 测试',
      ConsoleLogin: 1,
      PhoneNum: '13800000000',
      Email: `${trail.tag}@example.com`,
    }),
  },
  {
    action: 'UpdateUser',
    send: ({ tag }) => ({
      Name: `user-${tag}`,
      Remark: 'changed',
      ConsoleLogin: 1,
      Password: 'Bb2?bbbbbbbb',
      NeedResetPassword: 0,
      PhoneNum: '13900000000',
      CountryCode: '852',
      Email: `new.${tag}@example.com`,
    }),
  },
  {
    action: 'ListUsers',
    shows: ({ tag }) => ({ Data: [{ Name: `user-${tag}`, Remark: 'changed', CountryCode: '852' }] }),
  },
  {
    action: 'DescribeSubAccounts',
    send: (trail) => ({ FilterSubAccountUin: [trail.number('uin'), trail.account] }),
    shows: (trail) => ({
      SubAccounts: [
        { Uin: trail.number('uin'), UserType: 2 },
        { Uin: trail.account, UserType: 1 },
      ],
    }),
  },
  {
    action: 'CreateGroup',
    send: ({ tag }) => ({ GroupName: `group-${tag}`, Remark: 'of a walk' }),
    keep: ({ GroupId }, trail) => trail.keep({ groupId: GroupId }),
  },
  {
    action: 'UpdateGroup',
    send: (trail) => ({ GroupId: trail.number('groupId'), GroupName: `group2-${trail.tag}`, Remark: 'renamed' }),
  },
  {
    action: 'AddUserToGroup',
    send: (trail) => ({
      Info: [{ GroupId: trail.number('groupId'), Uid: trail.number('uid'), Uin: trail.number('uin') }],
    }),
  },
  {
    action: 'GetGroup',
    send: (trail) => ({ GroupId: trail.number('groupId') }),
    shows: (trail) => ({ GroupName: `group2-${trail.tag}`, GroupNum: 1, UserInfo: [{ Uin: trail.number('uin') }] }),
  },
  {
    action: 'ListGroups',
    send: ({ tag }) => ({ Page: 1, Rp: 5, Keyword: `group2-${tag}` }),
    shows: (trail) => ({ TotalNum: 1, GroupInfo: [{ GroupId: trail.number('groupId'), Remark: 'renamed' }] }),
  },
  {
    action: 'ListUsersForGroup',
    send: (trail) => ({ GroupId: trail.number('groupId'), Page: 1, Rp: 5 }),
    shows: (trail) => ({ TotalNum: 1, UserInfo: [{ Uid: trail.number('uid'), UserType: 3 }] }),
  },
  {
    action: 'ListGroupsForUser',
    send: (trail) => ({ Uid: trail.number('uid'), SubUin: trail.number('uin'), Page: 1, Rp: 5 }),
    shows: (trail) => ({ TotalNum: 1, GroupInfo: [{ GroupId: trail.number('groupId') }] }),
  },
]

const keys: readonly Step[] = [
  {
    action: 'CreateAccessKey',
    send: (trail) => ({ TargetUin: trail.number('uin') }),
    keep: ({ AccessKey }, trail) => trail.keep({ secondId: (AccessKey as Answer)['AccessKeyId'] }),
  },
  {
    action: 'UpdateAccessKey',
    send: (trail) => ({ TargetUin: trail.number('uin'), AccessKeyId: trail.text('secondId'), Status: 'Inactive' }),
  },
  {
    action: 'ListAccessKeys',
    send: (trail) => ({ TargetUin: trail.number('uin') }),
    shows: (trail) => ({
      AccessKeys: [
        { AccessKeyId: trail.text('secretId'), Status: 'Active' },
        { AccessKeyId: trail.text('secondId'), Status: 'Inactive' },
      ],
    }),
  },
  {
    action: 'GetSecurityLastUsed',
    send: (trail) => ({ SecretIdList: [trail.text('secondId'), trail.text('rootSecretId')] }),
    shows: (trail) => ({
      SecretIdLastUsedRows: [
        { SecretId: trail.text('secondId'), LastUsedDate: null, LastSecretUsedDate: null },
        { SecretId: trail.text('rootSecretId') },
      ],
    }),
  },
  {
    action: 'DeleteAccessKey',
    send: (trail) => ({ TargetUin: trail.number('uin'), AccessKeyId: trail.text('secondId') }),
  },
]

const account: readonly Step[] = [
  { action: 'GetAccountSummary', shows: () => ({ User: 1, Group: 1, Member: 1 }) },
  { action: 'GetUserAppId', shows: ({ account }) => ({ Uin: String(account), OwnerUin: String(account) }) },
  {
    action: 'ListCollaborators',
    send: () => ({ Limit: 10, Offset: 0 }),
    before: (trail) => makeCollaborator(trail),
    shows: ({ tag }) => ({ Data: [{ Name: `friend-${tag}`, NickName: 'friend' }] }),
  },
]

const secondFactor: readonly Step[] = [
  {
    action: 'SetMfaFlag',
    send: (trail) => ({
      OpUin: trail.number('uin'),
      LoginFlag: { Phone: 0, Stoken: 1, Wechat: 0 },
      ActionFlag: { Phone: 0, Stoken: 1, Wechat: 0 },
    }),
  },
  {
    action: 'DescribeSafeAuthFlagColl',
    send: (trail) => ({ SubUin: trail.number('uin') }),
    shows: () => ({ LoginFlag: { Stoken: 1, Phone: 0 }, ActionFlag: { Stoken: 1, Wechat: 0 } }),
  },
  {
    action: 'GetCustomMFATokenInfo',
    send: ({ tag }) => ({ MFAToken: `token-${tag}` }),
    before: (trail) => makeToken(trail),
    shows: (trail) => ({ Uin: trail.number('uin') }),
  },
  { action: 'ConsumeCustomMFAToken', send: ({ tag }) => ({ MFAToken: `token-${tag}` }) },
]

const policies: readonly Step[] = [
  {
    action: 'CreatePolicy',
    send: ({ tag }) => ({
      PolicyName: `policy-${tag}`,
      PolicyDocument: documentOf('cam:GetUser'),
      Description: 'made by a client library, 测试',
    }),
    keep: ({ PolicyId }, trail) => trail.keep({ policyId: PolicyId }),
  },
  {
    action: 'UpdatePolicy',
    send: (trail) => ({
      PolicyId: trail.number('policyId'),
      PolicyName: `policy2-${trail.tag}`,
      Description: 'changed',
      PolicyDocument: documentOf('cam:ListUsers'),
    }),
  },
  {
    action: 'GetPolicy',
    send: (trail) => ({ PolicyId: trail.number('policyId') }),
    shows: ({ tag }) => ({
      PolicyName: `policy2-${tag}`,
      Description: 'changed',
      Type: 1,
      PolicyDocument: documentOf('cam:ListUsers'),
    }),
  },
  {
    action: 'GetPolicy',
    send: () => ({ PolicyId: 1 }),
    shows: () => ({ PolicyName: 'AdministratorAccess', Type: 2 }),
  },
  {
    action: 'ListPolicies',
    send: ({ tag }) => ({ Page: 1, Rp: 10, Scope: 'Local', Keyword: `policy2-${tag}` }),
    shows: (trail) => ({ TotalNum: 1, List: [{ PolicyId: trail.number('policyId'), Type: 1 }] }),
  },
  { action: 'ListPolicies', send: () => ({ Rp: 200, Scope: 'QCS' }) },
  {
    action: 'CreatePolicyVersion',
    send: (trail) => ({
      PolicyId: trail.number('policyId'),
      PolicyDocument: documentOf('cam:GetGroup'),
      SetAsDefault: false,
    }),
    keep: ({ VersionId }, trail) => trail.keep({ versionId: VersionId }),
  },
  {
    action: 'SetDefaultPolicyVersion',
    send: (trail) => ({ PolicyId: trail.number('policyId'), VersionId: trail.number('versionId') }),
  },
  {
    action: 'ListPolicyVersions',
    send: (trail) => ({ PolicyId: trail.number('policyId') }),
    shows: (trail) => ({
      Versions: [
        { VersionId: 1, IsDefaultVersion: 0 },
        { VersionId: trail.number('versionId'), IsDefaultVersion: 1 },
      ],
    }),
  },
  {
    action: 'GetPolicyVersion',
    send: (trail) => ({ PolicyId: trail.number('policyId'), VersionId: trail.number('versionId') }),
    shows: () => ({ PolicyVersion: { IsDefaultVersion: 1, Document: documentOf('cam:GetGroup') } }),
  },
  { action: 'DeletePolicyVersion', send: (trail) => ({ PolicyId: trail.number('policyId'), VersionId: [1] }) },
]

const attachments: readonly Step[] = [
  {
    action: 'AttachUserPolicy',
    send: (trail) => ({ PolicyId: trail.number('policyId'), AttachUin: trail.number('uin') }),
  },
  {
    action: 'AttachGroupPolicy',
    send: (trail) => ({ PolicyId: trail.number('policyId'), AttachGroupId: trail.number('groupId') }),
  },
  {
    action: 'ListEntitiesForPolicy',
    send: (trail) => ({ PolicyId: trail.number('policyId'), Page: 1, Rp: 10, EntityFilter: 'User' }),
    shows: (trail) => ({ TotalNum: 1, List: [{ Id: String(trail.number('uid')), RelatedType: 1 }] }),
  },
  {
    action: 'ListAttachedUserPolicies',
    send: (trail) => ({ TargetUin: trail.number('uin'), Page: 1, Rp: 10 }),
    shows: (trail) => ({ TotalNum: 1, List: [{ PolicyId: trail.number('policyId'), PolicyType: 'User' }] }),
  },
  {
    action: 'ListAttachedGroupPolicies',
    send: (trail) => ({ TargetGroupId: trail.number('groupId'), Page: 1, Rp: 10, Keyword: 'policy2' }),
    shows: (trail) => ({ TotalNum: 1, List: [{ PolicyId: trail.number('policyId') }] }),
  },
  {
    action: 'ListAttachedUserAllPolicies',
    send: (trail) => ({
      TargetUin: trail.number('uin'),
      Page: 1,
      Rp: 10,
      AttachType: 0,
      StrategyType: 1,
      Keyword: 'policy2',
    }),
    shows: (trail) => ({
      PolicyList: [{ PolicyId: String(trail.number('policyId')), Groups: [{ GroupId: trail.number('groupId') }] }],
    }),
  },
  {
    action: 'PutUserPermissionsBoundary',
    send: (trail) => ({ TargetUin: trail.number('uin'), PolicyId: trail.number('policyId') }),
  },
]

const undoing: readonly Step[] = [
  { action: 'DeleteUserPermissionsBoundary', send: (trail) => ({ TargetUin: trail.number('uin') }) },
  {
    action: 'DetachUserPolicy',
    send: (trail) => ({ PolicyId: trail.number('policyId'), DetachUin: trail.number('uin') }),
  },
  {
    action: 'DetachGroupPolicy',
    send: (trail) => ({ PolicyId: trail.number('policyId'), DetachGroupId: trail.number('groupId') }),
  },
  { action: 'DeletePolicy', send: (trail) => ({ PolicyId: [trail.number('policyId')] }) },
  {
    action: 'RemoveUserFromGroup',
    send: (trail) => ({
      Info: [{ GroupId: trail.number('groupId'), Uid: trail.number('uid'), Uin: trail.number('uin') }],
    }),
  },
  { action: 'DeleteGroup', send: (trail) => ({ GroupId: trail.number('groupId') }) },
  { action: 'DeleteUser', send: ({ tag }) => ({ Name: `user-${tag}`, Force: 1 }) },
]

export const walk: readonly Step[] = [
  ...members,
  ...keys,
  ...account,
  ...secondFactor,
  ...policies,
  ...attachments,
  ...undoing,
]

function makeToken(trail: Trail): Promise<void> {
  const { store, clock } = trail.server.world
  const token = { token: `token-${trail.tag}`, uin: trail.number('uin'), expiresMs: clock() + 60_000 }
  return store.transaction((writes) => writes.mfaTokens.insert(trail.account, token))
}

function makeCollaborator({ server, account: owner, tag }: Trail): Promise<'inserted' | 'taken'> {
  return server.world.store.transaction(async (writes) => {
    const [uin, uid] = [await writes.ids.next('uin'), await writes.ids.next('uid')]
    const texts = { name: `friend-${tag}`, nickName: 'friend', remark: '', phone: '', countryCode: '86', email: '' }
    const flags = { consoleLogin: false, needResetPassword: false, phoneVerified: false, emailVerified: false }
    const rest = { wechatBound: false, receiverOwner: false, passwordHash: undefined, createdMs: server.world.clock() }
    return writes.users.insert(owner, { uin, uid, type: 4, ...texts, ...flags, ...rest })
  })
}
