// Calls that doors make: what came in is no call of API 3.0, but it means one. A door says who asks and which call is
// meant; the stages are the same as for every call, so a door can neither forget one nor widen anybody's rights.
import type { ActionRow, Caller } from '../actions/define.ts'
import type { Rules, World } from '../actions/world.ts'
import type { CallWatch } from '../kernel/watch.ts'
import type { Call } from '../protocol/call.ts'
import type { Verifier } from '../signing/index.ts'
import { begun, decisionOf, noteRefusal } from './audit-event.ts'
import { type SignedCall, signerOf } from './authenticate.ts'
import { authorize } from './authorize.ts'
import { confirm } from './confirm.ts'
import { execute } from './execute.ts'
import { type ActionTable, find } from './find.ts'
import type { Hearing } from './hearing.ts'
import type { Journal } from './journal.ts'
import type { Check, Probe } from './probe.ts'
import { InQuarantine } from './quarantine.ts'
import { type Revisions, revisionHeader } from './revisions.ts'
import type { Known } from './stages.ts'
import { tellDone, tellFailed } from './tell.ts'
import { validate } from './validate.ts'
import type { WritePlaces } from './write-places.ts'

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
  /**
   * For a door that recognises callers itself: of somebody who is in quarantine, the account's audit events keep what he asked
   * for. Throws what was thrown.
   */
  keepRefusal(error: unknown, call: Call, row?: ActionRow): never
  /** What the answer of the door carries after a write that gave this result, as names and values in turn; empty after a read. */
  revisionOf(result: object): readonly string[]
}

interface Stages {
  readonly table: ActionTable
  readonly verifier: Verifier
  readonly check: Check
  readonly places: WritePlaces
  readonly heard: Hearing
  readonly journal: Journal
  readonly watch: CallWatch | undefined
  readonly probe: Probe | undefined
  readonly revisions: Pick<Revisions, 'tokenOf'>
}

export function createDoorCalls(world: World, stages: Stages): DoorCalls {
  const { table, verifier, check, places, heard, journal, watch, probe, revisions } = stages
  const written = new WeakMap<object, string>()
  async function run(at: World, known: Known, caller: Caller): Promise<object> {
    const { call, row } = known
    const beganMs = watch?.now() ?? 0
    const reached = { ...begun(call), row, caller }
    try {
      const signed = { ...known, caller }
      await check(signed)
      const valid = validate(signed)
      reached.params = valid.params
      const allowed = await authorize(at, valid)
      reached.access = allowed.access
      reached.decision = decisionOf(allowed.decision)
      const confirmed = await confirm(at, allowed)
      if (probe !== undefined) await probe.beforeWork(confirmed)
      const done = await places.within(confirmed, () => execute(at, confirmed))
      if (row.access === 'read') journal.read(reached)
      probe?.ended(reached, 'ok')
      if (done.revision !== undefined) written.set(done.result, revisions.tokenOf(caller.account, done.revision))
      if (watch !== undefined) tellDone(watch, row, beganMs, done)
      return done.result
    } catch (error) {
      const told = heard(error, call.requestId, row)
      noteRefusal(reached, error)
      journal.failed(reached, told.code)
      probe?.ended(reached, told.code)
      if (watch !== undefined) tellFailed(watch, row, beganMs, error, told, call.requestId)
      throw told
    }
  }
  return {
    signerOf: (call) => signerOf(world, verifier, call),
    async perform(call, caller, rules = {}) {
      return run({ ...world, rules: { ...world.rules, ...rules } }, find(table, call), caller)
    },
    performRow: (row, call, caller) => run(world, { call, row }, caller),
    keepRefusal(error, call, row) {
      if (error instanceof InQuarantine) {
        const reached = { ...begun(call), row }
        noteRefusal(reached, error)
        journal.failed(reached, error.code)
      }
      throw error
    },
    revisionOf(result) {
      const token = written.get(result)
      return token === undefined ? [] : [revisionHeader, token]
    },
  }
}
