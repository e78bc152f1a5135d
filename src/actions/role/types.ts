// Shapes that the role actions share, under the wire's type names, and how a stored role looks on the wire.
import { wireTime } from '../../kernel/time.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { type Infer, int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import type { RoleRow, Tag } from '../../store/store.ts'
import { wireTags } from '../policy/listing.ts'
import { descriptionBytesMax } from '../policy/types.ts'

/** Longest session of the STS calls, in seconds. */
export const sessionSecondsMax = 43_200

export const roleNamePattern = /^[A-Za-z0-9+=,.@_-]{1,128}$/
export const roleNameRule = '1 to 128 letters, digits and the signs +=,.@_-'

/** For new names. */
export const newRoleName = text({
  about: 'Name of the role, unique in the account: letters, digits and the signs +=,.@_- only.',
  min: 1,
  max: 128,
  pattern: roleNamePattern,
  fault: 'InvalidParameter.RoleNameError',
})
/** For picking a role: whatever it says, at worst no role has that name. An empty one counts as left out. */
export const roleName = optional(text({ about: 'Name of the role, without regard to case.', max: 128 }))
export const roleId = optional(text({ about: 'Id of the role.', max: 32 }))

/** For the calls whose tables have a code of its own for a text that can be no name. */
export function checkedRoleName(fault: ErrorCode) {
  const pattern = /^[A-Za-z0-9+=,.@_-]{0,128}$/
  return optional(text({ about: 'Name of the role, without regard to case.', max: 128, pattern, fault }))
}

export const description = text({
  about: 'What the role is for.',
  maxBytes: descriptionBytesMax,
  fault: 'InvalidParameter.DescriptionLengthOverlimit',
})
export const trustDocument = text({ about: 'Trust policy: JSON text that says who may use the role.' })
export const consoleLogin = int({ about: 'Whether the role may be used in the console: 1 yes, 0 no.', oneOf: [0, 1] })
export const sessionDuration = int({
  about: 'Longest session in seconds; 0 for no bound of its own.',
  min: 0,
  max: sessionSecondsMax,
})
export const policyName = { about: 'Name of the policy; a preset by its exact name.', max: 128 } as const

/** Limits of keys and values are judged by the calls that write tags (`tags.ts`). */
export const RoleTags = struct(
  'RoleTags',
  { Key: text({ about: 'Key of the tag.' }), Value: text({ about: 'Value of the tag.' }) },
  { about: 'A tag of a role.' },
)
export const roleTags = list(RoleTags, { about: 'Tags of the role.' })

export const RoleInfo = struct(
  'RoleInfo',
  {
    RoleId: text({ about: 'Id of the role.' }),
    RoleName: text({ about: 'Name of the role.' }),
    PolicyDocument: text({ about: 'Trust policy: JSON text.' }),
    Description: text({ about: 'What the role is for.' }),
    AddTime: text({ about: 'When it was made, UTC+8.' }),
    UpdateTime: text({ about: 'When it was last changed, UTC+8.' }),
    ConsoleLogin: int({ about: 'Whether it may be used in the console: 1 yes, 0 no.', oneOf: [0, 1] }),
    RoleType: nullable(text({ about: 'user, system or service_linked.', oneOf: ['user', 'system', 'service_linked'] })),
    SessionDuration: nullable(int({ about: 'Longest session in seconds; 0 for no bound of its own.' })),
    DeletionTaskId: nullable(text({ about: 'Task that deletes it; null unless asked for.' })),
    Tags: nullable(roleTags),
    RoleArn: text({ about: 'Six-segment name of the role.' }),
  },
  { about: 'A role.' },
)

/** Under its name; roles that products work with have a prefix of their own. */
export function roleArn({ account, name, type }: Pick<RoleRow, 'account' | 'name' | 'type'>): string {
  const kind = type === 'user' ? 'roleName' : 'role/tencentcloudServiceRoleName'
  return `qcs::cam::uin/${account}:${kind}/${name}`
}

/** A role as GetRole and DescribeRoleList show it. */
export function roleInfo(role: RoleRow, tags: readonly Tag[]): Infer<typeof RoleInfo> {
  return {
    RoleId: role.roleId,
    RoleName: role.name,
    PolicyDocument: role.trust,
    Description: role.description,
    AddTime: wireTime(role.createdMs),
    UpdateTime: wireTime(role.updatedMs),
    ConsoleLogin: role.consoleLogin ? 1 : 0,
    RoleType: role.type,
    SessionDuration: role.sessionDuration,
    DeletionTaskId: role.deletionTaskId ?? null,
    Tags: wireTags(tags),
    RoleArn: roleArn(role),
  }
}

export const AttachedPolicyOfRole = struct(
  'AttachedPolicyOfRole',
  {
    PolicyId: int({ about: 'Number of the policy.' }),
    PolicyName: text({ about: 'Name of the policy.' }),
    AddTime: text({ about: 'When it was attached, UTC+8.' }),
    PolicyType: nullable(text({ about: 'User for custom policies, QCS for presets.', oneOf: ['User', 'QCS'] })),
    CreateMode: int({ about: 'How the policy was made; 2 from policy text.' }),
    Deactived: nullable(int({ about: '1 when a product that it speaks about is out of use, otherwise 0.' })),
    DeactivedDetail: nullable(list(text({ about: 'Product out of use.' }), { about: 'Products out of use.' })),
    Description: nullable(text({ about: 'What the policy is for.' })),
  },
  { about: 'A policy attached to a role.' },
)
