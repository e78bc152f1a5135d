// What the bench asks of every engine, ours or another. One function answers for all principals: a function made for each
// of them would be measured in the interpreter, as every one is called too rarely to be compiled.

import type { AccessRequest } from '../../src/policy/index.ts'
import type { BenchPolicy } from './workload.ts'

export interface Peer<State> {
  readonly name: string
  /** Makes the engine ready for one principal, to whom these policies apply. */
  prepare(policies: readonly BenchPolicy[]): State | Promise<State>
  ask(state: State, request: AccessRequest): 'allow' | 'deny'
}
