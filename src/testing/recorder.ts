// What clients called, as the audit log would tell it: the same events, with the same secrets struck out.
import type { Caller } from '../actions/define.ts'
import { callEvent, type Reached } from '../dispatch/audit-event.ts'
import type { AuditAccess } from '../store/store.ts'
import type { RecordedCall, RecordedCaller } from './types.ts'

export interface Recorder {
  note(reached: Reached, outcome: string, access: AuditAccess | undefined, fault: number | undefined): void
  calls(): readonly RecordedCall[]
  forget(): void
}

/** So that a server that is called for hours does not fill the memory. */
const callsMax = 100_000

export function createRecorder(): Recorder {
  let kept: RecordedCall[] = []
  return {
    note(reached, outcome, access, fault) {
      if (kept.length >= callsMax) kept = kept.slice(callsMax / 10)
      kept.push(recordedOf(reached, outcome, access, fault))
    },
    calls: () => kept,
    forget() {
      kept = []
    },
  }
}

function recordedOf(
  reached: Reached,
  outcome: string,
  access: AuditAccess = 'unknown',
  fault: number | undefined,
): RecordedCall {
  const event = callEvent(reached, outcome, access)
  const { requestId, timeMs, product, action, resources, decision, sourceIp, userAgent } = event
  return {
    requestId,
    timeMs,
    product,
    action,
    version: reached.call.version,
    caller: reached.caller === undefined ? undefined : callerOf(reached.caller),
    parameters: JSON.parse(event.parameters),
    resources,
    decision,
    outcome,
    sourceIp,
    userAgent,
    fault,
  }
}

/** `undefined` for a stranger: nobody proved who it is. */
export function callerOf({ kind, account, uin, secretId, session }: Caller): RecordedCaller | undefined {
  if (kind === 'stranger') return undefined
  return { kind, account, uin: session?.callerUin ?? uin, secretId, role: session?.role?.name, session: session?.name }
}
