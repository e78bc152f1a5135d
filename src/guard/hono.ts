// The guard as middleware of Hono. Handlers find what it found with `context.get('guarded')` and read the body as ever.

import { readWeb } from './body.ts'
import { judgeWeb, readAgain, responseOf } from './fetch.ts'
import type { Guard } from './guard.ts'
import type { Guarded } from './node.ts'

/** The part of a context of Hono that is used. */
export interface HonoContext {
  readonly req: { raw: Request }
  readonly env: unknown
  set(key: 'guarded', value: Guarded): void
}

export interface HonoOptions {
  /** Address that a request came from. By default that of the connection, under @hono/node-server. */
  readonly address?: (context: HonoContext) => string | undefined
}

export function guardHono(guard: Guard, options: HonoOptions = {}) {
  return async (context: HonoContext, next: () => Promise<void>): Promise<Response | undefined> => {
    const { raw } = context.req
    const body = await readWeb(raw.body, guard.bodyBytesMax)
    const outcome = await judgeWeb(guard, raw, body, (options.address ?? connection)(context))
    if ('reply' in outcome) return responseOf(outcome.reply)
    context.req.raw = readAgain(raw, outcome.body)
    context.set('guarded', outcome)
    await next()
    return undefined
  }
}

function connection({ env }: HonoContext): string | undefined {
  const address = member(member(member(env, 'incoming'), 'socket'), 'remoteAddress')
  return typeof address === 'string' ? address : undefined
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined
}
