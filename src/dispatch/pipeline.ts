// One request, one direction: each line of `answer` is a stage, and their order is the protocol's order of errors.
// Knows no socket: `respond` is a function from a request to a reply, and it never throws.

import type { ActionRow } from '../actions/define.ts'
import { createKeyUsage } from '../actions/key-usage.ts'
import { tasksKeptMs } from '../actions/role/deletion-task.ts'
import type { SignedRequest, World } from '../actions/world.ts'
import type { Call } from '../protocol/call.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import { type ArrivedRequest, mannerOf, type Products, readRequest } from '../protocol/request.ts'
import { type HttpResponse, type Manner, refuse, respond } from '../protocol/response.ts'
import { createVerifier, type Verifier } from '../signing/index.ts'
import { createTokens } from '../store/token.ts'
import { begun, decisionOf, noteRefusal, type Reached } from './audit-event.ts'
import { authenticate, authenticateSigner, credentialOf, signerOf } from './authenticate.ts'
import { authorize, authorizeAccess } from './authorize.ts'
import { confirm } from './confirm.ts'
import { CallContext } from './context.ts'
import { createDoorCalls, type DoorCalls } from './door-calls.ts'
import type { Elsewhere, Stages } from './elsewhere.ts'
import { execute } from './execute.ts'
import { type ActionTable, actionTable, find, productOf } from './find.ts'
import { createHearing, type Hearing } from './hearing.ts'
import { createJournal, type Journal } from './journal.ts'
import { createPrincipals } from './principals.ts'
import { createKeyRenewal, createKeyRotation, type FetchText } from './provider-keys.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { createRoleTasks } from './role-tasks.ts'
import { createThrottle, type Throttle } from './throttle.ts'
import { validate } from './validate.ts'

/** What main.ts makes; the rest of the world is made from it here. */
export type Parts = Omit<
  World,
  'usage' | 'decider' | 'tokens' | 'identify' | 'credential' | 'contextOf' | 'renewKeys'
> & {
  /** Without it nothing is fetched. */
  readonly fetchText?: FetchText | undefined
}

/** `R`: what products served elsewhere answer besides; `never` where they answer nothing but errors. */
export interface Dispatcher<R extends Reply | StreamedReply = never> extends DoorCalls {
  readonly world: World
  respond(request: ArrivedRequest): Promise<HttpResponse | R>
  readonly products: Products
  /** Writes what was gathered off the hot path: last uses of keys, refused calls, audit events of calls that changed nothing. */
  flush(): Promise<void>
  /** The refused calls alone. */
  flushRefusals(): Promise<void>
  /** Audit events of calls that changed nothing alone. */
  flushEvents(): Promise<void>
  /** Drops refused calls, sessions, notes of what was used once and ended deletions of roles past their time. */
  prune(): Promise<void>
  /** Carries out the deletions of service-linked roles that were asked for. */
  runRoleTasks(): Promise<void>
  /** Fetches the keys of OIDC providers that are due. */
  fetchProviderKeys(): Promise<void>
}

/** Expired sessions and notes, and old tasks, that are dropped in one go, so that no write waits long for it. */
const goingPerPrune = 10_000
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
  const { language } = world.rules
  const throttle = createThrottle(world.rules.rateLimits)
  const refusals = createRefusals(world)
  const journal = createJournal(world)
  const passing = new WeakMap<Call, Reached>()
  const others = elsewhere(stagesOf({ world, verifier, throttle, refusals, passing }))
  const products = productsOf(table, others)
  const heard = createHearing(world, refusals)
  const runRoleTasks = createRoleTasks(world)
  const fetchProviderKeys = createKeyRotation(parts, parts.fetchText)

  const answer = answering({ world, table, verifier, throttle, others, products, heard, journal, passing })
  const failed = (error: unknown, manner: Manner): HttpResponse =>
    refuse(heard(error, manner.requestId, undefined), manner)

  return {
    world,
    products,
    ...createDoorCalls(world, { table, verifier, throttle, heard, journal }),
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
      await journal.flush()
    },
    flushRefusals: refusals.flush,
    flushEvents: journal.flush,
    runRoleTasks,
    fetchProviderKeys,
    async prune() {
      await refusals.prune()
      const beforeMs = world.clock()
      await world.store.transaction((writes) => writes.sessions.deleteExpired(beforeMs, goingPerPrune))
      await world.store.transaction((writes) => writes.replays.deleteExpired(beforeMs, goingPerPrune))
      const endedMs = beforeMs - tasksKeptMs
      await world.store.transaction((writes) => writes.roles.deleteFinishedTasks(endedMs, goingPerPrune))
      await world.store.transaction((writes) => writes.consoleSessions.deleteExpired(beforeMs, goingPerPrune))
      await world.store.transaction((writes) => writes.signIn.deleteStale(beforeMs - triesKeptMs, goingPerPrune))
    },
  }
}

interface Line<R extends Reply | StreamedReply> {
  readonly world: World
  readonly table: ActionTable
  readonly verifier: Verifier
  readonly throttle: Throttle
  readonly others: Elsewhere<R> | undefined
  readonly products: Products
  readonly heard: Hearing
  readonly journal: Journal
  readonly passing: WeakMap<Call, Reached>
}

/** The stages in their order, each a line. */
function answering<R extends Reply | StreamedReply>(
  line: Line<R>,
): (request: ArrivedRequest, manner: Manner) => Promise<HttpResponse | R> {
  const { world, table, verifier, throttle, others, products, heard, journal, passing } = line
  const { language } = world.rules

  async function answerElsewhere(
    there: Elsewhere<R>,
    call: Call,
    request: ArrivedRequest,
    reached: Reached,
  ): Promise<R> {
    passing.set(call, reached)
    const answered = await there.answer(call, request)
    const outcome = reached.decision === 'deny' ? 'forwarded, refused by policies' : 'forwarded'
    journal.read(reached, outcome, there.accessOf(call))
    return answered
  }

  return async (request, manner) => {
    const call = readRequest(request, { requestId: manner.requestId, nowMs: world.clock(), products, language })
    const reached = begun(call)
    let row: ActionRow | undefined
    try {
      if (others?.products.has(call.product) === true) return await answerElsewhere(others, call, request, reached)
      const known = find(table, call)
      row = reached.row = known.row
      const signed = await authenticate(world, verifier, known)
      reached.caller = signed.caller
      throttle.check(signed)
      const valid = validate(signed)
      reached.params = valid.params
      const allowed = await authorize(world, valid)
      reached.access = allowed.access
      reached.decision = decisionOf(allowed.decision)
      const confirmed = await confirm(world, allowed)
      const done = await execute(world, confirmed)
      if (done.row.access === 'read') journal.read(reached)
      return respond(done.result, call, done.warnings)
    } catch (error) {
      const fault = heard(error, call.requestId, row)
      noteRefusal(reached, error)
      journal.failed(reached, fault.code, row === undefined ? others?.accessOf(call) : undefined)
      return refuse(fault, call)
    }
  }
}

/** The stages for calls served elsewhere; how far each of them came is noted for its audit event. */
function stagesOf({
  world,
  verifier,
  throttle,
  refusals,
  passing,
}: {
  readonly world: World
  readonly verifier: Verifier
  readonly throttle: Throttle
  readonly refusals: Refusals
  readonly passing: WeakMap<Call, Reached>
}): Stages {
  return {
    world,
    async authenticate(known) {
      const signed = await authenticateSigner(world, verifier, known)
      const reached = passing.get(known.call)
      if (reached !== undefined) reached.caller = signed.caller
      return signed
    },
    throttle: throttle.check,
    async authorize(subject, access) {
      const decision = await authorizeAccess(world, subject, access)
      const reached = passing.get(subject.call)
      if (reached !== undefined) {
        reached.access = access
        reached.decision = decisionOf(decision)
      }
      return decision
    },
    letThrough(refused) {
      noteRefusal(passing.get(refused.subject.call), refused)
      refusals.note(refused, true)
    },
    recorded(call) {
      const reached = passing.get(call)
      if (reached !== undefined) reached.recorded = true
    },
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
