// Shapes that several group actions share, under the wire's type names.
import { int, struct, text } from '../../protocol/shape.ts'

/** The documents give no rule; letters, digits, Han characters and the signs of policy names, 64 at most. */
export const groupName = text({
  about: 'Name of the group, unique in the account.',
  min: 1,
  max: 64,
  pattern: /^[\p{L}\p{N}+=,.@_-]+$/u,
})
export const groupRemark = text({ about: 'Free text about the group.', max: 255 })
export const groupId = int({ about: 'Number of the group.', min: 1 })

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
