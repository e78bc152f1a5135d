// The actions on users, by name.
import { AddUser } from './AddUser.ts'
import { DeleteUser } from './DeleteUser.ts'
import { GetPasswordRules } from './GetPasswordRules.ts'
import { GetUser } from './GetUser.ts'
import { ListUsers } from './ListUsers.ts'
import { LogoutConsoleSessions } from './LogoutConsoleSessions.ts'
import { UpdatePasswordRules } from './UpdatePasswordRules.ts'
import { UpdateUser } from './UpdateUser.ts'

export const userActions = [
  AddUser,
  DeleteUser,
  GetPasswordRules,
  GetUser,
  ListUsers,
  LogoutConsoleSessions,
  UpdatePasswordRules,
  UpdateUser,
]
