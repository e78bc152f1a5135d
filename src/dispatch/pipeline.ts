// One request, one direction: each line of `answer` is a stage, and their order is the protocol's order of errors.
// Knows no socket: `respond` is a function from a request to a reply, and it never throws.

import type { ActionRow } from '../actions/define.ts'
import { createKeyUsage } from '../actions/key-usage.ts'
import { createRoom } from '../actions/room.ts'
import type { SignedRequest, World } from '../actions/world.ts'
import type { Around, CallWatch } from '../kernel/watch.ts'
import type { Call } from '../protocol/call.ts'
import type { Reply, StreamedReply } from '../protocol/door.ts'
import { type ArrivedRequest, mannerOf, type Products, readRequest } from '../protocol/request.ts'
import { type HttpResponse, type Manner, refuse, respond } from '../protocol/response.ts'
import { createVerifier, type SignatureClock, type Verifier } from '../signing/index.ts'
import { createTokens } from '../store/token.ts'
import { begun, decisionOf, noteRefusal, type Reached } from './audit-event.ts'
import { authenticate, credentialOf, signerOf } from './authenticate.ts'
import { authorize } from './authorize.ts'
import { confirm } from './confirm.ts'
import { CallContext } from './context.ts'
import { createDoorCalls, type DoorCalls } from './door-calls.ts'
import type { Elsewhere, Stages } from './elsewhere.ts'
import { execute } from './execute.ts'
import { createFairTurns } from './fair-turns.ts'
import { type ActionTable, actionTable, find, productOf } from './find.ts'
import { givenStages, givenWithin } from './given-stages.ts'
import { createHearing, type Hearing } from './hearing.ts'
import { createJournal, type Journal } from './journal.ts'
import { createPrincipals } from './principals.ts'
import { type Check, checkWith, type Probe } from './probe.ts'
import { createKeyRenewal, createKeyRotation, type FetchText } from './provider-keys.ts'
import { prune } from './prune.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { createRevisions, type Revisions } from './revisions.ts'
import { createRoleTasks } from './role-tasks.ts'
import { createSenders, type Senders } from './senders.ts'
import { tellDone, tellFailed, wentWell } from './tell.ts'
import { createThrottle, type ThrottleParts } from './throttle.ts'
import { validate } from './validate.ts'
import { createWritePlaces, type WritePlaces } from './write-places.ts'

/** What main.ts makes; the rest of the world is made from it here. */
export type Parts = Omit<
  World,
  'usage' | 'refusals' | 'room' | 'decider' | 'tokens' | 'identify' | 'credential' | 'contextOf' | 'renewKeys'
> & {
  /** How long a call waits for a revision that it asks for; two seconds unless told. */
  readonly revisionWaitMs?: number | undefined
  /** Without it nothing is fetched. */
  readonly fetchText?: FetchText | undefined
  /** Limits of the operator, and what they are kept together with other servers by. */
  readonly rates?: ThrottleParts | undefined
  /** Writes of one account under way at once; left out: as many as there are. */
  readonly writesAtOnce?: number | undefined
  /** Told of every call and verdict. */
  readonly watch?: CallWatch | undefined
  /** Put around each stage. */
  readonly around?: Around | undefined
  /** What moments of signatures are compared with; the clock unless told. */
  readonly signatureClock?: SignatureClock | undefined
  /** Of a test bench. */
  readonly probe?: Probe | undefined
}

/** `R`: what products served elsewhere answer besides; `never` where they answer nothing but errors. */
export interface Dispatcher<R extends Reply | StreamedReply = never> extends DoorCalls {
  readonly world: World
  readonly revisions: Revisions
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

function worldOf(parts: Parts, verifier: Verifier, refusals: Refusals): World {
  const world: World = {
    ...parts,
    refusals,
    usage: createKeyUsage(parts.store),
    room: createRoom(),
    decider: createPrincipals(parts.store, parts.presets, parts.watch),
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
  const verifier = createVerifier(parts.signatureClock ?? parts.clock)
  const refusals = createRefusals(parts)
  const world = worldOf(parts, verifier, refusals)
  const table = actionTable(rows)
  const revisions = createRevisions(world.sealer, world.store.following, parts.revisionWaitMs)
  const { language } = world.rules
  const throttle = createThrottle(world.rules.rateLimits, parts.rates)
  const senders = createSenders(createFairTurns(), throttle)
  const places = createWritePlaces(parts.writesAtOnce ?? Number.POSITIVE_INFINITY)
  const journal = createJournal(world)
  const passing = new WeakMap<Call, Reached>()
  const { watch, around, probe } = parts
  const check = checkWith(probe, around?.('throttle', throttle.check) ?? throttle.check)
  const given = givenStages({ world, verifier, check, refusals, revisions, passing, watch, probe })
  const others = elsewhere(around === undefined ? given : givenWithin(around, given))
  const products = productsOf(table, others)
  const heard = createHearing(world, refusals)
  const stages = around === undefined ? ownStages : stagesWithin(around)
  const shared = { world, verifier, revisions, heard, journal, watch, places, probe }
  const answer = answering({ ...shared, table, check, stages, senders, others, products, passing })

  return {
    world,
    revisions,
    products,
    ...createDoorCalls(world, { ...shared, table, check: checkWith(probe, throttle.check) }),
    async respond(request) {
      const manner = mannerOf(request, world.random.uuid(), language)
      try {
        return await answer(request, manner)
      } catch (error) {
        const told = heard(error, manner.requestId, undefined)
        if (watch !== undefined) tellFailed(watch, undefined, watch.now(), error, told, manner.requestId)
        return refuse(told, manner)
      }
    },
    async flush() {
      await world.usage.flush()
      await refusals.flush()
      await journal.flush()
    },
    flushRefusals: refusals.flush,
    flushEvents: journal.flush,
    runRoleTasks: createRoleTasks(world),
    fetchProviderKeys: createKeyRotation(parts, parts.fetchText),
    prune: () => prune(world, refusals),
  }
}

const ownStages = { authenticate, validate, authorize, confirm, execute }

/** The same stages, each with something around it. */
const stagesWithin = (around: Around): typeof ownStages => ({
  authenticate: around('authenticate', authenticate),
  validate: around('validate', validate),
  authorize: around('authorize', authorize),
  confirm: around('confirm', confirm),
  execute: around('execute', execute),
})

interface Line<R extends Reply | StreamedReply> {
  readonly world: World
  readonly table: ActionTable
  readonly verifier: Verifier
  readonly revisions: Revisions
  readonly check: Check
  readonly senders: Senders
  readonly places: WritePlaces
  readonly stages: typeof ownStages
  readonly others: Elsewhere<R> | undefined
  readonly products: Products
  readonly heard: Hearing
  readonly journal: Journal
  /** How far calls that are served elsewhere came. */
  readonly passing: WeakMap<Call, Reached>
  readonly watch: CallWatch | undefined
  readonly probe: Probe | undefined
}

/** The stages in their order, each a line. */
function answering<R extends Reply | StreamedReply>(line: Line<R>) {
  const { world, table, verifier, revisions, check, stages, senders, places } = line
  const { others, products, heard, journal, watch, probe } = line
  const { language } = world.rules

  return async (request: ArrivedRequest, manner: Manner): Promise<HttpResponse | R> => {
    const beganMs = watch?.now() ?? 0
    const call = readRequest(request, { requestId: manner.requestId, nowMs: world.clock(), products, language })
    const reached = begun(call)
    let row: ActionRow | undefined
    try {
      // A promise that is not there costs nothing to wait for, but the waiting itself does.
      const turn = senders.arrive(call)
      if (turn !== undefined) await turn
      const reaching = revisions.reach(request)
      if (reaching !== undefined) await reaching
      if (others?.products.has(call.product) === true)
        return await passedOn(line, others, { call, request, reached, beganMs })
      const known = find(table, call)
      row = reached.row = known.row
      const signed = senders.note(await stages.authenticate(world, verifier, known))
      reached.caller = signed.caller
      const checked = check(signed)
      if (checked !== undefined) await checked
      const valid = stages.validate(signed)
      reached.params = valid.params
      const allowed = await stages.authorize(world, valid)
      reached.access = allowed.access
      reached.decision = decisionOf(allowed.decision)
      const confirmed = await stages.confirm(world, allowed)
      if (probe !== undefined) await probe.beforeWork(confirmed)
      const done = await places.within(confirmed, () => stages.execute(world, confirmed))
      if (done.row.access === 'read') journal.read(reached)
      probe?.ended(reached, 'ok')
      if (watch !== undefined) tellDone(watch, done.row, beganMs, done)
      return revisions.told(respond(done.result, call, done.warnings), done)
    } catch (error) {
      const told = heard(error, call.requestId, row)
      noteRefusal(reached, error)
      const access = row === undefined ? others?.accessOf(call) : undefined
      journal.failed(reached, told.code, access)
      probe?.ended(reached, told.code, access)
      const named = row ?? { product: call.product, name: call.action }
      if (watch !== undefined) tellFailed(watch, named, beganMs, error, told, call.requestId)
      return refuse(told, call)
    }
  }
}

interface Passing {
  readonly call: Call
  readonly request: ArrivedRequest
  readonly reached: Reached
  readonly beganMs: number
}

/** A call of a product that is served elsewhere. */
async function passedOn<R extends Reply | StreamedReply>(
  { passing, journal, watch, probe }: Line<R>,
  others: Elsewhere<R>,
  { call, request, reached, beganMs }: Passing,
): Promise<R> {
  passing.set(call, reached)
  const answered = await others.answer(call, request).finally(() => passing.delete(call))
  const outcome = reached.decision === 'deny' ? 'forwarded, refused by policies' : 'forwarded'
  journal.read(reached, outcome, others.accessOf(call))
  probe?.ended(reached, outcome, others.accessOf(call))
  watch?.ended({ product: call.product, name: call.action }, beganMs, wentWell(call.requestId))
  return answered
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
