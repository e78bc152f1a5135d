// A plain reverse proxy with the same signature check: reads the request, verifies it with a cached key, sends it on over
// kept connections, pipes the answer. It has no store, no catalog, no policies, no audit, and tells nobody who called.
import { Agent, createServer, request as requestHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVerifier, type Tc3Claim } from '../../src/signing/index.ts'
import { serveParent } from '../child.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as { secretId: string; secretKey: string; upstream: number }
const verifier = createVerifier(() => Date.now())
const secret = { version: '1', reveal: () => settings.secretKey }
const agent = new Agent({ keepAlive: true })
const pattern =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/([^/]+)\/([^/]+)\/tc3_request, SignedHeaders=([^,]+), Signature=(\w+)$/

const server = createServer((incoming, response) => {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => {
    const { headers } = incoming
    const body = Buffer.concat(chunks)
    const match = pattern.exec(headers.authorization ?? '')
    const claim: Tc3Claim = {
      kind: 'tc3',
      secretId: match?.[1] ?? '',
      date: match?.[2] ?? '',
      service: match?.[3] ?? '',
      signedHeaders: (match?.[4] ?? '').split(';'),
      signature: match?.[5] ?? '',
      timestamp: Number(headers['x-tc-timestamp']),
    }
    const header = (name: string) => headers[name] as string | undefined
    const parts = {
      method: 'POST',
      path: '/',
      query: '',
      host: headers.host ?? '',
      header,
      body,
      form: undefined,
    } as const
    const good =
      verifier.timely(claim).kind === 'valid' && verifier.verify(parts, claim, secret, false).kind === 'valid'
    if (!good) {
      response.end('{"Response":{"Error":{}}}')
      return
    }
    const { authorization: _, ...kept } = headers
    const options = { host: '127.0.0.1', port: settings.upstream, path: '/', method: 'POST', headers: kept, agent }
    const outgoing = requestHttp(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    outgoing.end(body)
  })
})
server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }))
