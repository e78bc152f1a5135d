// The codes of policy text that the calls list, in full or in the shorter form of DeletePolicyVersion.
export const textCodes = [
  'InvalidParameter.ActionError',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.ConditionError',
  'InvalidParameter.DescriptionLengthOverlimit',
  'InvalidParameter.EffectError',
  'InvalidParameter.NotSupportProduct',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyDocumentError',
  'InvalidParameter.PolicyDocumentLengthOverLimit',
  'InvalidParameter.PolicyNameError',
  'InvalidParameter.PrincipalError',
  'InvalidParameter.ResourceError',
  'InvalidParameter.StatementError',
  'InvalidParameter.UserNotExist',
  'InvalidParameter.VersionError',
  'ResourceNotFound.GroupNotExist',
  'ResourceNotFound.NotFound',
  'ResourceNotFound.UserNotExist',
] as const

/** The finer codes, which tell what is wrong inside an element. */
export const fineTextCodes = [
  ...textCodes,
  'InvalidParameter.ActionMiss',
  'InvalidParameter.ActionNotExist',
  'InvalidParameter.ActionServiceNotExist',
  'InvalidParameter.ConditionContentError',
  'InvalidParameter.ConditionTypeError',
  'InvalidParameter.ResourceContentError',
  'InvalidParameter.ResourceProjectError',
  'InvalidParameter.ResourceQcsError',
  'InvalidParameter.ResourceRegionError',
  'InvalidParameter.ResourceServiceNotExist',
  'InvalidParameter.ResourceUinError',
] as const
