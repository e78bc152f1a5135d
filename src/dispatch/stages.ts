// The value that passes from stage to stage. Each stage takes what the one before it returned and adds to it, so leaving
// a stage out does not compile.
import type { ActionRow, Caller } from '../actions/define.ts'
import type { AccessRequest, Decision } from '../policy/types.ts'
import type { Call } from '../protocol/call.ts'
import type { Warning } from '../protocol/warnings.ts'

export interface Read {
  readonly call: Call
}
export interface Known extends Read {
  readonly row: ActionRow
}
export interface Signed extends Known {
  readonly caller: Caller
}
export interface Valid extends Signed {
  /** Fits `row.params`. */
  readonly params: Readonly<Record<string, unknown>>
}
export interface Allowed extends Valid {
  readonly access: AccessRequest
  /** `undefined` for a call that needs no permission. */
  readonly decision: Decision | undefined
}
export interface Done extends Allowed {
  /** Fits `row.returns`. */
  readonly result: object
  /** The account's revision after a write. */
  readonly revision: number | undefined
  /** What the caller may not have meant, though it was done. */
  readonly warnings: readonly Warning[]
}
