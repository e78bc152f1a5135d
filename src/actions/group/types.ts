// Shapes that several group actions share, under the wire's type names.
import { wireTime } from '../../kernel/time.ts'
import { int, nullable, struct, text } from '../../protocol/shape.ts'
import type { GroupRow, UserRow } from '../../store/store.ts'

/** The documents give no rule; letters, digits, Han characters and the signs of policy names, 64 at most. */
export const groupName = text({
  about: 'Name of the group, unique in the account.',
  min: 1,
  max: 64,
  pattern: /^[\p{L}\p{N}+=,.@_-]+$/u,
})
export const groupRemark = text({ about: 'Free text about the group.', max: 255 })
/** Any number: one that is no group's has a code in each action's own table. */
export const groupId = int({ about: 'Number of the group.' })

export const GroupInfo = struct(
  'GroupInfo',
  {
    GroupId: int({ about: 'Number of the group.' }),
    GroupName: text({ about: 'Name of the group.' }),
    CreateTime: text({ about: 'When the group was made, UTC+8.' }),
    Remark: text({ about: 'Free text about the group.' }),
  },
  { about: 'A user group.' },
)

export function groupInfo(group: GroupRow) {
  return {
    GroupId: group.groupId,
    GroupName: group.name,
    CreateTime: wireTime(group.createdMs),
    Remark: group.remark,
  }
}

export const GroupMemberInfo = struct(
  'GroupMemberInfo',
  {
    Uid: int({ about: 'Number of the user among the sub-accounts.' }),
    Uin: int({ about: 'Account number of the user.' }),
    Name: text({ about: 'Name of the user.' }),
    PhoneNum: text({ about: 'Mobile number, empty without one.' }),
    CountryCode: text({ about: 'Country code that goes with PhoneNum.' }),
    PhoneFlag: int({ about: 'Whether the mobile number is verified: 1 yes, 0 no.' }),
    Email: text({ about: 'Mail address, empty without one.' }),
    EmailFlag: int({ about: 'Whether the mail address is verified: 1 yes, 0 no.' }),
    UserType: int({ about: 'Kind of member: 1 a collaborator, 3 a sub-user or message recipient.' }),
    CreateTime: text({ about: 'When the user was made, UTC+8.' }),
    IsReceiverOwner: int({ about: 'Whether it is the main message recipient: 1 yes, 0 no.' }),
    Remark: nullable(text({ about: 'Free text about the user.', newer: true })),
  },
  { about: 'A member of a group.' },
)

export function groupMemberInfo(user: UserRow) {
  return {
    Uid: user.uid,
    Uin: user.uin,
    Name: user.name,
    PhoneNum: user.phone,
    CountryCode: user.countryCode,
    PhoneFlag: user.phoneVerified ? 1 : 0,
    Email: user.email,
    EmailFlag: user.emailVerified ? 1 : 0,
    // This list numbers kinds in a way of its own (DescribeSubAccounts does not): recorded sub-users carry 3.
    UserType: user.type === 4 ? 1 : 3,
    CreateTime: wireTime(user.createdMs),
    IsReceiverOwner: user.receiverOwner ? 1 : 0,
    Remark: user.remark,
  }
}
