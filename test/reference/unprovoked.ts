// Documented codes that no input makes an action answer here, each with its reason. Everything else in the actions'
// tables is provoked by a test; the codes for faults of the server come from one test that injects them.

export interface Unprovoked {
  readonly action: string
  readonly code: string
  readonly reason: string
}

const oneEntity = 'the call names a single user, so there is never more than one entity'
const noRole = 'the call takes no role: boundaries of roles are set by calls of their own'
const listsKeys = 'the call lists keys: it makes none and takes the id of none'
const noUser = 'the call names a group; a caller that is gone is told by ResourceNotFound.UserNotExist'

const oneClient = 'the call takes one client id and makes no provider, so it never exceeds a limit'

const takesNoCondition = 'the call takes no conditions: the trust policy is the products own'

export const unprovoked: readonly Unprovoked[] = [
  { action: 'CreateAccessKey', code: 'OperationDenied.UinNotMatch', reason: 'the call takes the id of no key' },
  { action: 'DeleteAccessKey', code: 'OperationDenied.AccessKeyOverLimit', reason: 'deleting never exceeds a limit' },
  {
    action: 'DeleteUser',
    code: 'RequestLimitExceeded.UinLimitExceeded',
    reason: 'the rate is told by RequestLimitExceeded',
  },
  { action: 'DeleteUserPermissionsBoundary', code: 'InvalidParameter.OperateEntitiesOverLimit', reason: oneEntity },
  { action: 'DeleteUserPermissionsBoundary', code: 'InvalidParameter.RoleNotExist', reason: noRole },
  { action: 'ListAccessKeys', code: 'OperationDenied.AccessKeyOverLimit', reason: listsKeys },
  { action: 'ListAccessKeys', code: 'OperationDenied.UinNotMatch', reason: listsKeys },
  { action: 'ListAccessKeys', code: 'ResourceNotFound.SecretNotExist', reason: listsKeys },
  { action: 'PutUserPermissionsBoundary', code: 'InvalidParameter.OperateEntitiesOverLimit', reason: oneEntity },
  { action: 'PutUserPermissionsBoundary', code: 'InvalidParameter.RoleNotExist', reason: noRole },
  { action: 'CreateServiceLinkedRole', code: 'InvalidParameter.ConditionContentError', reason: takesNoCondition },
  { action: 'CreateServiceLinkedRole', code: 'InvalidParameter.ConditionError', reason: takesNoCondition },
  { action: 'CreateServiceLinkedRole', code: 'InvalidParameter.ConditionTypeError', reason: takesNoCondition },
  { action: 'DeleteRole', code: 'InvalidParameter.TagParamError', reason: 'the call takes no tags' },
  { action: 'SetMfaFlag', code: 'InvalidParameter.MFATokenError', reason: 'the call takes no token' },
  { action: 'AttachGroupPolicy', code: 'InvalidParameter.UserNotExist', reason: noUser },
  { action: 'DetachGroupPolicy', code: 'InvalidParameter.UserNotExist', reason: noUser },
  { action: 'DetachUserPolicy', code: 'InvalidParameter.AttachmentFull', reason: 'detaching never exceeds a limit' },
  {
    action: 'DisableUserSSO',
    code: 'InvalidParameterValue.MetadataError',
    reason: 'the call takes no document; where nothing is in force there is nothing to refuse',
  },
  { action: 'UpdateUserOIDCConfig', code: 'LimitExceeded.IdentityFull', reason: oneClient },
  { action: 'GetPolicy', code: 'InvalidParameter.ParamError', reason: 'the only parameter has a code of its own' },
]
