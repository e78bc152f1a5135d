// Actions by name, with what they take and give. Types only.
import type { Actions } from './actions.ts'

export type ActionName = keyof Actions
export type Params<A extends ActionName> = Actions[A]['params']
export type Result<A extends ActionName> = Actions[A]['result'] & { readonly RequestId: string }
