// Shapes that several policy actions share, under the wire's type names; members in the order of recorded answers.
import { int, list, nullable, struct, text, timestamp } from '../../protocol/shape.ts'

const newer = true

/** For the calls whose tables have a code of its own for a number that can be no id. */
export const policyId = int({ about: 'Number of the policy.', min: 1, fault: 'InvalidParameter.PolicyIdError' })
/** For the calls whose tables have none. */
export const plainPolicyId = int({ about: 'Number of the policy.', min: 1 })
export const versionId = int({ about: 'Number of the version.', min: 1 })
export const subUin = int({ about: 'Number (uin) of the sub-account.', min: 1 })
export const groupId = int({ about: 'Number of the user group.', min: 1 })

export const policyNamePattern = /^[A-Za-z0-9+=,.@_-]{1,128}$/
export const descriptionBytesMax = 300

export const policyName = text({
  about: 'Name of the policy, unique in the account: letters, digits and the signs +=,.@_- only.',
  min: 1,
  max: 128,
  pattern: policyNamePattern,
  fault: 'InvalidParameter.PolicyNameError',
})
export const policyDescription = text({
  about: 'What the policy is for.',
  maxBytes: descriptionBytesMax,
  fault: 'InvalidParameter.DescriptionLengthOverlimit',
})
export const policyDocument = text({ about: 'The policy: JSON text in policy syntax 2.0.' })

export const Tag = struct(
  'Tag',
  {
    Key: text({ about: 'Key of the tag.', min: 1, max: 128, newer }),
    Value: text({ about: 'Value of the tag.', max: 256, newer }),
  },
  { about: 'A tag.', newer },
)
export const tags = list(Tag, { about: 'Tags of the policy.', max: 50, newer })

const deactived = int({ about: 'Whether it speaks about a product that was closed: 1 yes, 0 no.' })
const deactivedDetail = list(text({ about: 'A product that was closed.' }), {
  about: 'Closed products it speaks about.',
})

export const StrategyInfo = struct(
  'StrategyInfo',
  {
    PolicyId: int({ about: 'Number of the policy.' }),
    PolicyName: text({ about: 'Name of the policy.' }),
    Type: int({ about: 'Origin: 1 made in the account, 2 preset.', oneOf: [1, 2] }),
    Description: nullable(text({ about: 'What the policy is for.' })),
    CreateMode: int({ about: 'How it was made; 2 from policy text.' }),
    Attachments: int({ about: 'How many entities it is attached to.' }),
    ServiceType: nullable(text({ about: 'Product that it belongs to; empty for custom policies.' })),
    IsAttached: nullable(int({ about: 'Whether the entity asked for has it; null when none was asked for.' })),
    IsServiceLinkedPolicy: nullable(int({ about: 'Whether a service-linked role brought it along: 1 yes, 0 no.' })),
    AttachEntityCount: nullable(int({ about: 'How many entities it is attached to.' })),
    AttachEntityBoundaryCount: nullable(int({ about: 'How many entities have it as permissions boundary.' })),
    AddTime: nullable(timestamp({ about: 'When it was made, UTC+8.' })),
    UpdateTime: nullable(timestamp({ about: 'When it was last changed, UTC+8.' })),
    Deactived: nullable(deactived),
    DeactivedDetail: nullable(deactivedDetail),
    Tags: list(Tag, { about: 'Tags of the policy.', newer }),
    PermissionLevel: text({ about: 'Global, Finance or CloudProduct for presets; empty for custom policies.', newer }),
  },
  { about: 'A policy in a listing.' },
)

export const AttachPolicyInfo = struct(
  'AttachPolicyInfo',
  {
    PolicyId: int({ about: 'Number of the policy.' }),
    PolicyName: nullable(text({ about: 'Name of the policy.' })),
    AddTime: nullable(timestamp({ about: 'When it was attached, UTC+8.' })),
    CreateMode: nullable(int({ about: 'How the policy was made; 2 from policy text.' })),
    Remark: text({ about: 'Remark given to a preset, otherwise the description of the policy.' }),
    OperateOwnerUin: nullable(text({ about: 'Root account of whoever attached it.' })),
    OperateUin: nullable(text({ about: 'Whoever attached it: the number of an account or of a role.' })),
    OperateUinType: nullable(int({ about: '0 an account, 1 a role.' })),
    PolicyType: nullable(text({ about: 'User for custom policies, QCS for presets.' })),
    Deactived: nullable(deactived),
    DeactivedDetail: nullable(deactivedDetail),
  },
  { about: 'A policy attached to a user or group.' },
)

export const AttachEntityOfPolicy = struct(
  'AttachEntityOfPolicy',
  {
    Id: text({ about: 'Number of the entity: uid of a user, id of a group or role.' }),
    RelatedType: int({ about: '1 user, 2 user group, 3 role.' }),
    Uin: nullable(int({ about: 'Number (uin) of a user; null for others.' })),
    AttachmentTime: nullable(text({ about: 'When it was attached, UTC+8.' })),
    Name: nullable(text({ about: 'Name of the entity.' })),
  },
  { about: 'An entity that has the policy.' },
)

const AttachedUserPolicyGroupInfo = struct(
  'AttachedUserPolicyGroupInfo',
  {
    GroupId: int({ about: 'Number of the group.' }),
    GroupName: text({ about: 'Name of the group.' }),
  },
  { about: 'A group that passes the policy on to its members.' },
)

export const AttachedUserPolicy = struct(
  'AttachedUserPolicy',
  {
    PolicyId: text({ about: 'Number of the policy.' }),
    PolicyName: text({ about: 'Name of the policy.' }),
    Description: text({ about: 'What the policy is for.' }),
    AddTime: text({ about: 'When it was attached, UTC+8.' }),
    StrategyType: text({ about: 'Origin: 1 made in the account, 2 preset.' }),
    CreateMode: text({ about: 'How the policy was made; 2 from policy text.' }),
    Groups: nullable(
      list(AttachedUserPolicyGroupInfo, { about: 'The groups of the user that have it; none if only the user does.' }),
    ),
    Deactived: nullable(deactived),
    DeactivedDetail: nullable(deactivedDetail),
  },
  { about: 'A policy in force for a user.' },
)

const isDefaultVersion = int({ about: '1 for the version in force, otherwise 0.', oneOf: [0, 1] })
const createDate = text({ about: 'When the version was made, UTC.' })
export const PolicyVersionItem = struct(
  'PolicyVersionItem',
  {
    VersionId: nullable(int({ about: 'Number of the version.' })),
    CreateDate: nullable(createDate),
    IsDefaultVersion: nullable(isDefaultVersion),
  },
  { about: 'A version of a policy.' },
)

export const PolicyVersionDetail = struct(
  'PolicyVersionDetail',
  {
    VersionId: nullable(int({ about: 'Number of the version.' })),
    CreateDate: nullable(createDate),
    IsDefaultVersion: nullable(isDefaultVersion),
    Document: nullable(text({ about: 'The policy: JSON text.' })),
  },
  { about: 'A version of a policy with its text.' },
)
