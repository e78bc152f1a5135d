// A call that the server itself makes for somebody whom a browser's session has identified: the same stages as a signed
// call but for the signature, so that the console can do nothing that a call could not. Never for anybody else.
import type { Caller } from '../actions/define.ts'
import type { World } from '../actions/world.ts'
import type { Call, Origin, RawObject } from '../protocol/call.ts'
import { authorize } from './authorize.ts'
import { confirm } from './confirm.ts'
import { execute } from './execute.ts'
import { type ActionTable, find, versions } from './find.ts'
import type { Throttle } from './throttle.ts'
import { validate } from './validate.ts'

export interface Performance {
  readonly caller: Caller
  readonly product: string
  readonly action: string
  readonly parameters: RawObject
  readonly from: Origin
}

/** The result as the row describes it. Throws ApiError, or Refused, as the stages do. */
export type Perform = (performance: Performance) => Promise<object>

export function createPerform(world: World, table: ActionTable, throttle: Throttle): Perform {
  return async (performance) => {
    const known = find(table, callOf(world, performance))
    const signed = { ...known, caller: performance.caller }
    throttle.check(signed)
    const valid = validate(signed)
    const allowed = await authorize(world, valid)
    const confirmed = await confirm(world, allowed)
    const done = await execute(world, confirmed)
    return done.result
  }
}

function callOf({ clock, random, rules }: World, { product, action, parameters, from }: Performance): Call {
  return {
    requestId: random.uuid(),
    product,
    version: versions.get(product) ?? '',
    action,
    region: undefined,
    language: rules.language,
    traceId: undefined,
    parameters,
    claim: { kind: 'skip' },
    signed: { method: 'POST', path: '/', query: '', host: '', header: () => undefined, body: nothing, form: undefined },
    from,
    receivedMs: clock(),
  }
}

const nothing = new Uint8Array()
