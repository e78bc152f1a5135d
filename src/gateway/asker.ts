// Who asks at a door for decisions: a bearer token that is good for one product of one account, or a signature by
// somebody whom policies allow cam:CheckAccess. Reads headers only; what is asked is not known here.
import { tokenInForce } from '../actions/decision/token.ts'
import type { World } from '../actions/world.ts'
import { ApiError } from '../protocol/api-error.ts'
import type { SignedParts } from '../protocol/call.ts'
import { tc3ClaimOf } from '../protocol/common-parameters.ts'
import { errorText } from '../protocol/errors.ts'
import type { HttpRequest } from '../protocol/request.ts'
import { queryText } from '../protocol/utf8.ts'

export interface Asker {
  readonly kind: 'asker'
  /** Account that is asked about; no other can be. */
  readonly account: number
  /** The one product that may be asked about, and what a name without a product means; `undefined`: any. */
  readonly service: string | undefined
}

export interface Unheard {
  readonly kind: 'unheard'
  readonly status: 401 | 403
  readonly problem: string
}

/** When and under which id a request is worked on. */
export interface Moment {
  readonly requestId: string
  readonly nowMs: number
}

/** The permission that a signed question needs. */
export const askAction = 'cam:CheckAccess'

/** Tells who asks, or why nobody does who may. Never says whether a token or key exists. */
export async function askerOf(world: World, request: HttpRequest, moment: Moment): Promise<Asker | Unheard> {
  const authorization = request.header('authorization')
  if (authorization === undefined || authorization === '') {
    return unheard(401, 'Authorization is missing: a bearer token, or a TC3-HMAC-SHA256 signature.')
  }
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
  if (bearer === undefined) return signedAsker(world, request, moment)
  const token = await tokenInForce(world.store.read, bearer, moment.nowMs)
  if (token === undefined) return unheard(401, 'The bearer token is not known, or its time is over.')
  return { kind: 'asker', account: token.account, service: token.service }
}

async function signedAsker(world: World, request: HttpRequest, moment: Moment): Promise<Asker | Unheard> {
  const { requestId, nowMs: receivedMs } = moment
  const { from } = request
  try {
    const claim = tc3ClaimOf((name) => request.header(name))
    const caller = await world.identify({ requestId, claim, signed: partsOf(request), from, receivedMs })
    const context = world.contextOf({ from, receivedMs }, caller)
    const question = { action: askAction, resources: ['*'], granularity: 'operation', context } as const
    const { effect } = await world.decider.decide(caller, question)
    if (effect === 'allow') return { kind: 'asker', account: caller.account, service: undefined }
    return unheard(403, `You are not authorised to ask: no policy allows you ${askAction}.`)
  } catch (error) {
    if (error instanceof ApiError) return unheard(401, errorText(error.code, error.detail, 'en-US'))
    throw error
  }
}

/** What a signature covers. Doors answer GET and POST only, so another method's signature is never looked at. */
export function partsOf(request: HttpRequest): SignedParts {
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    path: request.path,
    query: queryText(request.rawQuery),
    host: request.header('host') ?? '',
    header: (name) => request.header(name),
    body: request.body,
    form: undefined,
  }
}

const unheard = (status: Unheard['status'], problem: string): Unheard => ({ kind: 'unheard', status, problem })
