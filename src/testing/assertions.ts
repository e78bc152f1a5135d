// Questions about recorded calls, and failures that say what was called instead. They throw node:assert's AssertionError, which
// every test runner shows as its own.
import { AssertionError } from 'node:assert'
import { isDeepStrictEqual } from 'node:util'
import type { CallFilter, RecordedCall, RecordedCaller } from './types.ts'

/** Whether a call fits every member of the filter. */
export function fits(call: RecordedCall, filter: CallFilter): boolean {
  const { product, action, caller, outcome, decision, parameters, where } = filter
  return (
    (product === undefined || call.product === product) &&
    (action === undefined || call.action === action) &&
    (caller === undefined || call.caller?.secretId === caller.secretId) &&
    (outcome === undefined || call.outcome === outcome) &&
    (decision === undefined || call.decision === decision) &&
    (parameters === undefined || includes(call.parameters, parameters)) &&
    (where === undefined || where(call))
  )
}

/** Whether a value has all that a part has; lists must be equal in length. */
function includes(value: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(value) && value.length === part.length && part.every((one, index) => includes(value[index], one))
    )
  }
  if (typeof part !== 'object' || part === null) return isDeepStrictEqual(value, part)
  if (typeof value !== 'object' || value === null) return false
  const members = new Map(Object.entries(value))
  return Object.entries(part).every(([name, one]) => members.has(name) && includes(members.get(name), one))
}

const shownMax = 20
const valueMax = 200

const clipped = (text: string): string => (text.length > valueMax ? `${text.slice(0, valueMax)}…` : text)

const callerText = (caller: RecordedCaller | undefined): string => {
  if (caller === undefined) return 'nobody known'
  if (caller.kind === 'root') return `the root account ${caller.account}`
  if (caller.kind === 'role') return `the session ${caller.session} of role ${caller.role}`
  return `user ${caller.uin}`
}

/** One line: `cam:AddUser {"Name":"bob"} by user 100000000002 → ok`. */
export function callText({ product, action, parameters, caller, outcome, fault }: RecordedCall): string {
  const met = fault === undefined ? '' : ` (fault ${fault})`
  return `${product}:${action} ${clipped(JSON.stringify(parameters))} by ${callerText(caller)} → ${outcome}${met}`
}

/** Calls as a numbered list, newest last. */
export function callsText(calls: readonly RecordedCall[]): string {
  if (calls.length === 0) return 'No call was recorded.'
  const from = Math.max(0, calls.length - shownMax)
  const lines = calls.slice(from).map((call, index) => `  ${from + index + 1}. ${callText(call)}`)
  return [`Recorded calls (${calls.length}):`, ...(from > 0 ? [`  … ${from} before`] : []), ...lines].join('\n')
}

function filterText({ product, action, caller, outcome, decision, parameters, where }: CallFilter): string {
  const name = `${product === undefined ? '' : `${product}:`}${action ?? '*'}`
  return [
    name,
    ...(parameters === undefined ? [] : [`with ${clipped(JSON.stringify(parameters))}`]),
    ...(caller === undefined ? [] : [`by ${caller.name}`]),
    ...(outcome === undefined ? [] : [`→ ${outcome}`]),
    ...(decision === undefined ? [] : [`decided ${decision}`]),
    ...(where === undefined ? [] : ['as `where` says']),
  ].join(' ')
}

function countText(times: number | undefined): string {
  if (times === undefined || times === 1) return times === undefined ? 'a call' : '1 call'
  return times === 0 ? 'no call' : `${times} calls`
}

/** `times`: how often, exactly; left out: at least once. */
export function assertCalled(calls: readonly RecordedCall[], filter: CallFilter, times: number | undefined): void {
  const found = calls.filter((call) => fits(call, filter)).length
  if (times === undefined ? found > 0 : found === times) return
  const came = found === 0 ? 'there was none' : found === 1 ? 'there was 1' : `there were ${found}`
  throw new AssertionError({
    message: `expected ${countText(times)} of ${filterText(filter)}, and ${came}.\n${callsText(calls)}`,
    actual: found,
    expected: times ?? 'at least 1',
    operator: 'assertCalled',
  })
}
