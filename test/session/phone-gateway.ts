// Whoever sends text messages for an operator: takes them by POST on a free port, those alone whose signature is right.
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

export interface Message {
  readonly countryCode: string
  readonly phone: string
  readonly text: string
}

export interface PhoneGateway {
  readonly url: string
  /** Those taken so far, the oldest first. */
  readonly messages: readonly Message[]
  close(): Promise<void>
}

export async function openPhoneGateway(secret: string): Promise<PhoneGateway> {
  const messages: Message[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const right = createHmac('sha256', secret).update(body).digest('hex')
    if (request.headers['x-opencam-signature'] !== right) return void response.writeHead(403).end()
    messages.push(JSON.parse(body.toString('utf8')) as Message)
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/messages`,
    messages,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
