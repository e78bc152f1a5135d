// HTTPS before servers that speak HTTP, as an operator's proxy does it: one listener, that knows by the host of a request
// whom it is for.
import { once } from 'node:events'
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { systemRandom } from '../../src/kernel/random.ts'
import { makeCertificate } from '../../src/server/certificate.ts'

export interface Front {
  readonly port: number
  close(): Promise<void>
}

/** `hosts`: ports of this machine by host, looked up for each request. */
export async function openFront(hosts: ReadonlyMap<string, number>): Promise<Front> {
  const names = ['*.example']
  const server = createServer(
    makeCertificate(systemRandom, { names, fromMs: Date.now() - 86_400_000, toMs: Date.now() + 86_400_000 }),
    (request, response) => pass(hosts.get(request.headers.host ?? ''), request, response),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function pass(port: number | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (port === undefined) return void response.writeHead(502).end()
  const { method, url: path } = request
  const headers = { ...request.headers, 'x-forwarded-proto': 'https' }
  const onward = ask({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
