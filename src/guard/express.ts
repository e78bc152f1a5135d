// The guard as middleware of Express. It goes before every body parser and leaves none anything to do: the body stands
// parsed in `request.body`, and as it came in `request.guarded.body`.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { jsonOf, readStream } from './body.ts'
import type { Guard } from './guard.ts'
import { type Guarded, judge, type NodeOptions, send } from './node.ts'

/** What the middleware puts on a request. */
export interface ExpressGuarded {
  guarded?: Guarded
  body?: unknown
}

type Next = (error?: unknown) => void

export function guardExpress(
  guard: Guard,
  options: NodeOptions = {},
): (request: IncomingMessage & ExpressGuarded, response: ServerResponse, next: Next) => void {
  return (request, response, next) => {
    readStream(request, guard.bodyBytesMax)
      .then((body) => judge(guard, request, body, options))
      .then((outcome) => {
        if ('reply' in outcome) {
          send(response, outcome.reply)
          return
        }
        const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
        const given = isJson ? jsonOf(outcome.body) : outcome.body
        // `_body` tells the parsers of Express 4 that the body was read.
        Object.assign(request, { guarded: outcome, body: outcome.body.length === 0 ? undefined : given, _body: true })
        next()
      })
      .catch(next)
  }
}

/** What the guard found; throws where the middleware did not run. */
export function guardedOf({ guarded }: ExpressGuarded): Guarded {
  if (guarded === undefined) throw new Error('the guard did not judge this request')
  return guarded
}
