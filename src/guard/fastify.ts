// The guard as a plugin of Fastify: it judges a request when its body has been read and before it is parsed. Handlers find
// what it found in `request.guarded`.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { readStream } from './body.ts'
import type { Guard } from './guard.ts'
import { judge, type NodeOptions } from './node.ts'

interface FastifyRequest {
  readonly raw: IncomingMessage
}
interface FastifyReply {
  readonly raw: ServerResponse
  code(status: number): FastifyReply
  headers(headers: OutgoingHttpHeaders): FastifyReply
  send(body: string): unknown
}
type PreParsing = (request: FastifyRequest, reply: FastifyReply, payload: Readable) => Promise<unknown>

/** The part of a Fastify instance that is used. */
export interface FastifyInstance {
  decorateRequest(name: string, value: null): unknown
  addHook(name: 'preParsing', hook: PreParsing): unknown
}

/** A plugin for `app.register`; it guards the scope that it is registered in. */
export function guardFastify(guard: Guard, options: NodeOptions = {}) {
  const plugin = (instance: FastifyInstance, _: object, done: () => void): void => {
    instance.decorateRequest('guarded', null)
    instance.addHook('preParsing', async (request, reply, payload) => {
      const outcome = await judge(guard, request.raw, await readStream(payload, guard.bodyBytesMax), options)
      if ('reply' in outcome) {
        const { status, headers, body } = outcome.reply
        reply
          .code(status)
          .headers({ ...headers })
          .send(body)
        return reply
      }
      Object.assign(request, { guarded: outcome })
      return Object.assign(Readable.from([outcome.body]), { receivedEncodedLength: outcome.body.length })
    })
    done()
  }
  // Without this mark the hook would guard nothing but the plugin's own routes, of which it has none.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true })
}
