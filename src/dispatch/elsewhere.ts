// Products whose calls are carried out by others: they pass the same stages as our own, up to the verdict. What happens
// with an allowed call then is not known here.
import type { Caller } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import type { AccessRequest, Decision } from '../policy/types.ts'
import type { Call } from '../protocol/call.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import type { ArrivedRequest, Products } from '../protocol/request.ts'
import type { AuditAccess } from '../store/store.ts'
import type { Refused, Subject } from './authorize.ts'
import type { Check } from './probe.ts'
import type { Read } from './stages.ts'

/** The stages of the pipeline, for calls that have no row of ours. In this order; each throws what ends the call. */
export interface Stages {
  readonly world: World
  authenticate<K extends Read>(known: K): Promise<K & { readonly caller: Caller }>
  readonly throttle: Check
  /** `Refused` where the engine says no. */
  authorize(subject: Subject, access: AccessRequest): Promise<Decision>
  /** What the answer of a write carries, as `revisionHeader`. */
  revisionToken(account: number, revision: number): string
  /** Keeps a refusal of a call that goes on all the same. */
  letThrough(refused: Refused): void
  /** The audit event of the call is in the store: no other is to tell of it. */
  recorded(call: Call): void
}

export interface Elsewhere<R extends Reply | StreamedReply> {
  readonly products: Products
  /** What audit events say of the call. */
  accessOf(call: Call): AuditAccess
  /** What is thrown ends the call as it does in the pipeline. */
  answer(call: Call, request: ArrivedRequest): Promise<R>
}
