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
}

interface Stages {
  readonly table: ActionTable
  readonly verifier: Verifier
  readonly throttle: Throttle
  readonly heard: Hearing
}

export function createDoorCalls(world: World, { table, verifier, throttle, heard }: Stages): DoorCalls {
  return {
    signerOf: (call) => signerOf(world, verifier, call),
    async perform(call, caller, rules = {}) {
      const at: World = { ...world, rules: { ...world.rules, ...rules } }
      let row: ActionRow | undefined
      try {
        const known = find(table, call)
        row = known.row
        const signed = { ...known, caller }
        throttle.check(signed)
        const allowed = await authorize(at, validate(signed))
        const done = await execute(at, await confirm(at, allowed))
        return done.result
      } catch (error) {
        throw heard(error, call.requestId, row)
      }
    },
  }
}
