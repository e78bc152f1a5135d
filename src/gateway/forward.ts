// Carries an admitted call out at the service's upstream: what the client may not send taken away, who it is added, and
// whatever goes wrong there told in a documented code.
import type { Readable } from 'node:stream'
import { identityOf } from '../actions/sts/identity.ts'
import type { Log } from '../actions/world.ts'
import { revisionHeader } from '../dispatch/revisions.ts'
import { type ApiError, apiError } from '../protocol/api-error.ts'
import type { StreamedReply } from '../protocol/door.ts'
import type { ArrivedRequest } from '../protocol/request.ts'
import { type IdentityKey, identitySeconds, sha256, signIdentity } from '../signing/index.ts'
import { forwardedBody, forwardedQuery } from './credentials.ts'
import type { Admitted, CarryOut } from './gateway.ts'
import { answerHeaders, requestHeaders } from './headers.ts'
import type { SpooledBody } from './spool.ts'
import type { Upstream } from './upstream.ts'
import { UpstreamFault } from './upstream-fault.ts'

export interface ForwardOptions {
  /** By service; one for each that has an upstream. */
  readonly upstreams: ReadonlyMap<string, { readonly url: URL; readonly upstream: Upstream }>
  readonly key: IdentityKey
  readonly log: Log
  /** Headers that hand a trace on; without it those of the client pass as they are. */
  readonly onward?: (() => Record<string, string>) | undefined
}

export function forwardTo({ upstreams, key, log, onward }: ForwardOptions): CarryOut<StreamedReply> {
  return async (admitted, request) => {
    const { call, service, soft, revision } = admitted
    const found = upstreams.get(service.name)
    if (found === undefined) throw new Error(`the service ${service.name} has no upstream`)
    const body = bodyOf(admitted, request)
    if (body === undefined) throw apiError('ServiceUnavailable', { problem: 'too many large requests are under way' })
    const headers = {
      ...requestHeaders(request.headers ?? []),
      ...onward?.(),
      ...namesOf(admitted, found.url, request),
      ...identityHeaders(admitted, body.sha256, key),
      ...(call.signed.method === 'POST' ? { 'content-length': String(body.length) } : {}),
    }
    try {
      const answer = await found.upstream.send({
        method: call.signed.method,
        query: forwardedQuery(call, request.rawQuery),
        headers,
        bodyBytes: body.length,
        body: body.open,
        repeatable: admitted.action.class === 'read' || admitted.action.class === 'list',
        whenGone: request.whenGone ?? (() => {}),
      })
      const known = revision === undefined ? [] : [revisionHeader, revision]
      const ours = ['X-OpenCAM-Request-Id', call.requestId, ...known, ...(soft ? [softHeader, softRefused] : [])]
      return { status: answer.status, headers: [...answerHeaders(answer.headers), ...ours], body: answer.body }
    } catch (error) {
      throw told(error, admitted, log)
    }
  }
}

/** On answers of calls that policies refuse and soft mode lets through. */
export const softHeader = 'X-OpenCAM-Would-Refuse'
const softRefused = 'policies'

interface ForwardedBody {
  readonly length: number
  readonly sha256: string
  open(): Uint8Array | Readable
}

/** `undefined` where a spooled body could not be kept. */
function bodyOf({ call }: Admitted, { body }: ArrivedRequest): ForwardedBody | undefined {
  if (body instanceof Uint8Array) {
    const bytes = forwardedBody(call, body)
    return { length: bytes.length, sha256: sha256(bytes), open: () => bytes }
  }
  if (!isSpooled(body)) throw new Error('a body was read without being kept')
  return body.kept ? body : undefined
}

const isSpooled = (body: object): body is SpooledBody => 'kept' in body

/** What names the call and the way that it came: as it was checked, however the client spelled it. */
function namesOf({ call }: Admitted, url: URL, request: ArrivedRequest): Record<string, string> {
  const inHeaders = call.claim.kind === 'tc3'
  return {
    host: url.host,
    'x-forwarded-for': call.from.address,
    'x-forwarded-host': request.header('host') ?? '',
    'x-forwarded-proto': call.from.tls ? 'https' : 'http',
    ...(inHeaders ? { 'x-tc-action': call.action, 'x-tc-version': call.version } : {}),
    ...(inHeaders && call.region !== undefined ? { 'x-tc-region': call.region } : {}),
  }
}

function identityHeaders({ call, caller, service, access }: Admitted, digest: string, key: IdentityKey) {
  const { Arn } = identityOf(caller)
  const iat = Math.floor(call.receivedMs / 1000)
  const claims = {
    iss: 'opencam',
    aud: service.name,
    iat,
    exp: iat + identitySeconds,
    jti: call.requestId,
    sub: Arn,
    uin: String(caller.uin),
    owner_uin: String(caller.account),
    action: access.action,
    body_sha256: digest,
  } as const
  return {
    'x-opencam-request-id': call.requestId,
    'x-opencam-uin': claims.uin,
    'x-opencam-owner-uin': claims.owner_uin,
    'x-opencam-principal': Arn,
    'x-opencam-identity': signIdentity(claims, key),
  }
}

/**
 * Where nothing was sent the service is unavailable, and clients may try again. Where it was, nobody knows whether the call
 * was carried out: a code that no client repeats by itself.
 */
function told(error: unknown, { call, service }: Admitted, log: Log): ApiError {
  if (!(error instanceof UpstreamFault)) throw error
  const { requestId, action } = call
  const fields = { requestId, service: service.name, action, error }
  if (error.gone) log.debug(fields, 'a client left before its answer')
  else log.warn(fields, 'an upstream failed')
  if (!error.sent) return apiError('ServiceUnavailable', { problem: `${service.name}: ${error.message}` })
  const problem = `${service.name} was called, but ${error.message}; whether it carried the call out is not known.`
  return apiError('FailedOperation', { problem })
}
