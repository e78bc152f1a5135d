// The limit for every server of this protocol in Node: reads the request, verifies the TC3 signature with a cached
// key, answers a constant. It has no store, no parameters, no policies. By one process or several.
import cluster from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVerifier, type Tc3Claim } from '../../src/signing/index.ts'
import { serveParent } from '../child.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as { secretId: string; secretKey: string; processes?: number }
const verifier = createVerifier(() => Date.now())
const secret = { version: '1', reveal: () => settings.secretKey }
const pattern =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/([^/]+)\/([^/]+)\/tc3_request, SignedHeaders=([^,]+), Signature=(\w+)$/
const answer = JSON.stringify({
  Response: { Uin: 1, Name: 'constant', RequestId: '00000000-0000-4000-8000-000000000000' },
})
const refusal = JSON.stringify({ Response: { Error: { Code: 'AuthFailure.SignatureFailure', Message: '' } } })

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { headers } = request
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
    const parts = {
      method: 'POST',
      path: '/',
      query: '',
      host: headers.host ?? '',
      header: (name: string) => headers[name] as string | undefined,
      body: Buffer.concat(chunks),
      form: undefined,
    } as const
    const good =
      verifier.timely(claim).kind === 'valid' && verifier.verify(parts, claim, secret, false).kind === 'valid'
    const body = good ? answer : refusal
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
    response.end(body)
  })
})
const { processes = 1 } = settings
if (processes > 1 && cluster.isPrimary) {
  const ports = Array.from({ length: processes }, () => {
    const worker = cluster.fork()
    return new Promise<number>((resolve) => worker.once('message', ({ port }: { port: number }) => resolve(port)))
  })
  serveParent({ port: (await Promise.all(ports))[0] })
} else {
  server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }))
}
