// Requests to services other than this one: signed by their callers, and told to this server as a guard tells them.
import { buildCall, type CallTarget, type WireRequest } from '../../../src/client/call.ts'
import { payloadHash } from '../../../src/signing/index.ts'
import { type Identity, startMs } from '../harness.ts'

/** A call of another service as its client sends it. */
export function requestTo(
  service: string,
  by: Identity,
  more: Partial<CallTarget> & { readonly at?: number; readonly body?: object } = {},
): WireRequest {
  const { at = startMs, body = { Id: '1' }, ...target } = more
  const callee = { host: `${service}.example.com`, product: service, version: '2026-01-01', action: 'Read', ...target }
  const credential = {
    secretId: by.secretId,
    secretKey: by.secretKey,
    ...(by.token !== undefined && { token: by.token }),
  }
  return buildCall(callee, body, credential, { timestamp: Math.floor(at / 1000), nonce: 1 })
}

/** Parameters of AuthorizeRequest for a request. */
export function told(service: string, wire: WireRequest, more: object = {}): Record<string, unknown> {
  const headers = new Map(Object.entries(wire.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const parts = {
    method: wire.method,
    path: '/',
    query: wire.query,
    host: headers.get('host') ?? '',
    header: (name: string) => headers.get(name),
    body: wire.body,
  }
  const token = headers.get('x-tc-token')
  return {
    Service: service,
    Method: wire.method,
    Host: parts.host,
    Path: '/',
    Query: wire.query,
    Headers: [{ Name: 'content-type', Value: headers.get('content-type') }],
    PayloadHash: payloadHash(parts),
    Authorization: headers.get('authorization'),
    SignedAt: Number(headers.get('x-tc-timestamp')),
    ...(token !== undefined && { SessionToken: token }),
    ...more,
  }
}
