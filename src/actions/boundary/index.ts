// The actions on permissions boundaries of users, by name.
import { DeleteUserPermissionsBoundary } from './DeleteUserPermissionsBoundary.ts'
import { PutUserPermissionsBoundary } from './PutUserPermissionsBoundary.ts'

export const boundaryActions = [DeleteUserPermissionsBoundary, PutUserPermissionsBoundary]
