// What a client hears of whatever ended its call. A refusal is kept for the operator and a fault of ours goes to the log;
// neither says more outside than its code and the documented text.
import type { ActionRow } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import { ApiError, apiError } from '../protocol/api-error.ts'
import { storeFaultOf } from '../store/faults.ts'
import { CommitUnknown, StoreUnreachable } from '../store/unreachable.ts'
import { Refused } from './authorize.ts'
import { lost } from './reaching-door.ts'
import type { Refusals } from './refusals.ts'

export type Hearing = (error: unknown, requestId: string, row: ActionRow | undefined) => ApiError

export function createHearing({ log }: Pick<World, 'log'>, refusals: Pick<Refusals, 'note'>): Hearing {
  return (error, requestId, row) => {
    if (error instanceof Refused) {
      refusals.note(error)
      return error.answer
    }
    if (error instanceof ApiError) return error
    // That it is lost, and for how long, is logged where it is noticed, not by each call.
    if (error instanceof StoreUnreachable) return lost()
    if (error instanceof CommitUnknown) return halfKnown()
    const fault = storeFaultOf(error)
    log.error({ requestId, action: row?.name, error, help: fault?.help }, fault?.says ?? 'a call failed')
    return internalError(row)
  }
}

const halfKnown = (): ApiError =>
  apiError('FailedOperation', {
    problem: 'the database went away while the change was being written down; whether it was is not known.',
  })

/** A fault of ours under the code that the action's own table has for it; the cause stays in the log. */
function internalError(row: ActionRow | undefined): ApiError {
  if (row?.errors.includes('InternalError.SystemError')) return apiError('InternalError.SystemError')
  if (row?.errors.includes('FailedOperation')) {
    return apiError('FailedOperation', { problem: 'an error inside the server, which its log tells by the RequestId.' })
  }
  return apiError('InternalError')
}
