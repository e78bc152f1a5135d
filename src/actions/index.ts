// Every action that the server offers. A folder's own index lists its rows; a row that is in no list is not served, and
// the repository checks complain.
import type { ActionRow } from './define.ts'
import { groupActions } from './group/index.ts'
import { userActions } from './user/index.ts'

export const actions: readonly ActionRow[] = [...groupActions, ...userActions]
