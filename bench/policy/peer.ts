// What the bench asks of every engine, ours or another: statements in, a function from request to effect out.

import type { AccessRequest } from '../../src/policy/index.ts'
import type { PlainStatement } from './workload.ts'

export type Ask = (request: AccessRequest) => 'allow' | 'deny'

export interface Peer {
  readonly name: string
  /** Makes the engine ready for one principal, to whom these statements apply. */
  prepare(statements: readonly PlainStatement[]): Ask | Promise<Ask>
}
