// The actions on roles: what they are, what they may do, who may use them, and how products hold on to theirs.
import { AttachRolePolicy } from './AttachRolePolicy.ts'
import { CreateRole } from './CreateRole.ts'
import { CreateServiceLinkedRole } from './CreateServiceLinkedRole.ts'
import { DeleteRole } from './DeleteRole.ts'
import { DeleteRolePermissionsBoundary } from './DeleteRolePermissionsBoundary.ts'
import { DeleteServiceLinkedRole } from './DeleteServiceLinkedRole.ts'
import { DescribeRoleList } from './DescribeRoleList.ts'
import { DescribeSafeAuthFlag } from './DescribeSafeAuthFlag.ts'
import { DescribeSafeAuthFlagIntl } from './DescribeSafeAuthFlagIntl.ts'
import { DetachRolePolicy } from './DetachRolePolicy.ts'
import { GetRole } from './GetRole.ts'
import { GetRolePermissionBoundary } from './GetRolePermissionBoundary.ts'
import { GetServiceLinkedRoleDeletionStatus } from './GetServiceLinkedRoleDeletionStatus.ts'
import { ListAttachedRolePolicies } from './ListAttachedRolePolicies.ts'
import { ListRoleSessions } from './ListRoleSessions.ts'
import { LogoutRoleSessions } from './LogoutRoleSessions.ts'
import { PutRolePermissionsBoundary } from './PutRolePermissionsBoundary.ts'
import { RegisterRoleUse } from './RegisterRoleUse.ts'
import { ReleaseRoleUse } from './ReleaseRoleUse.ts'
import { TagRole } from './TagRole.ts'
import { UntagRole } from './UntagRole.ts'
import { UpdateAssumeRolePolicy } from './UpdateAssumeRolePolicy.ts'
import { UpdateRoleConsoleLogin } from './UpdateRoleConsoleLogin.ts'
import { UpdateRoleDescription } from './UpdateRoleDescription.ts'
import { UpdateRoleSessionDuration } from './UpdateRoleSessionDuration.ts'

export const roleActions = [
  AttachRolePolicy,
  CreateRole,
  CreateServiceLinkedRole,
  DeleteRole,
  DeleteRolePermissionsBoundary,
  DeleteServiceLinkedRole,
  DescribeRoleList,
  DescribeSafeAuthFlag,
  DescribeSafeAuthFlagIntl,
  DetachRolePolicy,
  GetRole,
  GetRolePermissionBoundary,
  GetServiceLinkedRoleDeletionStatus,
  ListAttachedRolePolicies,
  ListRoleSessions,
  LogoutRoleSessions,
  PutRolePermissionsBoundary,
  RegisterRoleUse,
  ReleaseRoleUse,
  TagRole,
  UntagRole,
  UpdateAssumeRolePolicy,
  UpdateRoleConsoleLogin,
  UpdateRoleDescription,
  UpdateRoleSessionDuration,
]
