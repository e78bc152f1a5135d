// The walk through the actions of roles: made, described, given policies and a boundary, tagged, used by products, and
// deleted again, a service-linked one by its task.
import type { Step, Trail } from './walk.ts'

type Answer = Readonly<Record<string, unknown>>

/** A trust policy that lets the account itself in. */
export const trustOf = (account: number): string => {
  const principal = { qcs: [`qcs::cam::uin/${account}:root`] }
  return JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal }],
  })
}

const documentOf = (action: string): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: [action], resource: ['*'] }] })

const roleName = ({ tag }: Trail): string => `role-${tag}`
const arnOf = (trail: Trail): string => `qcs::cam::uin/${trail.account}:roleName/${roleName(trail)}`

const making: readonly Step[] = [
  {
    action: 'CreateRole',
    send: (trail) => ({
      RoleName: roleName(trail),
      PolicyDocument: documentOfTrust(trail, { string_equal: { 'sts:external_id': 'first' } }),
      Description: 'made by a client library, 测试',
      ConsoleLogin: 1,
      SessionDuration: 10_000,
      Tags: [
        { Key: 'team', Value: 'blue' },
        { Key: 'stage', Value: 'test' },
      ],
    }),
    keep: ({ RoleId }, trail) => trail.keep({ roleId: RoleId }),
  },
  {
    action: 'GetRole',
    send: (trail) => ({ RoleName: roleName(trail) }),
    shows: (trail) => ({
      RoleInfo: {
        RoleId: trail.text('roleId'),
        RoleName: roleName(trail),
        Description: 'made by a client library, 测试',
        ConsoleLogin: 1,
        SessionDuration: 10_000,
        RoleType: 'user',
        RoleArn: arnOf(trail),
      },
    }),
  },
  { action: 'UpdateRoleDescription', send: (trail) => ({ RoleId: trail.text('roleId'), Description: 'changed' }) },
  { action: 'UpdateRoleConsoleLogin', send: (trail) => ({ RoleName: roleName(trail), ConsoleLogin: 0 }) },
  {
    action: 'UpdateRoleSessionDuration',
    send: (trail) => ({ RoleName: roleName(trail), SessionDuration: 3600 }),
  },
  { action: 'UpdateRoleSessionDuration', send: (trail) => ({ RoleId: trail.text('roleId'), SessionDuration: 3601 }) },
  {
    action: 'UpdateAssumeRolePolicy',
    send: (trail) => ({ RoleName: roleName(trail), PolicyDocument: trustOf(trail.account) }),
  },
  { action: 'TagRole', send: (trail) => ({ RoleName: roleName(trail), Tags: [{ Key: 'team', Value: 'green' }] }) },
  { action: 'UntagRole', send: (trail) => ({ RoleId: trail.text('roleId'), TagKeys: ['stage'] }) },
  {
    action: 'DescribeRoleList',
    send: () => ({ Page: 1, Rp: 20, Tags: [{ Key: 'team', Value: 'green' }] }),
    shows: (trail) => ({
      TotalNum: 1,
      List: [
        {
          RoleName: roleName(trail),
          Description: 'changed',
          ConsoleLogin: 0,
          SessionDuration: 3601,
          PolicyDocument: trustOf(trail.account),
          Tags: [{ Key: 'team', Value: 'green' }],
        },
      ],
    }),
  },
  {
    action: 'DescribeRoleList',
    send: () => ({ Page: 1, Rp: 20, Tags: [{ Key: 'stage', Value: 'test' }] }),
    shows: () => ({ TotalNum: 0, List: [] }),
  },
]

const policies: readonly Step[] = [
  {
    action: 'CreatePolicy',
    send: ({ tag }) => ({ PolicyName: `of-role-${tag}`, PolicyDocument: documentOf('cam:GetUser') }),
    keep: ({ PolicyId }, trail) => trail.keep({ rolePolicyId: PolicyId }),
  },
  {
    action: 'AttachRolePolicy',
    send: (trail) => ({ PolicyId: trail.number('rolePolicyId'), AttachRoleName: roleName(trail) }),
  },
  {
    action: 'AttachRolePolicy',
    send: (trail) => ({ PolicyName: 'ReadOnlyAccess', AttachRoleId: trail.text('roleId') }),
  },
  {
    action: 'ListAttachedRolePolicies',
    send: (trail) => ({ RoleId: trail.text('roleId'), Page: 1, Rp: 20, PolicyType: 'User', Keyword: 'of-role' }),
    shows: (trail) => ({
      TotalNum: 1,
      List: [{ PolicyId: trail.number('rolePolicyId'), PolicyName: `of-role-${trail.tag}`, PolicyType: 'User' }],
    }),
  },
  {
    action: 'ListEntitiesForPolicy',
    send: (trail) => ({ PolicyId: trail.number('rolePolicyId'), Page: 1, Rp: 10, EntityFilter: 'Role' }),
    shows: (trail) => ({ TotalNum: 1, List: [{ Id: trail.text('roleId'), Name: roleName(trail), RelatedType: 3 }] }),
  },
  {
    action: 'ListPoliciesGrantingServiceAccess',
    // The number passes 2^53, so it is sent as text.
    send: (trail) => ({ RoleId: trail.text('roleId'), ServiceType: 'cam' }),
    shows: () => ({ List: [{ Service: { ServiceType: 'cam' } }] }),
  },
  {
    action: 'PutRolePermissionsBoundary',
    send: (trail) => ({ RoleId: trail.text('roleId'), PolicyId: trail.number('rolePolicyId') }),
  },
  {
    action: 'GetRolePermissionBoundary',
    send: (trail) => ({ RoleId: trail.text('roleId') }),
    shows: (trail) => ({ PolicyId: trail.number('rolePolicyId'), PolicyDocument: documentOf('cam:GetUser') }),
  },
]

const linked: readonly Step[] = [
  {
    action: 'CreateServiceLinkedRole',
    send: (trail) => ({
      QCSServiceName: ['COSAcc.COS.cloud.tencent.com'],
      CustomSuffix: `_${trail.tag}`,
      Description: 'of a product',
      Tags: [{ Key: 'team', Value: 'blue' }],
    }),
    keep: ({ RoleId }, trail) => trail.keep({ linkedId: RoleId }),
  },
  {
    action: 'GetRole',
    send: (trail) => ({ RoleId: trail.text('linkedId') }),
    shows: (trail) => ({ RoleInfo: { RoleName: linkedName(trail), RoleType: 'service_linked' } }),
  },
  {
    action: 'DeleteServiceLinkedRole',
    send: (trail) => ({ RoleName: linkedName(trail) }),
    keep: ({ DeletionTaskId }, trail) => trail.keep({ taskId: DeletionTaskId }),
  },
  {
    action: 'GetServiceLinkedRoleDeletionStatus',
    send: (trail) => ({ DeletionTaskId: trail.text('taskId') }),
    before: ({ server }) => server.dispatcher.runRoleTasks(),
    shows: () => ({ Status: 'SUCCEEDED' }),
  },
]

const flags: readonly Step[] = [
  { action: 'DescribeSafeAuthFlag', shows: () => ({ LoginFlag: { Stoken: 0 } }) },
  { action: 'DescribeSafeAuthFlagIntl', shows: () => ({ LoginFlag: { Stoken: 0 } }) },
]

const undoing: readonly Step[] = [
  { action: 'DeleteRolePermissionsBoundary', send: (trail) => ({ RoleName: roleName(trail) }) },
  {
    action: 'DetachRolePolicy',
    send: (trail) => ({ PolicyId: trail.number('rolePolicyId'), DetachRoleId: trail.text('roleId') }),
  },
  { action: 'DeletePolicy', send: (trail) => ({ PolicyId: [trail.number('rolePolicyId')] }) },
  { action: 'DeleteRole', send: (trail) => ({ RoleName: roleName(trail) }) },
  { action: 'DescribeRoleList', send: () => ({ Page: 1, Rp: 20 }), shows: () => ({ TotalNum: 0, List: [] }) },
]

/** `undoing` comes after the walk through sessions, which needs the role. */
export const roleSteps: readonly Step[] = [...making, ...policies, ...linked, ...flags]
export const roleUndoing: readonly Step[] = undoing

const linkedName = ({ tag }: Trail): string => `COS_QCSLinkedRoleInCOSAcc_${tag}`

function documentOfTrust({ account }: Trail, condition: object): string {
  const parsed: { statement: object[] } & Answer = JSON.parse(trustOf(account))
  return JSON.stringify({ ...parsed, statement: parsed.statement.map((one) => ({ ...one, condition })) })
}
