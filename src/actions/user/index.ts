// The actions on users, by name.
import { AddUser } from './AddUser.ts'
import { DeleteUser } from './DeleteUser.ts'
import { GetUser } from './GetUser.ts'
import { ListUsers } from './ListUsers.ts'
import { UpdateUser } from './UpdateUser.ts'

export const userActions = [AddUser, DeleteUser, GetUser, ListUsers, UpdateUser]
