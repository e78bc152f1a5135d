// The actions on groups and their members, by name.
import { AddUserToGroup } from './AddUserToGroup.ts'
import { CreateGroup } from './CreateGroup.ts'
import { DeleteGroup } from './DeleteGroup.ts'
import { GetGroup } from './GetGroup.ts'
import { ListGroups } from './ListGroups.ts'
import { ListGroupsForUser } from './ListGroupsForUser.ts'
import { ListUsersForGroup } from './ListUsersForGroup.ts'
import { RemoveUserFromGroup } from './RemoveUserFromGroup.ts'
import { UpdateGroup } from './UpdateGroup.ts'

export const groupActions = [
  AddUserToGroup,
  CreateGroup,
  DeleteGroup,
  GetGroup,
  ListGroups,
  ListGroupsForUser,
  ListUsersForGroup,
  RemoveUserFromGroup,
  UpdateGroup,
]
