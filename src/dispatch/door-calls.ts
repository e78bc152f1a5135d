// Calls that doors make: what came in is no call of API 3.0, but it means one. A door says who asks and which call is
// meant; the stages are the same as for every call, so a door can neither forget one nor widen anybody's rights.
import type { ActionRow, Caller } from '../actions/define.ts'
import type { Rules, World } from '../actions/world.ts'
import type { Call } from '../protocol/call.ts'
import type { Verifier } from '../signing/index.ts'
import { type SignedCall, signerOf } from './authenticate.ts'
import { authorize } from './authorize.ts'
import { confirm } from './confirm.ts'
import { execute } from './execute.ts'
import { type ActionTable, find } from './find.ts'
import type { Hearing } from './hearing.ts'
import { type Revisions, revisionHeader } from './revisions.ts'
import type { Known } from './stages.ts'
import type { Throttle } from './throttle.ts'
import { validate } from './validate.ts'

export interface DoorCalls {
  /** Who signed what came through a door. Throws ApiError AuthFailure.*, and nothing else but a fault of ours. */
  signerOf(call: SignedCall): Promise<Caller>
  /**
   * Makes a call for somebody whom a door has recognised: every stage behind the signature. `rules` are switches that the
   * door has in another position. Throws ApiError only; a refusal is kept and a fault is logged like those of any call.
   */
  perform(call: Call, caller: Caller, rules?: Partial<Rules>): Promise<object>
  /** The same for a row of the door's own, which the table of actions does not have. */
  performRow(row: ActionRow, call: Call, caller: Caller): Promise<object>
  /** What the answer of the door carries after a write that gave this result, as names and values in turn; empty after a read. */
  revisionOf(result: object): readonly string[]
}

interface Stages {
  readonly table: ActionTable
  readonly verifier: Verifier
  readonly throttle: Throttle
  readonly heard: Hearing
  readonly revisions: Pick<Revisions, 'tokenOf'>
}

export function createDoorCalls(world: World, { table, verifier, throttle, heard, revisions }: Stages): DoorCalls {
  const written = new WeakMap<object, string>()
  async function run(at: World, known: Known, caller: Caller): Promise<object> {
    const { call, row } = known
    try {
      const signed = { ...known, caller }
      throttle.check(signed)
      const allowed = await authorize(at, validate(signed))
      const done = await execute(at, await confirm(at, allowed))
      if (done.revision !== undefined) written.set(done.result, revisions.tokenOf(caller.account, done.revision))
      return done.result
    } catch (error) {
      throw heard(error, call.requestId, row)
    }
  }
  return {
    signerOf: (call) => signerOf(world, verifier, call),
    async perform(call, caller, rules = {}) {
      return run({ ...world, rules: { ...world.rules, ...rules } }, find(table, call), caller)
    },
    performRow: (row, call, caller) => run(world, { call, row }, caller),
    revisionOf(result) {
      const token = written.get(result)
      return token === undefined ? [] : [revisionHeader, token]
    },
  }
}
