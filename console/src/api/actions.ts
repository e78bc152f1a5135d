// Written by scripts/documents.ts from the rows of src/actions; do not edit. Every action that is signed, as types.

export interface AccessDecision {
  readonly Effect: string
  readonly Layer: string
  readonly Cause: string
  readonly Resource: string
  readonly Statement: DecidingStatement | null
  readonly Findings?: readonly AccessFinding[] | undefined
}

export interface AccessFinding {
  readonly Resource: string
  readonly Malformed: boolean
  readonly Foreign: boolean
  readonly Layer?: string | undefined
  readonly Outcome?: string | undefined
  readonly Statements: readonly AccessStatement[]
}

export interface AccessKey {
  readonly AccessKeyId: string
  readonly Status: string
  readonly CreateTime: string
  readonly Description: string | null
}

export interface AccessKeyDetail {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly Status: string
  readonly CreateTime: string
  readonly Description: string | null
}

export interface AccessObstacle {
  readonly Element: string
  readonly Segment?: string | undefined
  readonly Operator?: string | undefined
  readonly Key?: string | undefined
  readonly Wanted: readonly string[]
  readonly Seen?: readonly string[] | undefined
}

export interface AccessQuestion {
  readonly ActionName: string
  readonly Resource: readonly string[]
  readonly Granularity?: string | undefined
  readonly Context?: readonly ContextKey[] | undefined
  readonly TargetUin?: number | undefined
}

export interface AccessStatement {
  readonly PolicyId: number
  readonly PolicyName: string
  readonly VersionId: number
  readonly Index: number
  readonly Effect: string
  readonly Matched: boolean
  readonly Obstacles: readonly AccessObstacle[]
}

export interface ApiKey {
  readonly SecretId: string
  readonly CreateTime: number
  readonly Status: number
}

export interface AttachEntityOfPolicy {
  readonly Id: string
  readonly RelatedType: number
  readonly Uin: number | null
  readonly AttachmentTime: string | null
  readonly Name: string | null
}

export interface AttachPolicyInfo {
  readonly PolicyId: number
  readonly PolicyName: string | null
  readonly AddTime: string | null
  readonly CreateMode: number | null
  readonly Remark: string
  readonly OperateOwnerUin: string | null
  readonly OperateUin: string | null
  readonly OperateUinType: number | null
  readonly PolicyType: string | null
  readonly Deactived: number | null
  readonly DeactivedDetail: readonly string[] | null
}

export interface AttachedPolicyOfRole {
  readonly PolicyId: number
  readonly PolicyName: string
  readonly AddTime: string
  readonly PolicyType: string | null
  readonly CreateMode: number
  readonly Deactived: number | null
  readonly DeactivedDetail: readonly string[] | null
  readonly Description: string | null
}

export interface AttachedUserPolicy {
  readonly PolicyId: string
  readonly PolicyName: string
  readonly Description: string
  readonly AddTime: string
  readonly StrategyType: string
  readonly CreateMode: string
  readonly Groups: readonly AttachedUserPolicyGroupInfo[] | null
  readonly Deactived: number | null
  readonly DeactivedDetail: readonly string[] | null
}

export interface AttachedUserPolicyGroupInfo {
  readonly GroupId: number
  readonly GroupName: string
}

export interface AuditEvent {
  readonly Position: number
  readonly Revision: number
  readonly RequestId: string
  readonly EventTime: number
  readonly Uin: number
  readonly KeyId: string
  readonly Access: string
  readonly Product: string
  readonly Action: string
  readonly Resources: readonly string[]
  readonly Decision: string
  readonly Outcome: string
  readonly SourceIp: string
  readonly UserAgent: string
  readonly Parameters: string
  readonly Session: AuditSession | null
  readonly Hash: string
}

export interface AuditSession {
  readonly Kind: string
  readonly Name: string
  readonly SecretId: string
  readonly RoleId: string | null
  readonly RoleName: string | null
  readonly CallerAccount: number
  readonly SourceIdentity: string | null
}

export interface AuthToken {
  readonly Token: string
  readonly CurrentTime: number | null
  readonly NextRotationTime: number | null
  readonly LastRotationTimeCost: number | null
  readonly RotationStatus: string | null
  readonly RotationMessage: string | null
}

export interface Catalog {
  readonly Service: string
  readonly ProductName: string
  readonly Own: boolean
  readonly Console: boolean
  readonly Tags: boolean
  readonly Level: string
  readonly Ip: string
  readonly Updated: string
  readonly Versions: readonly string[]
  readonly ActionCount: number
  readonly Digest: string
}

export interface CatalogAction {
  readonly Name: string
  readonly Class: string
  readonly Level: string
  readonly Resources: readonly string[]
  readonly Fill: readonly CatalogFill[]
  readonly RequestTags: string | null
  readonly Ip: boolean
  readonly Summary: string
}

export interface CatalogFill {
  readonly Hole: string
  readonly Parameter: string
  readonly Type: string
  readonly Absent: string
}

export interface ContextKey {
  readonly Key: string
  readonly Values: readonly string[]
}

export interface Credentials {
  readonly Token: string
  readonly TmpSecretId: string
  readonly TmpSecretKey: string
}

export interface DecidingStatement {
  readonly PolicyId: number
  readonly PolicyName: string
  readonly VersionId: number
  readonly Index: number
}

export interface DecisionToken {
  readonly TokenId: string
  readonly Service: string
  readonly Description: string
  readonly CreateTime: string
  readonly ExpireTime: string
}

export interface Event {
  readonly EventId: string
  readonly Username: string
  readonly EventTime: string
  readonly CloudAuditEvent: string
  readonly ResourceTypeCn: string
  readonly ErrorCode: number
  readonly EventName: string
  readonly SecretId: string
  readonly EventSource: string
  readonly RequestID: string
  readonly ResourceRegion: string
  readonly AccountID: number
  readonly SourceIPAddress: string
  readonly EventNameCn: string
  readonly Resources: Resource
  readonly EventRegion: string
  readonly Location: string
}

export interface FailedResource {
  readonly Resource: string
  readonly Code: string
  readonly Message: string
}

export interface GroupIdOfUidInfo {
  readonly GroupId: number
  readonly Uid?: number | undefined
  readonly Uin?: number | undefined
}

export interface GroupInfo {
  readonly GroupId: number
  readonly GroupName: string
  readonly CreateTime: string
  readonly Remark: string
}

export interface GroupMemberInfo {
  readonly Uid: number
  readonly Uin: number
  readonly Name: string
  readonly PhoneNum: string
  readonly CountryCode: string
  readonly PhoneFlag: number
  readonly Email: string
  readonly EmailFlag: number
  readonly UserType: number
  readonly CreateTime: string
  readonly IsReceiverOwner: number
  readonly Remark: string | null
}

export interface GuardCaller {
  readonly Kind: string
  readonly Account: number
  readonly AppId: number
  readonly Uin: number
  readonly SecretId: string
  readonly SessionKind?: string | undefined
  readonly SessionName?: string | undefined
  readonly RoleId?: string | undefined
  readonly RoleName?: string | undefined
  readonly SourceIdentity?: string | undefined
  readonly SecondFactor: number
  readonly Tags: readonly GuardTag[]
}

export interface GuardDecision {
  readonly Effect: string
  readonly Layer: string
  readonly Cause: string
  readonly Resource: string
  readonly Statement: DecidingStatement | null
}

export interface GuardPolicy {
  readonly PolicyId: number
  readonly PolicyName: string
  readonly VersionId: number
  readonly Preset: boolean
  readonly Creator: number
  readonly Document: string
  readonly GroupId: number
  readonly GroupName: string
}

export interface GuardQuestion {
  readonly ActionName: string
  readonly Resource: readonly string[]
  readonly Granularity?: string | undefined
  readonly Context?: readonly ContextKey[] | undefined
}

export interface GuardTag {
  readonly Key: string
  readonly Value: string
}

export interface IdentityProviderInfo {
  readonly Kind: string
  readonly Name: string
  readonly Description: string
  readonly IdentityUrl: string | null
  readonly ClientId: readonly string[]
  readonly AutoRotateKey: number
  readonly CreateTime: string
  readonly ModifyTime: string
}

export interface IpPolicy {
  readonly IP: string
  readonly Effect: string
}

export interface ListAllUser {
  readonly Uin: number
  readonly Name: string
  readonly Uid: number
  readonly Remark: string
  readonly ConsoleLogin: number
  readonly PhoneNum: string
  readonly CountryCode: string
  readonly Email: string
  readonly CreateTime: string
  readonly UserType: string
}

export interface ListGrantServiceAccessActionNode {
  readonly Name: string
  readonly Description: string
}

export interface ListGrantServiceAccessNode {
  readonly Service: ListGrantServiceAccessService
  readonly Action: readonly ListGrantServiceAccessActionNode[]
  readonly Policy: readonly ListGrantServiceAccessPolicy[]
}

export interface ListGrantServiceAccessPolicy {
  readonly PolicyId: string
  readonly PolicyName: string
  readonly PolicyType: string
  readonly PolicyDescription: string
}

export interface ListGrantServiceAccessService {
  readonly ServiceType: string
  readonly ServiceName: string
}

export interface LoginActionFlag {
  readonly Phone: number
  readonly Token: number
  readonly Stoken: number
  readonly Wechat: number
  readonly Custom: number
  readonly Mail?: number | undefined
  readonly U2FToken?: number | undefined
  readonly Passkey?: number | undefined
}

export interface LoginActionFlagIntl {
  readonly Phone: number
  readonly Token: number
  readonly Stoken: number
  readonly Wechat: number
  readonly Custom: number
  readonly Mail: number
}

export interface LoginActionMfaFlag {
  readonly Phone?: number | undefined
  readonly Stoken?: number | undefined
  readonly Wechat?: number | undefined
}

export interface LoginIpPolicy {
  readonly PolicyType: number
  readonly DisablePolicy: number
  readonly IpPolicies: readonly IpPolicy[]
  readonly ApproverType: string
  readonly ApproverUin: readonly number[]
  readonly UpdateTime: string
}

export interface LookupAttribute {
  readonly AttributeKey: string
  readonly AttributeValue?: string | undefined
}

export interface OffsiteFlag {
  readonly VerifyFlag: number
  readonly NotifyPhone: number
  readonly NotifyEmail: number
  readonly NotifyWechat: number
  readonly Tips: number
}

export interface PassWordRule {
  readonly MinimumLength?: number | null | undefined
  readonly MustContain?: string | null | undefined
  readonly ForcePasswordChange?: number | null | undefined
  readonly ReusePasswordLimit?: number | null | undefined
  readonly RetryPasswordLimit?: number | null | undefined
  readonly PasswordExpirationInvalidation?: number | null | undefined
}

export interface PolicyVersionDetail {
  readonly VersionId: number | null
  readonly CreateDate: string | null
  readonly IsDefaultVersion: number | null
  readonly Document: string | null
}

export interface PolicyVersionItem {
  readonly VersionId: number | null
  readonly CreateDate: string | null
  readonly IsDefaultVersion: number | null
}

export interface Quarantine {
  readonly Kind: string
  readonly Id: string
  readonly Name: string
  readonly Since: string
}

export interface Receiver {
  readonly Uid: number
  readonly Name: string
  readonly Remark: string | null
  readonly PhoneNumber: string
  readonly PhoneFlag: number
  readonly Email: string
  readonly EmailFlag: number
  readonly IsReceiverOwner: number
  readonly WechatFlag: number
  readonly Uin: number
  readonly CountryCode: string
}

export interface RequestHeader {
  readonly Name: string
  readonly Value: string
}

export interface Resource {
  readonly ResourceType: string
  readonly ResourceName: string
}

export interface ResourceTagMapping {
  readonly Resource: string
  readonly Tags: readonly TagPair[]
}

export interface RoleInfo {
  readonly RoleId: string
  readonly RoleName: string
  readonly PolicyDocument: string
  readonly Description: string
  readonly AddTime: string
  readonly UpdateTime: string
  readonly ConsoleLogin: number
  readonly RoleType: string | null
  readonly SessionDuration: number | null
  readonly DeletionTaskId: string | null
  readonly Tags: readonly RoleTags[] | null
  readonly RoleArn: string
}

export interface RoleSession {
  readonly SessionId: string
  readonly SessionName: string
  readonly Origin: string
  readonly CallerAccount: number
  readonly CallerUin: number
  readonly CallerName: string | null
  readonly Provider: string | null
  readonly Through: readonly string[]
  readonly SourceIdentity: string | null
  readonly SecondFactor: boolean
  readonly InForce: boolean
  readonly StartTime: string
  readonly ExpireTime: string
}

export interface RoleTags {
  readonly Key: string
  readonly Value: string
}

export interface SAMLProviderInfo {
  readonly Name: string
  readonly Description: string
  readonly CreateTime: string
  readonly ModifyTime: string
}

export interface ScimToken {
  readonly TokenId: string
  readonly Uin: number
  readonly Description: string
  readonly CreateTime: string
  readonly ExpireTime: string
}

export interface SecretIdLastUsed {
  readonly SecretId: string
  readonly LastUsedDate: string | null
  readonly LastSecretUsedDate: number | null
}

export interface SignatureRefusal {
  readonly Code: string
  readonly Message: string
}

export interface StrategyInfo {
  readonly PolicyId: number
  readonly PolicyName: string
  readonly Type: number
  readonly Description: string | null
  readonly CreateMode: number
  readonly Attachments: number
  readonly ServiceType: string | null
  readonly IsAttached: number | null
  readonly IsServiceLinkedPolicy: number | null
  readonly AttachEntityCount: number | null
  readonly AttachEntityBoundaryCount: number | null
  readonly AddTime: string | null
  readonly UpdateTime: string | null
  readonly Deactived: number | null
  readonly DeactivedDetail: readonly string[] | null
  readonly Tags: readonly Tag[]
  readonly PermissionLevel: string
}

export interface StsTag {
  readonly Key: string
  readonly Value: string
}

export interface SubAccountInfo {
  readonly Uin: number
  readonly Name: string
  readonly Uid: number
  readonly Remark: string
  readonly ConsoleLogin: number
  readonly PhoneNum: string
  readonly CountryCode: string
  readonly Email: string
  readonly CreateTime: string | null
  readonly NickName: string | null
}

export interface SubAccountUser {
  readonly Uid: number
  readonly Uin: number
  readonly Name: string
  readonly UserType: number
  readonly Remark: string
  readonly CreateTime: string | null
  readonly LastLoginIp: string
  readonly LastLoginTime: string
}

export interface Tag {
  readonly Key: string
  readonly Value: string
}

export interface TagFilter {
  readonly TagKey: string
  readonly TagValue?: readonly string[] | undefined
}

export interface TagKeyObject {
  readonly TagKey: string
}

export interface TagPair {
  readonly TagKey: string
  readonly TagValue: string
  readonly Category?: string | undefined
}

export interface TagResource {
  readonly TagKey: string
  readonly TagValue: string
  readonly ResourceId: string
  readonly TagKeyMd5: string
  readonly TagValueMd5: string
  readonly ServiceType: string
  readonly Category: string
}

export interface WeChatWorkSubAccount {
  readonly Uin: number
  readonly Name: string
  readonly Uid: number
  readonly Remark: string
  readonly ConsoleLogin: number
  readonly PhoneNum: string
  readonly CountryCode: string
  readonly Email: string
  readonly WeChatWorkUserId: string
  readonly CreateTime: string
}

export interface Actions {
  readonly AddUser: {
    readonly params: {
      readonly Name: string
      readonly Remark?: string | undefined
      readonly ConsoleLogin?: number | undefined
      readonly UseApi?: number | undefined
      readonly Password?: string | undefined
      readonly NeedResetPassword?: number | undefined
      readonly PhoneNum?: string | undefined
      readonly CountryCode?: string | undefined
      readonly Email?: string | undefined
    }
    readonly result: {
      readonly Uin: number
      readonly Name: string
      readonly Password: string
      readonly SecretId: string
      readonly SecretKey: string
      readonly Uid: number
    }
  }
  readonly AddUserToGroup: {
    readonly params: {
      readonly Info: readonly GroupIdOfUidInfo[]
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly AssumeRole: {
    readonly params: {
      readonly RoleArn: string
      readonly RoleSessionName: string
      readonly DurationSeconds?: number | undefined
      readonly Policy?: string | undefined
      readonly ExternalId?: string | undefined
      readonly Tags?: readonly StsTag[] | undefined
      readonly SourceIdentity?: string | undefined
      readonly SerialNumber?: string | undefined
      readonly TokenCode?: string | undefined
    }
    readonly result: {
      readonly Credentials: Credentials
      readonly ExpiredTime: number
      readonly Expiration: string
    }
  }
  readonly AttachGroupPolicy: {
    readonly params: {
      readonly PolicyId: number
      readonly AttachGroupId: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly AttachRolePolicy: {
    readonly params: {
      readonly PolicyId?: number | undefined
      readonly AttachRoleId?: string | undefined
      readonly AttachRoleName?: string | undefined
      readonly PolicyName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly AttachUserPolicy: {
    readonly params: {
      readonly PolicyId: number
      readonly AttachUin: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly AuthorizeRequest: {
    readonly params: {
      readonly Service: string
      readonly Method: string
      readonly Host: string
      readonly Path: string
      readonly Query?: string | undefined
      readonly Headers: readonly RequestHeader[]
      readonly PayloadHash: string
      readonly Authorization: string
      readonly SignedAt: number
      readonly SessionToken?: string | undefined
      readonly SourceIp?: string | undefined
      readonly Encrypted?: boolean | undefined
      readonly Questions?: readonly GuardQuestion[] | undefined
    }
    readonly result: {
      readonly Refusal: SignatureRefusal | null
      readonly Caller: GuardCaller | null
      readonly Decisions: readonly GuardDecision[]
    }
  }
  readonly BuildDataFlowAuthToken: {
    readonly params: {
      readonly ResourceId: string
      readonly ResourceRegion: string
      readonly ResourceAccount: string
    }
    readonly result: {
      readonly Credentials: AuthToken | null
    }
  }
  readonly CheckAccess: {
    readonly params: {
      readonly ActionName: string
      readonly Resource: readonly string[]
      readonly Granularity?: string | undefined
      readonly Context?: readonly ContextKey[] | undefined
      readonly TargetUin?: number | undefined
    }
    readonly result: {
      readonly Effect: string
      readonly Layer: string
      readonly Cause: string
      readonly Resource: string
      readonly Statement: DecidingStatement | null
    }
  }
  readonly CheckAccessBatch: {
    readonly params: {
      readonly Questions: readonly AccessQuestion[]
      readonly Explain?: boolean | undefined
    }
    readonly result: {
      readonly Revision: number
      readonly Decisions: readonly AccessDecision[]
    }
  }
  readonly ConsumeCustomMFAToken: {
    readonly params: {
      readonly MFAToken: string
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly CreateAccessKey: {
    readonly params: {
      readonly TargetUin?: number | undefined
      readonly Description?: string | undefined
    }
    readonly result: {
      readonly AccessKey: AccessKeyDetail | null
    }
  }
  readonly CreateDecisionToken: {
    readonly params: {
      readonly Service: string
      readonly Description?: string | undefined
      readonly Days?: number | undefined
    }
    readonly result: {
      readonly Token: string
      readonly Detail: DecisionToken
    }
  }
  readonly CreateGroup: {
    readonly params: {
      readonly GroupName: string
      readonly Remark?: string | undefined
    }
    readonly result: {
      readonly GroupId: number
    }
  }
  readonly CreateMessageReceiver: {
    readonly params: {
      readonly Name: string
      readonly CountryCode: string
      readonly PhoneNumber: string
      readonly Email: string
      readonly Remark?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly CreateOIDCConfig: {
    readonly params: {
      readonly IdentityUrl: string
      readonly IdentityKey: string
      readonly ClientId: readonly string[]
      readonly Name: string
      readonly Description?: string | undefined
      readonly AutoRotateKey?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly CreatePolicy: {
    readonly params: {
      readonly PolicyName: string
      readonly PolicyDocument: string
      readonly Description?: string | undefined
      readonly Tags?: readonly Tag[] | undefined
    }
    readonly result: {
      readonly PolicyId: number
    }
  }
  readonly CreatePolicyVersion: {
    readonly params: {
      readonly PolicyId: number
      readonly PolicyDocument: string
      readonly SetAsDefault: boolean
    }
    readonly result: {
      readonly VersionId: number | null
    }
  }
  readonly CreateRole: {
    readonly params: {
      readonly RoleName: string
      readonly PolicyDocument: string
      readonly Description?: string | undefined
      readonly ConsoleLogin?: number | undefined
      readonly SessionDuration?: number | undefined
      readonly Tags?: readonly RoleTags[] | undefined
    }
    readonly result: {
      readonly RoleId: string | null
    }
  }
  readonly CreateSAMLProvider: {
    readonly params: {
      readonly Name: string
      readonly Description: string
      readonly SAMLMetadataDocument: string
    }
    readonly result: {
      readonly ProviderArn: string
    }
  }
  readonly CreateScimToken: {
    readonly params: {
      readonly TargetUin: number
      readonly Description?: string | undefined
      readonly ValidDays?: number | undefined
    }
    readonly result: {
      readonly ScimToken: ScimToken
      readonly Token: string
    }
  }
  readonly CreateServiceLinkedRole: {
    readonly params: {
      readonly QCSServiceName: readonly string[]
      readonly CustomSuffix?: string | undefined
      readonly Description?: string | undefined
      readonly Tags?: readonly RoleTags[] | undefined
    }
    readonly result: {
      readonly RoleId: string
    }
  }
  readonly CreateSubAccountLoginIpPolicy: {
    readonly params: {
      readonly IpPolicies?: readonly IpPolicy[] | undefined
      readonly ApproverType?: string | undefined
      readonly ApproverUin?: readonly number[] | undefined
      readonly DisablePolicy?: number | undefined
      readonly PolicyType?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly CreateUserOIDCConfig: {
    readonly params: {
      readonly IdentityUrl: string
      readonly IdentityKey: string
      readonly ClientId: string
      readonly AuthorizationEndpoint: string
      readonly ResponseType: string
      readonly ResponseMode: string
      readonly MappingFiled: string
      readonly Scope?: readonly string[] | undefined
      readonly Description?: string | undefined
      readonly AutoRotateKey?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly CreateUserSAMLConfig: {
    readonly params: {
      readonly SAMLMetadataDocument: string
      readonly AuxiliaryDomain?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteAccessKey: {
    readonly params: {
      readonly AccessKeyId: string
      readonly TargetUin?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteDecisionToken: {
    readonly params: {
      readonly TokenId: string
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteGroup: {
    readonly params: {
      readonly GroupId: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteMessageReceiver: {
    readonly params: {
      readonly Name: string
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteOIDCConfig: {
    readonly params: {
      readonly Name: string
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeletePolicy: {
    readonly params: {
      readonly PolicyId: readonly number[]
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeletePolicyVersion: {
    readonly params: {
      readonly PolicyId: number
      readonly VersionId: readonly number[]
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteRole: {
    readonly params: {
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteRolePermissionsBoundary: {
    readonly params: {
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteSAMLProvider: {
    readonly params: {
      readonly Name: string
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteScimToken: {
    readonly params: {
      readonly TokenId: string
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteServiceLinkedRole: {
    readonly params: {
      readonly RoleName: string
    }
    readonly result: {
      readonly DeletionTaskId: string
    }
  }
  readonly DeleteUser: {
    readonly params: {
      readonly Name: string
      readonly Force?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DeleteUserPermissionsBoundary: {
    readonly params: {
      readonly TargetUin: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DescribeAuditEvents: {
    readonly params: {
      readonly StartTime?: number | undefined
      readonly EndTime?: number | undefined
      readonly Uin?: number | undefined
      readonly ActionName?: string | undefined
      readonly ProductName?: string | undefined
      readonly ResourceName?: string | undefined
      readonly Outcome?: string | undefined
      readonly Failed?: boolean | undefined
      readonly EventRequestId?: string | undefined
      readonly KeyId?: string | undefined
      readonly Access?: string | undefined
      readonly Limit?: number | undefined
      readonly Marker?: string | undefined
    }
    readonly result: {
      readonly Events: readonly AuditEvent[]
      readonly Marker: string
      readonly IsTruncated: boolean
    }
  }
  readonly DescribeCatalog: {
    readonly params: {
      readonly Service: string
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
    }
    readonly result: {
      readonly Service: string
      readonly ProductName: string
      readonly Own: boolean
      readonly Console: boolean
      readonly Tags: boolean
      readonly Level: string
      readonly Ip: string
      readonly Updated: string
      readonly Versions: readonly string[]
      readonly ActionCount: number
      readonly Digest: string
      readonly Actions: readonly CatalogAction[]
    }
  }
  readonly DescribeOIDCConfig: {
    readonly params: {
      readonly Name: string
    }
    readonly result: {
      readonly ProviderType: number
      readonly IdentityUrl: string
      readonly IdentityKey: string
      readonly ClientId: readonly string[]
      readonly Status: number
      readonly Description: string
      readonly Name: string
      readonly AutoRotateKey: number
    }
  }
  readonly DescribeRefusal: {
    readonly params: {
      readonly RefusedRequestId: string
    }
    readonly result: {
      readonly Time: string
      readonly CallerKind: string
      readonly Uin: number
      readonly UserName: string | null
      readonly RoleName: string | null
      readonly SessionName: string | null
      readonly SourceIp: string
      readonly ActionName: string
      readonly Resource: readonly string[]
      readonly Parameters: string
      readonly Code: string
      readonly LetThrough: boolean
      readonly Context: readonly ContextKey[]
      readonly Findings: readonly AccessFinding[]
      readonly Changes: readonly string[] | null
    }
  }
  readonly DescribeResourceTagsByResourceIds: {
    readonly params: {
      readonly ServiceType: string
      readonly ResourcePrefix: string
      readonly ResourceIds: readonly string[]
      readonly ResourceRegion: string
      readonly Offset?: number | undefined
      readonly Limit?: number | undefined
      readonly Category?: string | undefined
    }
    readonly result: {
      readonly TotalCount: number
      readonly Offset: number
      readonly Limit: number
      readonly Tags: readonly TagResource[]
    }
  }
  readonly DescribeRoleList: {
    readonly params: {
      readonly Page: number
      readonly Rp: number
      readonly Tags?: readonly RoleTags[] | undefined
    }
    readonly result: {
      readonly List: readonly RoleInfo[] | null
      readonly TotalNum: number
    }
  }
  readonly DescribeSafeAuthFlag: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly LoginFlag: LoginActionFlag
      readonly ActionFlag: LoginActionFlag
      readonly OffsiteFlag: OffsiteFlag
    }
  }
  readonly DescribeSafeAuthFlagColl: {
    readonly params: {
      readonly SubUin: number
    }
    readonly result: {
      readonly LoginFlag: LoginActionFlag
      readonly ActionFlag: LoginActionFlag
      readonly OffsiteFlag: OffsiteFlag
      readonly PromptTrust: number
    }
  }
  readonly DescribeSafeAuthFlagIntl: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly LoginFlag: LoginActionFlagIntl
      readonly ActionFlag: LoginActionFlagIntl
      readonly OffsiteFlag: OffsiteFlag
    }
  }
  readonly DescribeSubAccountLoginIpPolicy: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Policies: readonly LoginIpPolicy[]
    }
  }
  readonly DescribeSubAccounts: {
    readonly params: {
      readonly FilterSubAccountUin: readonly number[]
    }
    readonly result: {
      readonly SubAccounts: readonly SubAccountUser[]
    }
  }
  readonly DescribeUserOIDCConfig: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly ProviderType: number
      readonly IdentityUrl: string
      readonly IdentityKey: string
      readonly ClientId: string
      readonly Status: number
      readonly AuthorizationEndpoint: string
      readonly Scope: readonly string[]
      readonly ResponseType: string
      readonly ResponseMode: string
      readonly MappingFiled: string
      readonly Description: string
      readonly AutoRotateKey: number
    }
  }
  readonly DescribeUserSAMLConfig: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly SAMLMetadata: string
      readonly Status: number
      readonly AuxiliaryDomain: string
    }
  }
  readonly DetachGroupPolicy: {
    readonly params: {
      readonly PolicyId: number
      readonly DetachGroupId: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DetachRolePolicy: {
    readonly params: {
      readonly PolicyId?: number | undefined
      readonly DetachRoleId?: string | undefined
      readonly DetachRoleName?: string | undefined
      readonly PolicyName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DetachUserPolicy: {
    readonly params: {
      readonly PolicyId: number
      readonly DetachUin: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly DisableUserSSO: {
    readonly params: Readonly<Record<never, never>>
    readonly result: Readonly<Record<never, never>>
  }
  readonly GetAccountSummary: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Policies: number
      readonly Roles: number
      readonly Idps: number
      readonly User: number
      readonly Group: number
      readonly Member: number
      readonly IdentityProviders: number
    }
  }
  readonly GetCallerIdentity: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Arn: string
      readonly AccountId: string
      readonly UserId: string
      readonly PrincipalId: string
      readonly Type: string
    }
  }
  readonly GetCustomMFATokenInfo: {
    readonly params: {
      readonly MFAToken: string
    }
    readonly result: {
      readonly Uin: number
    }
  }
  readonly GetFederationToken: {
    readonly params: {
      readonly Name: string
      readonly Policy: string
      readonly DurationSeconds?: number | undefined
    }
    readonly result: {
      readonly Credentials: Credentials
      readonly ExpiredTime: number
      readonly Expiration: string
    }
  }
  readonly GetGroup: {
    readonly params: {
      readonly GroupId: number
    }
    readonly result: {
      readonly GroupId: number
      readonly GroupName: string
      readonly GroupNum: number
      readonly Remark: string
      readonly CreateTime: string
      readonly UserInfo: readonly GroupMemberInfo[]
    }
  }
  readonly GetGuardCaller: {
    readonly params: {
      readonly Service: string
      readonly CallerSecretId: string
      readonly CallerToken?: string | undefined
      readonly Day: string
    }
    readonly result: {
      readonly SigningKey: string
      readonly ExpireTime: number
      readonly Revision: number
      readonly Caller: GuardCaller
      readonly Policies: readonly GuardPolicy[]
      readonly Boundary: GuardPolicy | null
      readonly SessionPolicy: GuardPolicy | null
    }
  }
  readonly GetGuardState: {
    readonly params: {
      readonly Service: string
    }
    readonly result: {
      readonly Revision: number
    }
  }
  readonly GetPasswordRules: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Rules: PassWordRule
      readonly UpdateTime: string
      readonly Modifier: string
    }
  }
  readonly GetPolicy: {
    readonly params: {
      readonly PolicyId: number
    }
    readonly result: {
      readonly PolicyDocument: string | null
      readonly UpdateTime: string | null
      readonly AddTime: string | null
      readonly PolicyName: string | null
      readonly Description: string | null
      readonly Type: number | null
      readonly PresetAlias: string | null
      readonly IsServiceLinkedRolePolicy: number | null
      readonly Tags: readonly Tag[]
    }
  }
  readonly GetPolicyVersion: {
    readonly params: {
      readonly PolicyId: number
      readonly VersionId: number
    }
    readonly result: {
      readonly PolicyVersion: PolicyVersionDetail | null
    }
  }
  readonly GetResources: {
    readonly params: {
      readonly ResourceList?: readonly string[] | undefined
      readonly TagFilters?: readonly TagFilter[] | undefined
      readonly PaginationToken?: string | undefined
      readonly MaxResults?: number | undefined
    }
    readonly result: {
      readonly PaginationToken: string
      readonly ResourceTagMappingList: readonly ResourceTagMapping[]
    }
  }
  readonly GetRole: {
    readonly params: {
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: {
      readonly RoleInfo: RoleInfo
    }
  }
  readonly GetRolePermissionBoundary: {
    readonly params: {
      readonly RoleId: string
    }
    readonly result: {
      readonly PolicyId: number | null
      readonly PolicyName: string | null
      readonly PolicyDocument: string | null
      readonly PolicyType: number | null
      readonly CreateMode: number | null
    }
  }
  readonly GetSAMLProvider: {
    readonly params: {
      readonly Name: string
    }
    readonly result: {
      readonly Name: string
      readonly Description: string
      readonly CreateTime: string
      readonly ModifyTime: string
      readonly SAMLMetadata: string
    }
  }
  readonly GetSecurityLastUsed: {
    readonly params: {
      readonly SecretIdList: readonly string[]
    }
    readonly result: {
      readonly SecretIdLastUsedRows: readonly SecretIdLastUsed[]
    }
  }
  readonly GetServiceLinkedRoleDeletionStatus: {
    readonly params: {
      readonly DeletionTaskId: string
    }
    readonly result: {
      readonly Status: string
      readonly Reason: string
      readonly ServiceType: string | null
      readonly ServiceName: string | null
    }
  }
  readonly GetSessionToken: {
    readonly params: {
      readonly SerialNumber: string
      readonly TokenCode: string
      readonly DurationSeconds?: number | undefined
    }
    readonly result: {
      readonly Credentials: Credentials
      readonly ExpiredTime: number
      readonly Expiration: string
    }
  }
  readonly GetUser: {
    readonly params: {
      readonly Name: string
    }
    readonly result: {
      readonly Uin: number
      readonly Name: string
      readonly Uid: number
      readonly Remark: string | null
      readonly ConsoleLogin: number
      readonly PhoneNum: string
      readonly CountryCode: string
      readonly Email: string
      readonly RecentlyLoginIP: string | null
      readonly RecentlyLoginTime: string | null
    }
  }
  readonly GetUserAppId: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Uin: string
      readonly OwnerUin: string
      readonly AppId: number
    }
  }
  readonly GetUserPermissionBoundary: {
    readonly params: {
      readonly TargetUin: number
    }
    readonly result: {
      readonly PolicyId: number | null
      readonly PolicyName: string | null
      readonly PolicyDocument: string | null
      readonly PolicyType: number | null
      readonly CreateMode: number | null
    }
  }
  readonly ListAccessKeys: {
    readonly params: {
      readonly TargetUin?: number | undefined
    }
    readonly result: {
      readonly AccessKeys: readonly AccessKey[] | null
    }
  }
  readonly ListAccounts: {
    readonly params: {
      readonly MaxItems?: number | undefined
      readonly Marker?: string | undefined
      readonly UserType?: string | undefined
    }
    readonly result: {
      readonly Users: readonly ListAllUser[]
      readonly Marker?: string | undefined
      readonly IsTruncated: boolean
    }
  }
  readonly ListAttachedGroupPolicies: {
    readonly params: {
      readonly TargetGroupId: number
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
      readonly Keyword?: string | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly List: readonly AttachPolicyInfo[]
    }
  }
  readonly ListAttachedRolePolicies: {
    readonly params: {
      readonly Page: number
      readonly Rp: number
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
      readonly PolicyType?: string | undefined
      readonly Keyword?: string | undefined
    }
    readonly result: {
      readonly List: readonly AttachedPolicyOfRole[]
      readonly TotalNum: number
    }
  }
  readonly ListAttachedUserAllPolicies: {
    readonly params: {
      readonly TargetUin: number
      readonly Rp: number
      readonly Page: number
      readonly AttachType: number
      readonly StrategyType?: number | undefined
      readonly Keyword?: string | undefined
    }
    readonly result: {
      readonly PolicyList: readonly AttachedUserPolicy[]
      readonly TotalNum: number
    }
  }
  readonly ListAttachedUserPolicies: {
    readonly params: {
      readonly TargetUin: number
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly List: readonly AttachPolicyInfo[]
    }
  }
  readonly ListCatalogs: {
    readonly params: {
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly Catalogs: readonly Catalog[]
    }
  }
  readonly ListCollaborators: {
    readonly params: {
      readonly Limit?: number | undefined
      readonly Offset?: number | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly Data: readonly SubAccountInfo[]
    }
  }
  readonly ListDecisionTokens: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Tokens: readonly DecisionToken[]
    }
  }
  readonly ListEntitiesForPolicy: {
    readonly params: {
      readonly PolicyId: number
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
      readonly EntityFilter?: string | undefined
    }
    readonly result: {
      readonly List: readonly AttachEntityOfPolicy[] | null
      readonly TotalNum: number | null
    }
  }
  readonly ListGroups: {
    readonly params: {
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
      readonly Keyword?: string | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly GroupInfo: readonly GroupInfo[]
    }
  }
  readonly ListGroupsForUser: {
    readonly params: {
      readonly Uid?: number | undefined
      readonly Rp?: number | undefined
      readonly Page?: number | undefined
      readonly SubUin?: number | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly GroupInfo: readonly GroupInfo[]
    }
  }
  readonly ListIdentityProvider: {
    readonly params: {
      readonly Kind?: string | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly Providers: readonly IdentityProviderInfo[]
    }
  }
  readonly ListPolicies: {
    readonly params: {
      readonly Rp?: number | undefined
      readonly Page?: number | undefined
      readonly Scope?: string | undefined
      readonly Keyword?: string | undefined
      readonly Uin?: number | undefined
      readonly GroupId?: number | undefined
      readonly ServiceType?: string | undefined
    }
    readonly result: {
      readonly ServiceTypeList: readonly string[] | null
      readonly List: readonly StrategyInfo[]
      readonly TotalNum: number
    }
  }
  readonly ListPoliciesGrantingServiceAccess: {
    readonly params: {
      readonly TargetUin?: number | undefined
      readonly RoleId?: number | undefined
      readonly GroupId?: number | undefined
      readonly ServiceType?: string | undefined
    }
    readonly result: {
      readonly List: readonly ListGrantServiceAccessNode[]
    }
  }
  readonly ListPolicyVersions: {
    readonly params: {
      readonly PolicyId: number
    }
    readonly result: {
      readonly Versions: readonly PolicyVersionItem[] | null
    }
  }
  readonly ListQuarantines: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Quarantines: readonly Quarantine[]
    }
  }
  readonly ListReceiver: {
    readonly params: {
      readonly Offset?: number | undefined
      readonly Limit?: number | undefined
    }
    readonly result: {
      readonly TotalCount: number
      readonly Receivers: readonly Receiver[]
    }
  }
  readonly ListRoleSessions: {
    readonly params: {
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
      readonly Page: number
      readonly Rp: number
    }
    readonly result: {
      readonly List: readonly RoleSession[]
      readonly TotalNum: number
    }
  }
  readonly ListSAMLProviders: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly TotalCount: number
      readonly SAMLProviderSet: readonly SAMLProviderInfo[]
    }
  }
  readonly ListScimTokens: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly ScimTokens: readonly ScimToken[]
    }
  }
  readonly ListUsers: {
    readonly params: Readonly<Record<never, never>>
    readonly result: {
      readonly Data: readonly SubAccountInfo[]
    }
  }
  readonly ListUsersForGroup: {
    readonly params: {
      readonly GroupId: number
      readonly Page?: number | undefined
      readonly Rp?: number | undefined
    }
    readonly result: {
      readonly TotalNum: number
      readonly UserInfo: readonly GroupMemberInfo[]
    }
  }
  readonly ListWeChatWorkSubAccounts: {
    readonly params: {
      readonly Offset: number
      readonly Limit: number
    }
    readonly result: {
      readonly Data: readonly WeChatWorkSubAccount[]
      readonly TotalCount: number
    }
  }
  readonly LogoutConsoleSessions: {
    readonly params: {
      readonly TargetUin?: number | undefined
    }
    readonly result: {
      readonly EndedCount: number
    }
  }
  readonly LogoutRoleSessions: {
    readonly params: {
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
      readonly SessionId?: string | undefined
    }
    readonly result: {
      readonly EndedCount: number
    }
  }
  readonly LookUpEvents: {
    readonly params: {
      readonly StartTime: number
      readonly EndTime: number
      readonly LookupAttributes?: readonly LookupAttribute[] | undefined
      readonly NextToken?: string | undefined
      readonly MaxResults?: number | undefined
      readonly Mode?: string | undefined
    }
    readonly result: {
      readonly Events: readonly Event[]
      readonly ListOver: boolean
      readonly NextToken: string
      readonly TotalCount: number
    }
  }
  readonly ModifyResourceTags: {
    readonly params: {
      readonly Resource: string
      readonly ReplaceTags?: readonly TagPair[] | undefined
      readonly DeleteTags?: readonly TagKeyObject[] | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly PutRolePermissionsBoundary: {
    readonly params: {
      readonly PolicyId: number
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly PutUserPermissionsBoundary: {
    readonly params: {
      readonly TargetUin: number
      readonly PolicyId: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly QuarantinePrincipal: {
    readonly params: {
      readonly TargetUin?: string | undefined
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: {
      readonly Since: string
    }
  }
  readonly QueryApiKey: {
    readonly params: {
      readonly TargetUin?: number | undefined
    }
    readonly result: {
      readonly IdKeys: readonly ApiKey[]
    }
  }
  readonly RegisterRoleUse: {
    readonly params: {
      readonly ServiceName: string
      readonly Resource: string
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly ReleasePrincipal: {
    readonly params: {
      readonly TargetUin?: string | undefined
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: {
      readonly Released: boolean
    }
  }
  readonly ReleaseRoleUse: {
    readonly params: {
      readonly ServiceName: string
      readonly Resource: string
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly RemoveUserFromGroup: {
    readonly params: {
      readonly Info: readonly GroupIdOfUidInfo[]
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly RotateScimToken: {
    readonly params: {
      readonly TokenId: string
      readonly ValidDays?: number | undefined
    }
    readonly result: {
      readonly ScimToken: ScimToken
      readonly Token: string
    }
  }
  readonly SetDefaultPolicyVersion: {
    readonly params: {
      readonly PolicyId: number
      readonly VersionId: number
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly SetMfaFlag: {
    readonly params: {
      readonly OpUin?: number | undefined
      readonly LoginFlag?: LoginActionMfaFlag | undefined
      readonly ActionFlag?: LoginActionMfaFlag | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly TagResources: {
    readonly params: {
      readonly ResourceList: readonly string[]
      readonly Tags: readonly TagPair[]
    }
    readonly result: {
      readonly FailedResources: readonly FailedResource[]
    }
  }
  readonly TagRole: {
    readonly params: {
      readonly Tags: readonly RoleTags[]
      readonly RoleName?: string | undefined
      readonly RoleId?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UnTagResources: {
    readonly params: {
      readonly ResourceList: readonly string[]
      readonly TagKeys: readonly string[]
    }
    readonly result: {
      readonly FailedResources: readonly FailedResource[]
    }
  }
  readonly UntagRole: {
    readonly params: {
      readonly TagKeys: readonly string[]
      readonly RoleName?: string | undefined
      readonly RoleId?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateAccessKey: {
    readonly params: {
      readonly AccessKeyId: string
      readonly Status: string
      readonly TargetUin?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateAssumeRolePolicy: {
    readonly params: {
      readonly PolicyDocument: string
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateGroup: {
    readonly params: {
      readonly GroupId: number
      readonly GroupName?: string | undefined
      readonly Remark?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateOIDCConfig: {
    readonly params: {
      readonly IdentityUrl: string
      readonly IdentityKey: string
      readonly ClientId: readonly string[]
      readonly Name: string
      readonly Description?: string | undefined
      readonly AutoRotateKey?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdatePasswordRules: {
    readonly params: {
      readonly Rules: PassWordRule
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdatePolicy: {
    readonly params: {
      readonly PolicyId?: number | undefined
      readonly PolicyName?: string | undefined
      readonly Description?: string | undefined
      readonly PolicyDocument?: string | undefined
      readonly Alias?: string | undefined
    }
    readonly result: {
      readonly PolicyId: number | null
    }
  }
  readonly UpdateRoleConsoleLogin: {
    readonly params: {
      readonly ConsoleLogin: number
      readonly RoleId?: number | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateRoleDescription: {
    readonly params: {
      readonly Description: string
      readonly RoleId?: string | undefined
      readonly RoleName?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateRoleSessionDuration: {
    readonly params: {
      readonly SessionDuration: number
      readonly RoleName?: string | undefined
      readonly RoleId?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateSAMLProvider: {
    readonly params: {
      readonly Name: string
      readonly Description?: string | undefined
      readonly SAMLMetadataDocument?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateUser: {
    readonly params: {
      readonly Name: string
      readonly Remark?: string | undefined
      readonly ConsoleLogin?: number | undefined
      readonly Password?: string | undefined
      readonly NeedResetPassword?: number | undefined
      readonly PhoneNum?: string | undefined
      readonly CountryCode?: string | undefined
      readonly Email?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateUserOIDCConfig: {
    readonly params: {
      readonly IdentityUrl: string
      readonly IdentityKey: string
      readonly ClientId: string
      readonly AuthorizationEndpoint: string
      readonly ResponseType: string
      readonly ResponseMode: string
      readonly MappingFiled: string
      readonly Scope?: readonly string[] | undefined
      readonly Description?: string | undefined
      readonly AutoRotateKey?: number | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
  readonly UpdateUserSAMLConfig: {
    readonly params: {
      readonly Operate: string
      readonly SAMLMetadataDocument?: string | undefined
      readonly AuxiliaryDomain?: string | undefined
    }
    readonly result: Readonly<Record<never, never>>
  }
}

const versions: ReadonlyMap<string, string> = new Map([
  ['cam', '2019-01-16'],
  ['cloudaudit', '2019-03-19'],
  ['sts', '2018-08-13'],
  ['tag', '2018-08-13'],
])

const products: ReadonlyMap<string, string> = new Map([
  ['AssumeRole', 'sts'],
  ['DescribeResourceTagsByResourceIds', 'tag'],
  ['GetCallerIdentity', 'sts'],
  ['GetFederationToken', 'sts'],
  ['GetResources', 'tag'],
  ['GetSessionToken', 'sts'],
  ['LookUpEvents', 'cloudaudit'],
  ['ModifyResourceTags', 'tag'],
  ['QueryApiKey', 'sts'],
  ['TagResources', 'tag'],
  ['UnTagResources', 'tag'],
])

export const productOf = (action: keyof Actions): string => products.get(action) ?? 'cam'
export const versionOf = (action: keyof Actions): string => versions.get(productOf(action)) ?? ''
