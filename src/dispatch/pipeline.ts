// One request, one direction: each line of `answer` is a stage, and their order is the protocol's order of errors.
// Knows no socket: `respond` is a function from a request to a reply, and it never throws.

import type { ActionRow } from '../actions/define.ts'
import { createKeyUsage } from '../actions/key-usage.ts'
import { tasksKeptMs } from '../actions/role/deletion-task.ts'
import type { World } from '../actions/world.ts'
import { type HttpRequest, mannerOf, type Products, readRequest } from '../protocol/request.ts'
import { type HttpResponse, type Manner, refuse, respond } from '../protocol/response.ts'
import { createVerifier } from '../signing/index.ts'
import { createTokens } from '../store/token.ts'
import { authenticate } from './authenticate.ts'
import { authorize } from './authorize.ts'
import { createDoorCalls, type DoorCalls } from './door-calls.ts'
import { execute } from './execute.ts'
import { actionTable, find, productOf } from './find.ts'
import { createHearing } from './hearing.ts'
import { createPrincipals } from './principals.ts'
import { createKeyRotation, type FetchText } from './provider-keys.ts'
import { createRefusals } from './refusals.ts'
import { createRoleTasks } from './role-tasks.ts'
import { createThrottle } from './throttle.ts'
import { validate } from './validate.ts'

/** What main.ts makes; the rest of the world is made from it here. */
export type Parts = Omit<World, 'usage' | 'decider' | 'tokens'> & {
  /** Without it nothing is fetched. */
  readonly fetchText?: FetchText | undefined
}

export interface Dispatcher extends DoorCalls {
  readonly world: World
  respond(request: HttpRequest): Promise<HttpResponse>
  /** Writes what was gathered off the hot path: last uses of keys, refused calls. */
  flush(): Promise<void>
  /** Drops refused calls, sessions and ended deletions of roles past their time. */
  prune(): Promise<void>
  /** Carries out the deletions of service-linked roles that were asked for. */
  runRoleTasks(): Promise<void>
  /** Fetches the keys of OIDC providers that are due. */
  fetchProviderKeys(): Promise<void>
}

/** Expired sessions, and old tasks, that are dropped in one go, so that no write waits long for it. */
const goingPerPrune = 10_000

/** Makes the server's one function from requests to replies. `rows` is the table of actions that it serves. */
export function createDispatcher(parts: Parts, rows: readonly ActionRow[]): Dispatcher {
  const principals = createPrincipals(parts.store, parts.presets)
  const world: World = {
    ...parts,
    usage: createKeyUsage(parts.store),
    decider: principals,
    tokens: createTokens(parts.sealer),
  }
  const table = actionTable(rows)
  const { language } = world.rules
  const products: Products = {
    has: (product) => table.products.has(product),
    byVersion: (version, action) => productOf(table, version, action),
  }
  const verifier = createVerifier(world.clock)
  const throttle = createThrottle(world.rules.rateLimits)
  const refusals = createRefusals(world)
  const heard = createHearing(world, refusals)
  const runRoleTasks = createRoleTasks(world)
  const fetchProviderKeys = createKeyRotation(parts, parts.fetchText)

  async function answer(request: HttpRequest, manner: Manner): Promise<HttpResponse> {
    const call = readRequest(request, { requestId: manner.requestId, nowMs: world.clock(), products, language })
    let row: ActionRow | undefined
    try {
      const known = find(table, call)
      row = known.row
      const signed = await authenticate(world, verifier, known)
      throttle.check(signed)
      const valid = validate(signed)
      const allowed = await authorize(world, valid)
      const done = await execute(world, allowed)
      return respond(done.result, call)
    } catch (error) {
      return failed(error, call, row)
    }
  }

  const failed = (error: unknown, manner: Manner, row?: ActionRow): HttpResponse =>
    refuse(heard(error, manner.requestId, row), manner)

  return {
    world,
    ...createDoorCalls(world, { table, verifier, throttle, heard }),
    async respond(request) {
      const manner = mannerOf(request, world.random.uuid(), language)
      try {
        return await answer(request, manner)
      } catch (error) {
        return failed(error, manner)
      }
    },
    async flush() {
      await world.usage.flush()
      await refusals.flush()
    },
    runRoleTasks,
    fetchProviderKeys,
    async prune() {
      await refusals.prune()
      const beforeMs = world.clock()
      await world.store.transaction((writes) => writes.sessions.deleteExpired(beforeMs, goingPerPrune))
      const endedMs = beforeMs - tasksKeptMs
      await world.store.transaction((writes) => writes.roles.deleteFinishedTasks(endedMs, goingPerPrune))
    },
  }
}
