// One request, one direction: each line of `answer` is a stage, and their order is the protocol's order of errors.
// Knows no socket: `respond` is a function from a request to a reply, and it never throws.

import type { ActionRow } from '../actions/define.ts'
import { createKeyUsage } from '../actions/key-usage.ts'
import { tasksKeptMs } from '../actions/role/deletion-task.ts'
import type { SignedRequest, World } from '../actions/world.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import { type ArrivedRequest, mannerOf, type Products, readRequest } from '../protocol/request.ts'
import { type HttpResponse, type Manner, refuse, respond } from '../protocol/response.ts'
import { createVerifier, type Verifier } from '../signing/index.ts'
import { createTokens } from '../store/token.ts'
import { authenticate, authenticateSigner, credentialOf, signerOf } from './authenticate.ts'
import { authorize, authorizeAccess } from './authorize.ts'
import { confirm } from './confirm.ts'
import { CallContext } from './context.ts'
import { createDoorCalls, type DoorCalls } from './door-calls.ts'
import type { Elsewhere, Stages } from './elsewhere.ts'
import { execute } from './execute.ts'
import { type ActionTable, actionTable, find, productOf } from './find.ts'
import { createHearing } from './hearing.ts'
import { createPrincipals } from './principals.ts'
import { createKeyRenewal, createKeyRotation, type FetchText } from './provider-keys.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { createRevisions, type Revisions, revisionHeader } from './revisions.ts'
import { createRoleTasks } from './role-tasks.ts'
import { createThrottle, type Throttle } from './throttle.ts'
import { validate } from './validate.ts'

/** What main.ts makes; the rest of the world is made from it here. */
export type Parts = Omit<
  World,
  'usage' | 'decider' | 'tokens' | 'identify' | 'credential' | 'contextOf' | 'renewKeys'
> & {
  /** How long a call waits for a revision that it asks for; two seconds unless told. */
  readonly revisionWaitMs?: number

  /** Without it nothing is fetched. */
  readonly fetchText?: FetchText | undefined
}

/** `R`: what products served elsewhere answer besides; `never` where they answer nothing but errors. */
export interface Dispatcher<R extends Reply | StreamedReply = never> extends DoorCalls {
  readonly world: World
  readonly revisions: Revisions
  respond(request: ArrivedRequest): Promise<HttpResponse | R>
  readonly products: Products
  /** Writes what was gathered off the hot path: last uses of keys, refused calls. */
  flush(): Promise<void>
  /** The refused calls alone. */
  flushRefusals(): Promise<void>
  /** Drops refused calls, sessions, notes of what was used once and ended deletions of roles past their time. */
  prune(): Promise<void>
  /** Carries out the deletions of service-linked roles that were asked for. */
  runRoleTasks(): Promise<void>
  /** Fetches the keys of OIDC providers that are due. */
  fetchProviderKeys(): Promise<void>
}

/** Expired sessions and notes, and old tasks, that are dropped in one go, so that no write waits long for it. */
const goingPerPrune = 10_000
const revisionWaitMs = 2_000
/** Longer than any count of failed sign-ins runs. */
const triesKeptMs = 2 * 3_600_000

function worldOf(parts: Parts, verifier: Verifier): World {
  const world: World = {
    ...parts,
    usage: createKeyUsage(parts.store),
    decider: createPrincipals(parts.store, parts.presets),
    tokens: createTokens(parts.sealer),
    identify: (request: SignedRequest, service) => signerOf(world, verifier, request, service),
    credential: (key, nowMs) => credentialOf(world, key, nowMs),
    contextOf: (request, caller) => new CallContext(request, caller),
    renewKeys: createKeyRenewal(parts, parts.fetchText),
  }
  return world
}

/**
 * Makes the server's one function from requests to replies. `rows` is the table of actions that it serves; calls of other
 * products go to `elsewhere`, which is given the stages that they pass.
 */
export function createDispatcher<R extends Reply | StreamedReply = never>(
  parts: Parts,
  rows: readonly ActionRow[],
  elsewhere: (stages: Stages) => Elsewhere<R> | undefined = () => undefined,
): Dispatcher<R> {
  const verifier = createVerifier(parts.clock)
  const world = worldOf(parts, verifier)
  const table = actionTable(rows)
  const revisions = createRevisions(world.sealer, world.store.following, parts.revisionWaitMs ?? revisionWaitMs)
  const { language } = world.rules
  const throttle = createThrottle(world.rules.rateLimits)
  const refusals = createRefusals(world)
  const others = elsewhere(stagesOf({ world, verifier, throttle, refusals, revisions }))
  const products = productsOf(table, others)
  const heard = createHearing(world, refusals)
  const runRoleTasks = createRoleTasks(world)
  const fetchProviderKeys = createKeyRotation(parts, parts.fetchText)

  async function answer(request: ArrivedRequest, manner: Manner): Promise<HttpResponse | R> {
    const call = readRequest(request, { requestId: manner.requestId, nowMs: world.clock(), products, language })
    let row: ActionRow | undefined
    try {
      const reached = revisions.reach(request)
      if (reached !== undefined) await reached
      if (others?.products.has(call.product) === true) return await others.answer(call, request)
      const known = find(table, call)
      row = known.row
      const signed = await authenticate(world, verifier, known)
      throttle.check(signed)
      const valid = validate(signed)
      const allowed = await authorize(world, valid)
      const confirmed = await confirm(world, allowed)
      const done = await execute(world, confirmed)
      const reply = respond(done.result, call, done.warnings)
      return done.revision === undefined ? reply : told(reply, tokenOf(done.caller.account, done.revision))
    } catch (error) {
      return failed(error, call, row)
    }
  }

  const { tokenOf } = revisions
  const failed = (error: unknown, manner: Manner, row?: ActionRow): HttpResponse =>
    refuse(heard(error, manner.requestId, row), manner)

  return {
    world,
    revisions,
    products,
    ...createDoorCalls(world, { table, verifier, throttle, heard, revisions }),
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
    flushRefusals: refusals.flush,
    runRoleTasks,
    fetchProviderKeys,
    async prune() {
      await refusals.prune()
      await pruneStore(world)
    },
  }
}

async function pruneStore({ clock, store }: World): Promise<void> {
  const beforeMs = clock()
  await store.transaction((writes) => writes.sessions.deleteExpired(beforeMs, goingPerPrune))
  await store.transaction((writes) => writes.replays.deleteExpired(beforeMs, goingPerPrune))
  const endedMs = beforeMs - tasksKeptMs
  await store.transaction((writes) => writes.roles.deleteFinishedTasks(endedMs, goingPerPrune))
  await store.transaction((writes) => writes.consoleSessions.deleteExpired(beforeMs, goingPerPrune))
  await store.transaction((writes) => writes.signIn.deleteStale(beforeMs - triesKeptMs, goingPerPrune))
}

/** What a client may send along with its next calls, to whatever server. */
const told = (reply: HttpResponse, token: string): HttpResponse => ({
  ...reply,
  headers: [...reply.headers, revisionHeader, token],
})

interface StageParts {
  readonly world: World
  readonly verifier: Verifier
  readonly throttle: Throttle
  readonly refusals: Refusals
  readonly revisions: Revisions
}

function stagesOf({ world, verifier, throttle, refusals, revisions }: StageParts): Stages {
  return {
    world,
    authenticate: (known) => authenticateSigner(world, verifier, known),
    throttle: throttle.check,
    authorize: (subject, access) => authorizeAccess(world, subject, access),
    letThrough: (refused) => refusals.note(refused, true),
    revisionToken: revisions.tokenOf,
  }
}

function productsOf(table: ActionTable, others: Elsewhere<Reply | StreamedReply> | undefined): Products {
  const own: Products = {
    has: (product) => table.products.has(product),
    byVersion: (version, action) => productOf(table, version, action),
  }
  if (others === undefined) return own
  const { products } = others
  return {
    has: (product) => own.has(product) || products.has(product),
    byHost: (host) => products.byHost?.(host),
    byLabel: (label) => products.byLabel?.(label),
    byVersion(version, action) {
      const mine = own.byVersion(version, action)
      // Our versions are dates that others may have as well: who has the action too comes first.
      if (mine !== undefined && table.products.get(mine)?.actions.has(action) === true) return mine
      return products.byVersion(version, action) ?? mine
    },
  }
}
