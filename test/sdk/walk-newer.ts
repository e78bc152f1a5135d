// The walk through actions that are newer than the reference, and through the tag product as other tools call it. It makes
// what it needs and deletes it again.
import { expect } from 'vitest'
import type { Step, Trail } from './walk.ts'

const documentOf = (action: string): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: [action], resource: ['*'] }] })

const people: readonly Step[] = [
  {
    action: 'AddUser',
    send: ({ tag }) => ({ Name: `newer-${tag}`, Email: `newer.${tag}@example.com` }),
    keep: ({ Uin, Uid }, trail) => trail.keep({ newerUin: Uin, newerUid: Uid }),
  },
  {
    action: 'ListAccounts',
    send: () => ({ MaxItems: 1 }),
    shows: ({ account }) => ({ Users: [{ Uin: account, UserType: 'Owner' }], IsTruncated: true }),
    keep: ({ Marker }, trail) => trail.keep({ marker: Marker }),
  },
  {
    action: 'ListAccounts',
    send: (trail) => ({ MaxItems: 100, Marker: trail.text('marker'), UserType: 'SubUser' }),
    shows: (trail) => ({
      Users: [{ Uin: trail.number('newerUin'), Name: `newer-${trail.tag}`, UserType: 'SubUser' }],
      IsTruncated: false,
    }),
  },
  {
    action: 'CreateMessageReceiver',
    send: ({ tag }) => ({
      Name: `receiver-${tag}`,
      CountryCode: '86',
      PhoneNumber: '13800000001',
      Email: `receiver.${tag}@example.com`,
      Remark: 'of a walk, 测试',
    }),
  },
  {
    action: 'ListReceiver',
    send: () => ({ Offset: 0, Limit: 10 }),
    shows: ({ tag }) => ({ TotalCount: 1, Receivers: [{ Name: `receiver-${tag}`, Remark: 'of a walk, 测试' }] }),
  },
  { action: 'DeleteMessageReceiver', send: ({ tag }) => ({ Name: `receiver-${tag}` }) },
  { action: 'ListReceiver', shows: () => ({ TotalCount: 0, Receivers: [] }) },
  {
    action: 'ListWeChatWorkSubAccounts',
    before: (trail) => makeWeComUser(trail),
    send: () => ({ Offset: 0, Limit: 10 }),
    shows: ({ tag }) => ({ TotalCount: 1, Data: [{ Name: `wecom-${tag}` }] }),
  },
]

const settings: readonly Step[] = [
  {
    action: 'UpdatePasswordRules',
    send: () => ({
      Rules: {
        MinimumLength: 12,
        MustContain: 'Aa1',
        ForcePasswordChange: 90,
        ReusePasswordLimit: 3,
        RetryPasswordLimit: 5,
        PasswordExpirationInvalidation: 2,
      },
    }),
  },
  {
    action: 'GetPasswordRules',
    shows: () => ({ Rules: { MinimumLength: 12, ForcePasswordChange: 90, ReusePasswordLimit: 3 } }),
  },
  {
    action: 'CreateSubAccountLoginIpPolicy',
    send: () => ({
      IpPolicies: [{ IP: '192.0.2.0/24', Effect: 'Allow' }],
      DisablePolicy: 0,
      PolicyType: 1,
    }),
  },
  {
    action: 'BuildDataFlowAuthToken',
    send: ({ account }) => ({
      ResourceId: 'ckafka-00000001',
      ResourceRegion: 'ap-guangzhou',
      ResourceAccount: String(account),
    }),
    shows: () => ({ Credentials: { Token: expect.any(String) } }),
  },
]

const rights: readonly Step[] = [
  {
    action: 'CreatePolicy',
    send: ({ tag }) => ({ PolicyName: `newer-${tag}`, PolicyDocument: documentOf('cam:GetUser') }),
    keep: ({ PolicyId }, trail) => trail.keep({ newerPolicyId: PolicyId }),
  },
  {
    action: 'GetUserPermissionBoundary',
    send: (trail) => ({ TargetUin: trail.number('newerUin') }),
    shows: () => ({ PolicyId: null, PolicyName: null, PolicyDocument: null }),
  },
  {
    action: 'PutUserPermissionsBoundary',
    send: (trail) => ({ TargetUin: trail.number('newerUin'), PolicyId: trail.number('newerPolicyId') }),
  },
  {
    action: 'GetUserPermissionBoundary',
    send: (trail) => ({ TargetUin: trail.number('newerUin') }),
    shows: (trail) => ({ PolicyId: trail.number('newerPolicyId'), PolicyDocument: documentOf('cam:GetUser') }),
  },
  { action: 'DeleteUserPermissionsBoundary', send: (trail) => ({ TargetUin: trail.number('newerUin') }) },
  {
    action: 'AttachUserPolicy',
    send: (trail) => ({ PolicyId: trail.number('newerPolicyId'), AttachUin: trail.number('newerUin') }),
  },
  {
    action: 'ListPoliciesGrantingServiceAccess',
    send: (trail) => ({ TargetUin: trail.number('newerUin'), ServiceType: 'cam' }),
    shows: (trail) => ({
      List: [
        {
          Service: { ServiceType: 'cam' },
          Action: [{ Name: 'GetUser' }],
          Policy: [{ PolicyId: String(trail.number('newerPolicyId')), PolicyName: `newer-${trail.tag}` }],
        },
      ],
    }),
  },
]

const resourceOf = (trail: Trail): string => `qcs::cam::uin/${trail.account}:uin/${trail.number('newerUin')}`

/** What Terraform does to the tags of a user, and the same by resource. */
const tags: readonly Step[] = [
  {
    action: 'TagResources',
    product: 'tag',
    send: (trail) => ({
      ResourceList: [resourceOf(trail)],
      Tags: [
        { TagKey: 'team', TagValue: 'blue' },
        { TagKey: 'stage', TagValue: 'test' },
      ],
    }),
    shows: () => ({ FailedResources: [] }),
  },
  {
    action: 'ModifyResourceTags',
    product: 'tag',
    send: (trail) => ({
      Resource: resourceOf(trail),
      ReplaceTags: [{ TagKey: 'team', TagValue: 'green' }],
      DeleteTags: [{ TagKey: 'stage' }],
    }),
  },
  {
    action: 'DescribeResourceTagsByResourceIds',
    product: 'tag',
    send: (trail) => ({
      ServiceType: 'cam',
      ResourcePrefix: 'uin',
      ResourceIds: [String(trail.number('newerUin'))],
      ResourceRegion: '',
      Offset: 0,
      Limit: 20,
    }),
    shows: (trail) => ({
      TotalCount: 1,
      Tags: [{ TagKey: 'team', TagValue: 'green', ResourceId: String(trail.number('newerUin')), ServiceType: 'cam' }],
    }),
  },
  {
    action: 'GetResources',
    product: 'tag',
    send: (trail) => ({ ResourceList: [resourceOf(trail)], MaxResults: 10 }),
    shows: (trail) => ({
      ResourceTagMappingList: [{ Resource: resourceOf(trail), Tags: [{ TagKey: 'team', TagValue: 'green' }] }],
    }),
  },
  {
    action: 'GetResources',
    product: 'tag',
    send: () => ({ TagFilters: [{ TagKey: 'team', TagValue: ['blue', 'green'] }] }),
    shows: (trail) => ({ PaginationToken: '', ResourceTagMappingList: [{ Resource: resourceOf(trail) }] }),
  },
  {
    action: 'UnTagResources',
    product: 'tag',
    send: (trail) => ({ ResourceList: [resourceOf(trail)], TagKeys: ['team'] }),
    shows: () => ({ FailedResources: [] }),
  },
]

const undoing: readonly Step[] = [
  { action: 'DeletePolicy', send: (trail) => ({ PolicyId: [trail.number('newerPolicyId')] }) },
  { action: 'DeleteUser', send: ({ tag }) => ({ Name: `newer-${tag}`, Force: 1 }) },
]

export const newerSteps: readonly Step[] = [...people, ...settings, ...rights, ...tags, ...undoing]

/** No call makes a user of WeCom. */
function makeWeComUser({ server, account: owner, tag }: Trail): Promise<'inserted' | 'taken'> {
  return server.world.store.transaction(async (writes) => {
    const [uin, uid] = [await writes.ids.next('uin'), await writes.ids.next('uid')]
    const texts = { name: `wecom-${tag}`, nickName: 'wecom', remark: '', phone: '', countryCode: '86', email: '' }
    const flags = { consoleLogin: true, needResetPassword: false, phoneVerified: false, emailVerified: false }
    const rest = { wechatBound: true, receiverOwner: false, passwordHash: undefined, createdMs: server.world.clock() }
    return writes.users.insert(owner, { uin, uid, type: 3, ...texts, ...flags, ...rest })
  })
}
