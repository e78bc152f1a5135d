// The audit event of a call, from how far it came. No secret is in it: parameters were taken out of it that are marked
// secret, those that nobody checked are not in it at all, and of a key whose owner was not proved only what looks like an id.
import { auditSessionOf, type Caller } from '../actions/define.ts'
import type { AccessRequest, Decision } from '../policy/types.ts'
import type { Call } from '../protocol/call.ts'
import { redact } from '../protocol/shape.ts'
import { clip } from '../protocol/utf8.ts'
import type { AuditAccess, AuditDecision, AuditEvent } from '../store/store.ts'
import { Refused } from './authorize.ts'
import { InQuarantine } from './quarantine.ts'
import type { Allowed, Valid } from './stages.ts'

/** How far a call came; filled by the stages that it passes. */
export interface Reached {
  readonly call: Call
  row: Pick<Valid['row'], 'access' | 'params' | 'product' | 'name'> | undefined
  caller: Caller | undefined
  params: Valid['params'] | undefined
  access: Pick<AccessRequest, 'resources'> | undefined
  decision: AuditDecision
  /** Its event is in the store already. */
  recorded: boolean
}

export const begun = (call: Call): Reached => ({
  call,
  row: undefined,
  caller: undefined,
  params: undefined,
  access: undefined,
  decision: 'none',
  recorded: false,
})

/** What policies said no to, or who was known and refused before them. */
export function noteRefusal(reached: Reached | undefined, error: unknown): void {
  if (reached === undefined) return
  if (error instanceof InQuarantine) reached.caller ??= error.caller
  if (!(error instanceof Refused)) return
  reached.access = error.access
  reached.decision = 'deny'
}

const textMax = 128
const agentMax = 256
const secretIdMax = 256
/** Of a call that changed nothing; what a change was asked with is kept whole. */
const parametersMax = 16_384

/** What the client says that it is. */
export const userAgentOf = ({ signed }: Pick<Call, 'signed'>): string =>
  plain(signed.header('user-agent') ?? '', agentMax)

export const decisionOf = (decision: Decision | undefined): AuditDecision => (decision === undefined ? 'none' : 'allow')

/** The event of a change: its transaction appends it. */
export function changeEvent(
  { call, caller, row, params, access, decision }: Allowed,
  more: {
    readonly revision: number
    readonly session: AuditEvent['session']
  },
): AuditEvent {
  return {
    ...callerPart(caller),
    ...more,
    requestId: call.requestId,
    timeMs: call.receivedMs,
    access: row.access,
    product: row.product,
    action: row.name,
    resources: access.resources,
    decision: decisionOf(decision),
    outcome: 'ok',
    sourceIp: call.from.address,
    userAgent: userAgentOf(call),
    parameters: JSON.stringify(redact(row.params, params)),
  }
}

/** The event of a call that changed nothing: it only read, or it ended with an error. `access`: where no row says. */
export function callEvent(
  { call, row, caller, params, ...reached }: Reached,
  outcome: string,
  access: AuditAccess,
): AuditEvent {
  const proved = caller === undefined || caller.kind === 'stranger' ? undefined : caller
  return {
    ...(proved === undefined ? nobodyPart(call) : callerPart(proved)),
    revision: proved?.revision ?? 0,
    session: proved && auditSessionOf(proved),
    requestId: call.requestId,
    timeMs: call.receivedMs,
    access: row?.access ?? access,
    product: row?.product ?? plain(call.product, textMax),
    action: row?.name ?? plain(call.action, textMax),
    resources: reached.access?.resources ?? [],
    decision: reached.decision,
    outcome,
    sourceIp: call.from.address,
    userAgent: userAgentOf(call),
    parameters: row === undefined || params === undefined ? '{}' : bounded(JSON.stringify(redact(row.params, params))),
  }
}

function callerPart({ account, uin, secretId, session }: Caller): Pick<AuditEvent, 'account' | 'uin' | 'secretId'> {
  return { account, uin: session?.callerUin ?? uin, secretId }
}

/** Somebody may have put a secret key in the place of its id. */
function nobodyPart({ claim }: Call): Pick<AuditEvent, 'account' | 'uin' | 'secretId'> {
  const claimed = claim.kind === 'skip' ? '' : claim.secretId
  return { account: 0, uin: 0, secretId: /^AKID[\w-]*$/.test(claimed) ? claimed.slice(0, secretIdMax) : '' }
}

/** Text from outside, without what could move a cursor. */
const plain = (text: string, max: number): string =>
  clip(text.toWellFormed().replace(/[\p{C}\u2028\u2029]/gu, ' '), max)

const bounded = (parameters: string): string =>
  parameters.length <= parametersMax ? parameters : JSON.stringify({ omitted: `${parameters.length} characters` })
