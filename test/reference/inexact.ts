// Where the examples of the reference cannot be replayed to the letter, each with its reason. Every entry is needed: the
// test fails on one that is not. Places are `Action.Member` with the indexes of lists left out.

import { keys, metadata } from '../api/identity-provider/providers.ts'

const generated = 'the server chooses it'
const notRetired = 'no product is out of use here'
const placeholder = 'the example has a placeholder'
const noSignIn = 'nobody has signed in to a console, and no call can say so'
const ownPresets = 'another server has other presets: the tenth policy of the list is another one'
const whoAttached = 'the example is of an attachment from before it was recorded who makes them'

/** Members of answers with another value of the same type. */
export const inexactValues: Readonly<Record<string, string>> = {
  'AddUser.Uin': generated,
  'AddUser.Uid': generated,
  'AddUser.SecretId': generated,
  'AddUser.SecretKey': generated,
  'AddUser.Password': 'the password of the example is too weak, and the answer repeats the one that was sent',
  'CreateAccessKey.AccessKey.AccessKeyId': generated,
  'CreateAccessKey.AccessKey.SecretAccessKey': generated,
  'CreateGroup.GroupId': generated,
  'CreatePolicy.PolicyId': generated,
  'CreateSAMLProvider.ProviderArn': placeholder,
  'CreateServiceLinkedRole.RoleId': generated,
  'DeleteServiceLinkedRole.DeletionTaskId': generated,
  'GetSecurityLastUsed.SecretIdLastUsedRows.LastUsedDate': 'the example has a day other than that of its own moment',
  'ListAttachedGroupPolicies.List.CreateMode': placeholder,
  'ListAttachedGroupPolicies.List.Deactived': placeholder,
  'ListAttachedGroupPolicies.List.OperateOwnerUin': placeholder,
  'ListAttachedGroupPolicies.List.OperateUin': placeholder,
  'ListAttachedGroupPolicies.List.OperateUinType': placeholder,
  'ListAttachedGroupPolicies.List.PolicyType': 'the example calls a preset a custom policy',
  'ListAttachedGroupPolicies.List.Remark': placeholder,
  'ListAttachedUserAllPolicies.PolicyList.Deactived': notRetired,
  'ListAttachedUserPolicies.List.PolicyType':
    'the example leaves the type of a custom policy empty; its table does not',
  'ListAttachedRolePolicies.List.CreateMode': 'presets are made from policy text here',
  'ListAttachedRolePolicies.List.Deactived': notRetired,
  'ListAttachedRolePolicies.List.Description': placeholder,
  'ListPolicies.TotalNum': ownPresets,
  'ListPolicies.List.AddTime': ownPresets,
  'ListPolicies.List.Deactived': notRetired,
  'ListPolicies.List.Description': ownPresets,
  'ListPolicies.List.IsServiceLinkedPolicy': ownPresets,
  'ListPolicies.List.PolicyId': ownPresets,
  'ListPolicies.List.PolicyName': ownPresets,
  'ListPolicies.List.ServiceType': ownPresets,
  'ListPolicies.List.UpdateTime': ownPresets,
  'UpdatePolicy.PolicyId': 'the example answers with a number other than the one that was asked for',
}

/** Members of answers that have another type or another number of entries, or that are only on one side. */
export const inexactTypes: Readonly<Record<string, string>> = {
  'CreatePolicyVersion.VersionId': 'the example has text, its own table an integer; clients cannot read the text',
  'CreateRole.RoleId': 'the example has a number, its own table text; the number would lose digits',
  'DescribeRoleList.List.RoleArn': 'a member of the table that the example leaves out',
  'DescribeSubAccounts.SubAccounts': 'the example asks for one user and shows two, with placeholders',
  'GetPolicy.PresetAlias': 'the example shows the remark of a preset on a custom policy',
  'GetRole.RoleInfo.RoleArn': 'a member of the table that the example leaves out',
  'GetUser.RecentlyLoginIP': noSignIn,
  'GetUser.RecentlyLoginTime': noSignIn,
  'ListAttachedGroupPolicies.List.DeactivedDetail': notRetired,
  'ListAttachedRolePolicies.List.DeactivedDetail': notRetired,
  'ListAttachedUserAllPolicies.PolicyList.DeactivedDetail': notRetired,
  'ListAttachedUserPolicies.List.OperateOwnerUin': whoAttached,
  'ListAttachedUserPolicies.List.OperateUin': whoAttached,
  'ListAttachedUserPolicies.List.OperateUinType': whoAttached,
  'ListCollaborators.Data.NickName': 'a member of the table that the example leaves out',
  'ListPolicies.List.DeactivedDetail': notRetired,
  'ListPolicies.List.IsAttached': 'null, because the example asks for no entity',
  'ListPolicies.ServiceTypeList': placeholder,
  'ListUsers.Data.NickName': 'a member of the table that the example leaves out',
}

export interface InexactRequest {
  readonly sent: unknown
  /** What the example's own value is answered with. */
  readonly refused: string
  readonly reason: string
}

const weak: InexactRequest = {
  sent: 'Test-123456',
  refused: 'InvalidParameter.PasswordViolatedRules',
  reason: 'the password of the example lacks two kinds of characters that the documents themselves ask for',
}
const presetId: InexactRequest = {
  sent: 17698703,
  refused: 'InvalidParameter.PolicyIdNotExist',
  reason: 'the number of the example is that of the preset AdministratorAccess, which has no versions to change',
}

const cutMetadata = {
  sent: metadata,
  refused: 'InvalidParameterValue.MetadataError',
  reason: 'the document of the example is cut short, or a word that stands for one',
} as const
const masked = {
  sent: 'client',
  refused: 'InvalidParameter',
  reason: 'the client id of the example is masked with signs that client ids never have',
} as const
const maskedKeys = (refused: string): InexactRequest => ({
  sent: keys,
  refused,
  reason: 'the keys of the example are masked, or a word that stands for some',
})

/** Parameters of examples that are sent with another value, as `Action.Parameter`, in the order in which they are refused. */
export const inexactRequests: Readonly<Record<string, InexactRequest>> = {
  'AddUser.Password': weak,
  'UpdateUser.Password': weak,
  'CreatePolicyVersion.PolicyId': presetId,
  'DeletePolicyVersion.PolicyId': presetId,
  'CreateSAMLProvider.SAMLMetadataDocument': cutMetadata,
  'UpdateSAMLProvider.SAMLMetadataDocument': cutMetadata,
  'CreateUserSAMLConfig.SAMLMetadataDocument': cutMetadata,
  'UpdateUserSAMLConfig.SAMLMetadataDocument': cutMetadata,
  'CreateOIDCConfig.ClientId': { ...masked, sent: ['client'] },
  'CreateOIDCConfig.IdentityKey': maskedKeys('InvalidParameterValue.MetadataError'),
  'UpdateOIDCConfig.ClientId': { ...masked, sent: ['client'] },
  'UpdateOIDCConfig.IdentityKey': maskedKeys('InvalidParameterValue.MetadataError'),
  'CreateUserOIDCConfig.ClientId': masked,
  'CreateUserOIDCConfig.Scope': {
    sent: ['openid'],
    refused: 'InvalidParameter',
    reason: 'the scope of the example is none of those that its own table names',
  },
  'CreateUserOIDCConfig.IdentityKey': maskedKeys('InvalidParameterValue.IdentityKeyError'),
  'UpdateUserOIDCConfig.ClientId': masked,
  'UpdateUserOIDCConfig.IdentityKey': maskedKeys('InvalidParameterValue.IdentityKeyError'),
}
