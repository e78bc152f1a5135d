// Stands between a client and a server and passes everything on, one request after the other; whoever watches may end something
// before a request goes on or after its answer came.
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface Relay {
  readonly url: string
  close(): Promise<void>
}

/** `gone`: the client is not there any more, so nothing is passed on or answered. */
export type Watch = (action: string, when: 'before' | 'after') => 'on' | 'gone'

export async function startRelay(target: string, watch: Watch): Promise<Relay> {
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-tc-action'])
    const body = await buffer(request)
    if (watch(action, 'before') === 'gone') return response.destroy()
    // As they came: the signature covers the name of the host that the client called.
    const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      name === 'connection' ? [] : [[name, String(value)]],
    )
    const { status, text } = await passOn(target, Object.fromEntries(headers), body)
    if (watch(action, 'after') === 'gone') return response.destroy()
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(text)
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function passOn(target: string, headers: Record<string, string>, body: Buffer) {
  const { hostname, port } = new URL(target)
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const passed = send({ hostname, port, method: 'POST', path: '/', headers }, async (reply) => {
      resolve({ status: reply.statusCode ?? 502, text: (await buffer(reply)).toString('utf8') })
    })
    passed.once('error', reject)
    passed.end(body)
  })
}
