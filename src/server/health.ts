// Answers for load balancers and supervisors: alive, and ready to serve. Says nothing about the inside.
import type { IncomingMessage } from 'node:http'
import type { Reply } from '../protocol/door.ts'
import { plainReply } from './reply.ts'

export type Health = 'alive' | 'ready'

/** Which question a request asks; `undefined` for a call. A request that names an action is a call whatever its path. */
export function healthQuestion(request: IncomingMessage, path: string): Health | undefined {
  if (path !== '/healthz' && path !== '/readyz') return undefined
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  if (request.headers['x-tc-action'] !== undefined) return undefined
  return path === '/healthz' ? 'alive' : 'ready'
}

/**
 * 200 where the answer is yes, 503 where the store cannot be reached or the server is closing. `ready` may answer for how many
 * milliseconds calls have been served without the store.
 */
export async function healthReply(question: Health, closing: boolean, ready: () => Promise<unknown>): Promise<Reply> {
  if (question === 'alive') return plainReply(200, 'ok\n')
  if (closing) return plainReply(503, 'closing\n')
  try {
    const lostForMs = await ready()
    if (typeof lostForMs !== 'number') return plainReply(200, 'ready\n')
    return plainReply(200, `ready, without the store for ${Math.round(lostForMs / 1000)} s\n`)
  } catch {
    return plainReply(503, 'the store cannot be reached\n')
  }
}
