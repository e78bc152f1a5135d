// A service behind the gateway: it answers nobody but the gateway, and knows from each request who called. The token is
// checked with the gateway's public keys; the headers beside it are only a convenience.
//   node examples/gateway-service.mjs [9000] [http://127.0.0.1:8600]
// Needs Node 24 for `opencam/signing`; any library that checks EdDSA tokens does it as well.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { keysOfJwks, verifyIdentity } from 'opencam/signing'

const [, , port = '9000', gateway = 'http://127.0.0.1:8600'] = process.argv

let keys = new Map()
async function fetchKeys() {
  const reply = await fetch(`${gateway}/.well-known/opencam-gateway-keys.json`)
  keys = keysOfJwks(await reply.json())
}

/** Who called, or why the request is not answered. A key that is not known may be a new one: the set is fetched again. */
async function callerOf(token, body) {
  const check = () => verifyIdentity(token, { keys, audience: 'ses', nowMs: Date.now() })
  let found = check()
  if (found.kind === 'refused' && found.reason === 'key') {
    await fetchKeys()
    found = check()
  }
  if (found.kind === 'refused') return { problem: found.reason }
  const digest = createHash('sha256').update(body).digest('hex')
  return digest === found.claims.body_sha256 ? { caller: found.claims } : { problem: 'another body' }
}

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { caller, problem } = await callerOf(request.headers['x-opencam-identity'] ?? '', Buffer.concat(chunks))
  if (caller === undefined) {
    response.writeHead(403).end(`not through the gateway: ${problem}\n`)
    return
  }
  process.stdout.write(`${caller.action} by ${caller.sub} of account ${caller.owner_uin}\n`)
  const Response = { TotalCount: 0, TemplatesMetadata: [], RequestId: caller.jti }
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ Response }))
})
// Longer than the four seconds after which the gateway gives unused connections up.
server.keepAliveTimeout = 10_000
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`a service on http://127.0.0.1:${server.address().port}\n`)
})
