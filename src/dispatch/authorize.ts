// Whether the caller may make the call, by the policy engine: on the row's own resources, in the context of this
// request. A refusal is kept for the operator; the client sees the documented text only.
import type { ActionInput, ActionRow, Caller, ResourceRule, Segments } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import { type Decision, decide, type Program } from '../policy/index.ts'
import type { AccessRequest } from '../policy/types.ts'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { Call } from '../protocol/call.ts'
import { redact } from '../protocol/shape.ts'
import { CallContext } from './context.ts'
import type { Allowed, Valid } from './stages.ts'

/** Our own six-segment text for a last segment; `*` stays what it is. */
export function ownResource(row: Pick<ActionRow, 'product'>, account: number, segment: string): string {
  return segment === '*' ? '*' : `qcs::${row.product}::uin/${account}:${segment}`
}

/** Rules under which every resource must be allowed. */
type EveryRule = Exclude<ResourceRule<Valid['params']>, { level: 'open' | 'names' }>

/** The row's own resources; `undefined` where the call is checked on `*`. */
function segmentsOf(world: World, { caller, params }: Valid, rule: EveryRule): Segments | undefined {
  if (rule.level === 'resource') return rule.of({ params, caller, read: world.store.read, presets: world.presets })
  if (world.rules.resourceLevel === 'vendor') return undefined
  return rule.fine?.({ params, caller, read: world.store.read, presets: world.presets })
}

const everything: readonly string[] = ['*']

/** What the engine is asked for a call: on `*` where there are no resources. */
function accessOf({ row, caller, call }: Valid, resources: readonly string[] | undefined): AccessRequest {
  return {
    action: `${row.product}:${row.name}`,
    resources: resources ?? everything,
    granularity: resources === undefined ? 'operation' : 'resource',
    context: new CallContext(call, caller),
  }
}

/** Whose call was refused, and what it asked for. */
export interface Subject {
  readonly call: Call
  readonly caller: Caller
  /** What the operator may read of the parameters, without secrets. Asked for when the refusal is written down. */
  shown(): unknown
}

/** A call that was refused: what the client hears, and what the engine needs to explain it later. */
export class Refused extends Error {
  readonly answer: ApiError
  readonly subject: Subject
  readonly access: AccessRequest
  readonly program: Program
  readonly decision: Decision
  constructor(subject: Subject, access: AccessRequest, program: Program, decision: Decision) {
    super('refused')
    this.answer = denial(subject, access)
    this.subject = subject
    this.access = access
    this.program = program
    this.decision = decision
  }
}

const refusalOf = (valid: Valid, access: AccessRequest, program: Program, decision: Decision): Refused =>
  new Refused({ ...valid, shown: () => redact(valid.row.params, valid.params) }, access, program, decision)

function denial(subject: Subject, access: AccessRequest): ApiError {
  return apiError('AuthFailure.UnauthorizedOperation', {
    requestId: subject.call.requestId,
    operation: access.action,
    resource: access.resources.join(','),
    condition: '',
  })
}

/** AuthFailure.UnauthorizedOperation, as `Refused`, where the engine says no. */
export async function authorize(world: World, valid: Valid): Promise<Allowed> {
  const { row, params, caller, call } = valid
  const rule = row.resource
  if (rule.level === 'open') return { ...valid, access: accessOf(valid, undefined), decision: undefined }
  if (rule.level === 'names') {
    const { store, presets, decider } = world
    const context = new CallContext(call, caller)
    return authorizeNames(
      world,
      valid,
      await rule.names({ params, caller, read: store.read, presets, context, decider }),
    )
  }
  const found = segmentsOf(world, valid, rule)
  const segments = found instanceof Promise ? await found : found
  const access = accessOf(
    valid,
    segments?.map((segment) => ownResource(row, caller.account, segment)),
  )
  const program = await programOf(world, valid)
  const decision = decide(program, access)
  if (decision.effect !== 'allow') throw refusalOf(valid, access, program, decision)
  return { ...valid, access, decision }
}

/** One thing under several names: a deny of any of them counts, and an allow of one is enough. */
async function authorizeNames(world: World, valid: Valid, names: readonly string[]): Promise<Allowed> {
  const program = await programOf(world, valid)
  let allowed: Decision | undefined
  let refused: { readonly name: string; readonly decision: Decision } | undefined
  for (const name of names) {
    const access = accessOf(valid, [name])
    const decision = decide(program, access)
    if (decision.cause === 'explicit-deny') throw refusalOf(valid, access, program, decision)
    if (decision.effect === 'allow') allowed ??= decision
    else refused ??= { name, decision }
  }
  if (allowed === undefined) {
    const access = accessOf(valid, [refused?.name ?? ''])
    throw refusalOf(valid, access, program, refused?.decision ?? decide(program, access))
  }
  return { ...valid, access: accessOf(valid, names), decision: allowed }
}

/** The engine's verdict on a call of whatever product; `Refused` where it says no. */
export async function authorizeAccess(world: World, subject: Subject, access: AccessRequest): Promise<Decision> {
  const program = await world.decider.programOf(subject.caller)
  const decision = decide(program, access)
  if (decision.effect !== 'allow') throw new Refused(subject, access, program, decision)
  return decision
}

/** At once where the program is kept: most calls wait for nothing here. */
function programOf(world: World, { caller }: Valid): Program | Promise<Program> {
  return world.decider.programOf(caller)
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
