// The public door of the guard: what a service needs to verify TC3-HMAC-SHA256 and enforce policies by itself.
export { type ExpressGuarded, guardExpress, guardedOf } from './express.ts'
export { guardFastify } from './fastify.ts'
export { type FetchHandler, type FetchOptions, guardFetch } from './fetch.ts'
export { createGuard, type Guard, type GuardOptions, type GuardReply, ownResource } from './guard.ts'
export { guardHono, type HonoOptions } from './hono.ts'
export { type LocalOptions, localEngine } from './local.ts'
export { type Guarded, guardNode, type NodeHandler, type NodeOptions } from './node.ts'
export { type RemoteOptions, remoteEngine } from './remote.ts'
export type { ServerOptions } from './server.ts'
export type {
  Ask,
  Denial,
  Engine,
  EngineAnswer,
  GuardedCaller,
  GuardedSession,
  GuardRequest,
  Incoming,
  Question,
  Verdict,
} from './types.ts'
