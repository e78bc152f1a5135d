// Whether the caller may make the call, by the policy engine: on the row's own resources, in the context of this
// request. A refusal is kept for the operator; the client sees the documented text only.
import type { ActionInput, ActionRow, Caller, Segments } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import { decide, type Program } from '../policy/index.ts'
import type { AccessRequest, ContextValue, RequestContext } from '../policy/types.ts'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'
import type { Allowed, Valid } from './stages.ts'

/**
 * Condition keys of a call to our own API. Most verdicts look at none, so each value is made when it is asked for.
 * `mfa` is "1" after a second factor in the session; a key alone has none.
 */
class CallContext implements RequestContext {
  readonly #call: Call
  readonly #caller: Caller
  constructor(call: Call, caller: Caller) {
    this.#call = call
    this.#caller = caller
  }
  get(key: string): ContextValue | undefined {
    switch (key) {
      case 'qcs:ip':
        return this.#call.from.address
      case 'qcs:current_time':
        return new Date(this.#call.receivedMs).toISOString()
      case 'qcs:uin':
        return String(this.#caller.uin)
      case 'qcs:owner_uin':
        return String(this.#caller.account)
      case 'qcs:mfa':
        return 'false'
      case 'mfa':
        return '0'
      default:
        return undefined
    }
  }
}

/** Our own six-segment text for a last segment; `*` stays what it is. */
export function ownResource(row: Pick<ActionRow, 'product'>, account: number, segment: string): string {
  return segment === '*' ? '*' : `qcs::${row.product}::uin/${account}:${segment}`
}

/** The row's own resources; `undefined` where the call is checked on `*`. */
function segmentsOf(world: World, { row, caller, params }: Valid): Segments | undefined {
  const rule = row.resource
  if (rule.level === 'resource') return rule.of({ params, caller, read: world.store.read })
  if (world.rules.resourceLevel === 'vendor') return undefined
  return rule.fine?.({ params, caller, read: world.store.read })
}

const everything: readonly string[] = ['*']

/** What the engine is asked for a call. */
function accessOf({ row, caller, call }: Valid, segments: readonly string[] | undefined): AccessRequest {
  return {
    action: `${row.product}:${row.name}`,
    resources: segments?.map((segment) => ownResource(row, caller.account, segment)) ?? everything,
    granularity: segments === undefined ? 'operation' : 'resource',
    context: new CallContext(call, caller),
  }
}

/** A call that was refused: what the client hears, and what the engine needs to explain it later. */
export class Refused extends Error {
  readonly answer: ApiError
  readonly valid: Valid
  readonly access: AccessRequest
  readonly program: Program
  constructor(valid: Valid, access: AccessRequest, program: Program) {
    super('refused')
    this.answer = denial(valid, access)
    this.valid = valid
    this.access = access
    this.program = program
  }
}

function denial(valid: Valid, access: AccessRequest): ApiError {
  return apiError('AuthFailure.UnauthorizedOperation', {
    requestId: valid.call.requestId,
    operation: access.action,
    resource: access.resources.join(','),
    condition: '',
  })
}

/** AuthFailure.UnauthorizedOperation, as `Refused`, where the engine says no. */
export async function authorize(world: World, valid: Valid): Promise<Allowed> {
  const segments = segmentsOf(world, valid)
  const access = accessOf(valid, segments instanceof Promise ? await segments : segments)
  const found = world.decider.programOf(valid.caller)
  const program = found instanceof Promise ? await found : found
  const decision = decide(program, access)
  if (decision.effect !== 'allow') throw new Refused(valid, access, program)
  return { ...valid, access, decision }
}

/** The question that a handler may ask besides: may the caller also do this? */
export function mayOf(world: World, valid: Valid): ActionInput<object, never>['may'] {
  return async (action, segment) => {
    const { caller, row, call } = valid
    const decision = await world.decider.decide(caller, {
      action,
      resources: [ownResource(row, caller.account, segment ?? '*')],
      granularity: segment === undefined ? 'operation' : 'resource',
      context: new CallContext(call, caller),
    })
    return decision.effect === 'allow'
  }
}
