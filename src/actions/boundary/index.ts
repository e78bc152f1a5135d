// The actions on permissions boundaries of users, by name.
import { DeleteUserPermissionsBoundary } from './DeleteUserPermissionsBoundary.ts'
import { GetUserPermissionBoundary } from './GetUserPermissionBoundary.ts'
import { PutUserPermissionsBoundary } from './PutUserPermissionsBoundary.ts'

export const boundaryActions = [DeleteUserPermissionsBoundary, GetUserPermissionBoundary, PutUserPermissionsBoundary]
