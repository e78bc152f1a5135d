// Action names of cam, sts, tag and cloudaudit that policies may carry although no handler of ours has to exist for them. Names are only
// ever added: a policy that was accepted must stay acceptable.

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Actions of the API reference of cam, 2019-01-16. */
export const camDocumented = words(`
  AddUser AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy ConsumeCustomMFAToken CreateAccessKey
  CreateGroup CreateOIDCConfig CreatePolicy CreatePolicyVersion CreateRole CreateSAMLProvider CreateServiceLinkedRole
  CreateUserOIDCConfig CreateUserSAMLConfig DeleteAccessKey DeleteGroup DeleteOIDCConfig DeletePolicy
  DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteSAMLProvider DeleteServiceLinkedRole DeleteUser
  DeleteUserPermissionsBoundary DescribeOIDCConfig DescribeRoleList DescribeSafeAuthFlag DescribeSafeAuthFlagColl
  DescribeSafeAuthFlagIntl DescribeSubAccounts DescribeUserOIDCConfig DescribeUserSAMLConfig DetachGroupPolicy
  DetachRolePolicy DetachUserPolicy DisableUserSSO GetAccountSummary GetCustomMFATokenInfo GetGroup GetPolicy
  GetPolicyVersion GetRole GetSAMLProvider GetSecurityLastUsed GetServiceLinkedRoleDeletionStatus GetUser GetUserAppId
  ListAccessKeys ListAttachedGroupPolicies ListAttachedRolePolicies ListAttachedUserAllPolicies
  ListAttachedUserPolicies ListCollaborators ListEntitiesForPolicy ListGroups ListGroupsForUser ListPolicies
  ListPolicyVersions ListSAMLProviders ListUsers ListUsersForGroup PutRolePermissionsBoundary
  PutUserPermissionsBoundary RemoveUserFromGroup SetDefaultPolicyVersion SetMfaFlag TagRole UntagRole UpdateAccessKey
  UpdateAssumeRolePolicy UpdateGroup UpdateOIDCConfig UpdatePolicy UpdateRoleConsoleLogin UpdateRoleDescription
  UpdateSAMLProvider UpdateUser UpdateUserOIDCConfig UpdateUserSAMLConfig
`)

/** Actions that the official SDKs have and the reference lacks. */
export const camNewer = words(`
  BuildDataFlowAuthToken CreateMessageReceiver CreateSubAccountLoginIpPolicy DeleteMessageReceiver GetPasswordRules
  GetRolePermissionBoundary GetUserPermissionBoundary ListAccounts ListPoliciesGrantingServiceAccess ListReceiver
  ListWeChatWorkSubAccounts UpdatePasswordRules UpdateRoleSessionDuration
`)

/** Pseudo-actions and actions of the console, known from audit events and from policies in use. */
export const camFurther = words(`
  AddConsoleUser AddSubAccount AddSubAccountCheckingMFA AddSubAccountsToGroup AttachGroupPolicies AttachGroupsPolicy
  AttachRolePolicies AttachRolesPolicy AttachUserPolicies AttachUsersPolicy BatchOperateCamStrategy BindToken
  ChangeTokenUser CheckSubAccountName CheckTokenValid CheckUserPolicyAttachment CloseDataFlowAuth CreateApiKey
  CreateCollApiKey CreateProjectKey CreateRoleByConsole CreateSubAccountBindPolicy CreateSubAccounts
  CreateSubUserInviteQRCode DeleteApiKey DeleteCollApiKey DeleteEntitiesPermissionsBoundary DeleteProjectKey
  DeleteSubAccount DescribeAssistApprover DescribeCamStrategyDetail DescribeSubAccountBindPolicy
  DescribeSubAccountContacts DescribeSubAccountLoginIpPolicy DetachGroupPolicies DetachGroupsPolicy DetachRolePolicies
  DetachRolesPolicy DetachUserPolicies DetachUsersPolicy DisableApiKey DisableCollApiKey DisableProjectKey EnableApiKey
  EnableCollApiKey EnableProjectKey GetAllSubUser GetApiKey GetProjectKey GetSafeAuthInfo GetSubAccountBindInfo
  GetTokenByAuthCodeForSaaS GetUserBasicInfo ListAllGroupsPolicies ListGroupsForConsole ListGroupsPolicies
  ListIdentityProvider ListMaskedSubAccounts ListSubAccounts ListSubUsers ListUsersForPolicy LogoutRoleSessions
  LookupRecentlyLogin OpenDataFlowAuth PassRole PutEntitiesPermissionsBoundary QueryApiKey QueryApiKeyRecord
  QueryCollApiKey QueryProjectKeyList RotateDataFlowAuth SendSubAccountInfo SetSafeAuthFlag SyncSecretKey UnbindStoken
  UnbindSubAccount UpdateCamStrategy UpdateSubAccount UpdateSubAccountAttr
`)

/** Actions of sts, 2018-08-13. */
export const stsDocumented = words(`
  AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity GetFederationToken GetSessionToken QueryApiKey
`)

/** Actions of tag, 2018-08-13. */
export const tagDocumented = words(`
  AddProject AddResourceTag AttachResourcesTag CreateTag CreateTags DeleteResourceTag DeleteTag DeleteTags
  DescribeProjects DescribeResourcesByTags DescribeResourcesByTagsUnion DescribeResourceTags
  DescribeResourceTagsByResourceIds DescribeResourceTagsByResourceIdsSeq DescribeResourceTagsByTagKeys DescribeTagKeys
  DescribeTags DescribeTagsSeq DescribeTagValues DescribeTagValuesSeq DetachResourcesTag GetResources GetTagKeys GetTags
  GetTagValues ModifyResourcesTagValue ModifyResourceTags TagResources UnTagResources UpdateProject
  UpdateResourceTagValue
`)

/** Names from before that version; the vendor's own examples of policies still carry them. */
export const tagFurther = words('GetResourcesByTags GetResourceTags')

/** Actions of cloudaudit, 2019-03-19, by the official SDKs, and those of its console. */
export const cloudauditDocumented = words(`
  CreateAudit CreateAuditTrack CreateEventsAuditTrack DeleteAudit DeleteAuditTrack DescribeAudit DescribeAuditTrack
  DescribeAuditTracks DescribeEvents GetAttributeKey InquireAuditCredit ListAudits ListCmqEnableRegion ListCosEnableRegion
  ListKeyAliasByRegion LookUpEvents LookupEvents ModifyAuditTrack ModifyEventsAuditTrack StartLogging StopLogging
  UpdateAudit
`)
