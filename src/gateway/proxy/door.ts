// The doors that proxies ask before they let a request through to a service that cannot verify or decide by itself: Envoy's
// ext_authz over HTTP, and nginx's auth_request. A request is let through (200, with who it is in headers) only if its
// signature is right and policies allow what it asks.

import { tokenInForce } from '../../actions/decision/token.ts'
import type { Caller, World } from '../../actions/world.ts'
import type { Catalogs } from '../../catalog/load.ts'
import type { CatalogFlags } from '../../catalog/passes.ts'
import { decide } from '../../policy/index.ts'
import { ApiError, apiError } from '../../protocol/api-error.ts'
import { tc3ClaimOf } from '../../protocol/common-parameters.ts'
import type { Door, Reply } from '../../protocol/door.ts'
import { errorText } from '../../protocol/errors.ts'
import type { HttpRequest } from '../../protocol/request.ts'
import { queryText } from '../../protocol/utf8.ts'
import { unsignedPayload } from '../../signing/index.ts'
import type { DecisionTokenRow } from '../../store/store.ts'
import { envoyPrefix, fromEnvoy, fromNginx, type Original } from './original.ts'
import { questionOf } from './question.ts'

export const nginxPath = '/ext-authz/nginx'
/** The decision token of the proxy: which account and product it stands before. */
export const proxyTokenHeader = 'x-opencam-token'

const bodyBytesMax = 10_485_760

export interface ProxyOptions {
  readonly world: World
  readonly catalogs: Pick<Catalogs, 'get'>
  readonly flags: CatalogFlags
}

export function proxyDoors(options: ProxyOptions): readonly Door[] {
  return [
    {
      path: `${envoyPrefix}/`,
      bodyBytesMax,
      takesCalls: true,
      respond: (request) => answer(options, request, fromEnvoy),
    },
    { path: nginxPath, bodyBytesMax: 0, takesCalls: true, respond: (request) => answer(options, request, fromNginx) },
  ]
}

type Describe = (request: HttpRequest) => Original

async function answer(options: ProxyOptions, request: HttpRequest, describe: Describe): Promise<Reply> {
  const { world } = options
  const requestId = world.random.uuid()
  const nowMs = world.clock()
  const token = await tokenInForce(world.store.read, request.header(proxyTokenHeader) ?? '', nowMs)
  if (token === undefined) {
    // The proxy is set up wrongly; its clients can do nothing about it.
    world.log.warn({ requestId, from: request.from.address }, 'a proxy asked without a decision token in force')
    return denial(403, apiError('AuthFailure.TokenFailure'), requestId)
  }
  try {
    const original = describe(request)
    const caller = await callerOf(options, token, original, { requestId, nowMs })
    return await decided(options, token, original, caller, { requestId, nowMs })
  } catch (error) {
    // To nginx every other status is a fault of its own.
    if (error instanceof ApiError) return denial(401, error, requestId)
    throw error
  }
}

interface Moment {
  readonly requestId: string
  readonly nowMs: number
}

async function callerOf(
  { world }: ProxyOptions,
  { account, service }: DecisionTokenRow,
  original: Original,
  { requestId, nowMs }: Moment,
): Promise<Caller> {
  const { method, path, rawQuery, from, body } = original
  const header = (name: string): string | undefined => original.header(name)
  if (method !== 'GET' && method !== 'POST') throw apiError('UnsupportedProtocol', { method: method.slice(0, 32) })
  const claim = tc3ClaimOf(header)
  if (claim.service !== service) {
    const problem = `\`Service\` in Credential must be \`${service}\`.`
    throw apiError('AuthFailure.InvalidAuthorization', { problem })
  }
  // An empty body in place of one that is not here would verify what was never signed.
  if (body === undefined && method === 'POST' && header('x-tc-content-sha256') !== unsignedPayload) {
    const problem = 'this proxy passes no bodies on: sign with an unsigned payload, over TLS.'
    throw apiError('AuthFailure.InvalidAuthorization', { problem })
  }
  const parts = {
    method,
    path,
    query: queryText(rawQuery),
    host: header('host') ?? '',
    header,
    form: undefined,
  } as const
  const signed = { ...parts, body: body ?? new Uint8Array() }
  const caller = await world.identify({ requestId, claim, signed, from, receivedMs: nowMs }, service)
  // Somebody of another account is nobody before this service.
  if (caller.account !== account) throw apiError('AuthFailure.SecretIdNotFound')
  return caller
}

async function decided(
  { world, catalogs, flags }: ProxyOptions,
  { service, account }: DecisionTokenRow,
  original: Original,
  caller: Caller,
  { requestId, nowMs }: Moment,
): Promise<Reply> {
  const call = world.contextOf({ from: original.from, receivedMs: nowMs }, caller)
  const place = { tags: world.store.read.tags, flags, account, call, service, catalog: catalogs.get(service) }
  const access = await questionOf(place, original)
  const { effect, resource } = decide(await world.decider.programOf(caller), access)
  if (effect === 'allow') return reply(200, '', requestId, identityOf(caller))
  const detail = { requestId, operation: access.action, resource, condition: '' }
  return denial(403, apiError('AuthFailure.UnauthorizedOperation', detail), requestId)
}

/** All of them always, so that none that a client sent can pass for one of ours. */
function identityOf({ kind, account, uin, secretId, session }: Caller): readonly string[] {
  const headers = {
    'X-OpenCAM-Account': String(account),
    'X-OpenCAM-Uin': String(uin),
    'X-OpenCAM-Kind': kind,
    'X-OpenCAM-Secret-Id': secretId,
    'X-OpenCAM-Role': session?.role?.name ?? '-',
    'X-OpenCAM-Session': session?.name ?? '-',
  }
  return Object.entries(headers).flat()
}

function denial(status: 401 | 403, { code, detail }: ApiError, requestId: string): Reply {
  const error = { Code: code, Message: errorText(code, detail, 'en-US') }
  return reply(status, JSON.stringify({ Response: { Error: error, RequestId: requestId } }), requestId, [])
}

function reply(status: number, body: string, requestId: string, more: readonly string[]): Reply {
  const length = String(Buffer.byteLength(body))
  const headers = ['Content-Type', 'application/json', 'Content-Length', length, 'Cache-Control', 'no-store']
  return { status, headers: [...headers, 'X-OpenCAM-Request-Id', requestId, ...more], body }
}
