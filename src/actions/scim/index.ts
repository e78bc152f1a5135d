// The actions on tokens of SCIM clients, by name.
import { CreateScimToken } from './CreateScimToken.ts'
import { DeleteScimToken } from './DeleteScimToken.ts'
import { ListScimTokens } from './ListScimTokens.ts'
import { RotateScimToken } from './RotateScimToken.ts'

export const scimActions = [CreateScimToken, DeleteScimToken, ListScimTokens, RotateScimToken]
