// Calls over the socket, as clients in other programs make them: signed by the real time unless told.
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Answer, buildCall, type Form, readAnswer, send } from '../../src/client/call.ts'
import { homeOf } from '../../src/testing/calling.ts'
import type { Identity, TestServer } from '../../src/testing/index.ts'

interface Given {
  readonly as?: Identity
  readonly product?: string
  readonly version?: string
  readonly form?: Form
  /** When it is signed, in milliseconds since 1970. */
  readonly atMs?: number
}

export function over(
  server: Pick<TestServer, 'url' | 'host' | 'root'>,
  action: string,
  parameters: object = {},
  { as = server.root, product, version, form, atMs = Date.now() }: Given = {},
): Promise<Answer> {
  const home = homeOf(action, product)
  const target = { host: server.host, ...home, ...(version && { version }), action, ...(form && { form }) }
  const moment = { timestamp: Math.floor(atMs / 1000), nonce: 1 }
  return send(server.url, buildCall(target, parameters, as, moment))
}

export const codeOf = (answer: Answer): string => answer.Error?.Code ?? 'ok'

/** A v1 call as root for the host of the product: to several servers it is the very same request. */
export async function oldCall(server: TestServer, action: string, nonce: number): Promise<Answer> {
  const host = 'cam.tencentcloudapi.com'
  const moment = { timestamp: Math.floor(server.clock.now() / 1000), nonce }
  const { query } = buildCall({ host, ...homeOf(action), action, form: 'v1-get' }, {}, server.root, moment)
  const body = await new Promise<string>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path: `/?${query}`, headers: { host }, agent: false }
    get(options, (reply) => text(reply).then(resolve, reject)).on('error', reject)
  })
  return readAnswer(body)
}
