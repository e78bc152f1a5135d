// A signed call as the socket layer would hand it over.
import type { WireRequest } from '../src/client/call.ts'
import type { HttpRequest } from '../src/protocol/request.ts'

export function plainRequest(call: WireRequest): HttpRequest {
  const headers = new Map(Object.entries(call.headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: call.method,
    path: '/',
    rawQuery: call.query,
    header: (name) => headers.get(name),
    body: call.body,
    from: { address: '127.0.0.1', tls: false },
  }
}
