// The guard: one request in, one verdict out. Reads what the sender says of itself, asks the engine, and refuses whatever is
// unclear. Knows no framework.
import { type Random, systemRandom } from '../kernel/random.ts'
import { ApiError, apiError } from '../protocol/api-error.ts'
import { tc3ClaimOf } from '../protocol/common-parameters.ts'
import { errorText } from '../protocol/errors.ts'
import type { SignedParts } from '../signing/index.ts'
import { unknowable } from './context.ts'
import { atLeastHeader } from './server.ts'
import type { Ask, Denial, Engine, GuardRequest, Incoming, Question, Verdict } from './types.ts'

export interface GuardOptions {
  /** Product that the service is in policies. */
  readonly service: string
  readonly engine: Engine
  /**
   * What a request asks for. By default the action of `X-TC-Action` as a whole. `undefined`: nothing that exists, which is
   * refused. What it throws is the service's own fault.
   */
  readonly ask?: (request: GuardRequest) => Ask | undefined | Promise<Ask | undefined>
  /**
   * Services in credential scopes that are accepted: a signature for another service is none for this one. By default the
   * service alone, which is what client libraries sign when the first label of the endpoint's name is the service.
   */
  readonly scopes?: readonly string[]
  /** `api3`: denials as API 3.0 answers them, with status 200. `http`: with 401, 403 and their like. */
  readonly denials?: 'api3' | 'http'
  /** Longer bodies are refused unread. */
  readonly bodyBytesMax?: number
  /** Hears why the engine could not say anything. */
  readonly onTrouble?: (problem: string) => void
  readonly random?: Random
}

export interface Guard {
  readonly bodyBytesMax: number
  /** Judges a request. Rejects only where `ask` throws. */
  check(request: GuardRequest): Promise<Verdict>
  /** A body that is too long, before it was read whole. */
  tooLong(): Denial
  /** A denial as it goes back. */
  reply(denial: Denial): GuardReply
}

export interface GuardReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const bodyBytesUsual = 10_485_760

export function createGuard(options: GuardOptions): Guard {
  const { service, engine, scopes = [service], bodyBytesMax = bodyBytesUsual, denials = 'api3' } = options
  const { random = systemRandom, onTrouble = () => {} } = options
  const ask = options.ask ?? actionAlone
  return {
    bodyBytesMax,
    async check(request) {
      const requestId = random.uuid()
      const read = attempt(() => incomingOf(request, scopes))
      if (read instanceof ApiError) return denialOf(401, read, requestId)
      const asked = await ask(request)
      if (asked === undefined) return denialOf(400, apiError('InvalidAction'), requestId)
      const question = questionOf(service, asked)
      const answer = await engine.authorize(read, question)
      if (answer.kind === 'unavailable') {
        onTrouble(answer.problem)
        return denialOf(503, apiError('ServiceUnavailable', { problem: 'no decision can be had' }), requestId)
      }
      if (answer.kind === 'refused') {
        return { allowed: false, status: 401, code: answer.code, message: answer.message, requestId }
      }
      if (answer.decision.effect === 'allow') return { allowed: true, caller: answer.caller, requestId }
      const { resource } = answer.decision
      const detail = { requestId, operation: question.action, resource, condition: '' }
      return denialOf(403, apiError('AuthFailure.UnauthorizedOperation', detail), requestId)
    },
    tooLong: () => denialOf(413, apiError('RequestSizeLimitExceeded', { limit: String(bodyBytesMax) }), random.uuid()),
    reply: (denial) => replyOf(denial, denials),
  }
}

function actionAlone(request: GuardRequest): Ask | undefined {
  const action = request.header('x-tc-action')
  return action === undefined || !/^[A-Za-z0-9_.-]{1,128}$/.test(action) ? undefined : { action }
}

/** A six-segment name of the service's own, in the account of whoever asks. */
export function ownResource(service: string, type: string, id: string, region = ''): string {
  if (!/^[A-Za-z0-9_.-]+$/.test(type)) throw new Error(`${type} cannot be the type of a resource`)
  if (!/^[a-z0-9-]*$/.test(region)) throw new Error(`${region} cannot be a region`)
  return `qcs::${service}:${region}::${type}/${id}`
}

function attempt<T>(read: () => T): T | ApiError {
  try {
    return read()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

function incomingOf(request: GuardRequest, scopes: readonly string[]): Incoming {
  const { method, path, query, body, address, tls } = request
  if (method !== 'GET' && method !== 'POST') throw apiError('UnsupportedProtocol', { method: method.slice(0, 32) })
  const header = (name: string): string | undefined => request.header(name)
  const claim = tc3ClaimOf(header)
  if (!scopes.includes(claim.service)) {
    const problem = `\`Service\` in Credential must be \`${scopes.join('` or `')}\`, not \`${claim.service}\`.`
    throw apiError('AuthFailure.InvalidAuthorization', { problem })
  }
  const parts: SignedParts = { method, path, query, host: header('host') ?? '', header, body }
  return { claim, parts, address, tls, atLeast: header(atLeastHeader) }
}

function questionOf(service: string, { action, resources, granularity, context = {} }: Ask): Question {
  const stated = new Map(Object.entries(context))
  const reserved = unknowable(stated)
  if (reserved !== undefined) throw new Error(`the condition key ${reserved} is what the server knows`)
  const whole = resources === undefined || resources.every((text) => text === '*')
  return {
    action: `${service}:${action}`,
    resources: resources ?? ['*'],
    granularity: granularity ?? (whole ? 'operation' : 'resource'),
    context: stated,
  }
}

function denialOf(status: Denial['status'], { code, detail }: ApiError, requestId: string): Denial {
  return { allowed: false, status, code, message: errorText(code, detail, 'en-US'), requestId }
}

function replyOf({ status, code, message, requestId }: Denial, manner: 'api3' | 'http'): GuardReply {
  const body = JSON.stringify({ Response: { Error: { Code: code, Message: message }, RequestId: requestId } })
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  if (manner === 'api3') return { status: 200, headers, body }
  return status === 401
    ? { status, headers: { ...headers, 'WWW-Authenticate': 'TC3-HMAC-SHA256' }, body }
    : { status, headers, body }
}
