// One request, one direction: each line of `answer` is a stage, and their order is the protocol's order of errors.
// Knows no socket: `respond` is a function from a request to a reply, and it never throws.

import type { ActionRow } from '../actions/define.ts'
import { createKeyUsage } from '../actions/key-usage.ts'
import type { SignedRequest, World } from '../actions/world.ts'
import type { Around, CallWatch } from '../kernel/watch.ts'
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
import { createFairTurns } from './fair-turns.ts'
import { type ActionTable, actionTable, find, productOf } from './find.ts'
import { createHearing, type Hearing } from './hearing.ts'
import { createPrincipals } from './principals.ts'
import { createKeyRenewal, createKeyRotation, type FetchText } from './provider-keys.ts'
import { prune } from './prune.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { createRoleTasks } from './role-tasks.ts'
import { createSenders } from './senders.ts'
import { type Named, tellDone, tellFailed, wentWell } from './tell.ts'
import { createThrottle, type Throttle, type ThrottleParts } from './throttle.ts'
import { validate } from './validate.ts'
import { createWritePlaces } from './write-places.ts'

/** What main.ts makes; the rest of the world is made from it here. */
export type Parts = Omit<
  World,
  'usage' | 'decider' | 'tokens' | 'identify' | 'credential' | 'contextOf' | 'renewKeys'
> & {
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
}

/** `R`: what products served elsewhere answer besides; `never` where they answer nothing but errors. */
export interface Dispatcher<R extends Reply | StreamedReply = never> extends DoorCalls {
  readonly world: World
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

function worldOf(parts: Parts, verifier: Verifier): World {
  const world: World = {
    ...parts,
    usage: createKeyUsage(parts.store),
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
  const verifier = createVerifier(parts.clock)
  const world = worldOf(parts, verifier)
  const table = actionTable(rows)
  const { language } = world.rules
  const throttle = createThrottle(world.rules.rateLimits, parts.rates)
  const senders = createSenders(createFairTurns(), throttle)
  const places = createWritePlaces(parts.writesAtOnce ?? Number.POSITIVE_INFINITY)
  const refusals = createRefusals(world)
  const given = stagesOf(world, verifier, throttle, refusals, parts.watch)
  const others = elsewhere(parts.around === undefined ? given : givenWithin(parts.around, given))
  const products = productsOf(table, others)
  const heard = createHearing(world, refusals)
  const { watch, around } = parts
  const stages = around === undefined ? ownStages : stagesWithin(around)
  const failed = createFailed(heard, watch)
  const check = around?.('throttle', throttle.check) ?? throttle.check

  async function answer(request: ArrivedRequest, manner: Manner): Promise<HttpResponse | R> {
    const beganMs = watch?.now() ?? 0
    const call = readRequest(request, { requestId: manner.requestId, nowMs: world.clock(), products, language })
    let row: ActionRow | undefined
    try {
      await senders.arrive(call)
      if (others?.products.has(call.product) === true) {
        const answered = await others.answer(call, request)
        watch?.ended({ product: call.product, name: call.action }, beganMs, wentWell(call.requestId))
        return answered
      }
      const known = find(table, call)
      row = known.row
      const signed = senders.note(await stages.authenticate(world, verifier, known))
      await check(signed)
      const valid = stages.validate(signed)
      const allowed = await stages.authorize(world, valid)
      const confirmed = await stages.confirm(world, allowed)
      const done = await places.within(confirmed, () => stages.execute(world, confirmed))
      if (watch !== undefined) tellDone(watch, row, beganMs, done)
      return respond(done.result, call, done.warnings)
    } catch (error) {
      return failed(error, manner, row, row ?? { product: call.product, name: call.action }, beganMs)
    }
  }

  return {
    world,
    products,
    ...createDoorCalls(world, { table, verifier, throttle, places, heard, watch }),
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
    runRoleTasks: createRoleTasks(world),
    fetchProviderKeys: createKeyRotation(parts, parts.fetchText),
    prune: () => prune(world, refusals),
  }
}

/** Answers what was thrown. `named`: what the call asked for, as far as it was read; `row`: what that is here. */
function createFailed(heard: Hearing, watch: CallWatch | undefined) {
  return (error: unknown, manner: Manner, row?: ActionRow, named?: Named, beganMs?: number): HttpResponse => {
    const told = heard(error, manner.requestId, row)
    if (watch !== undefined) tellFailed(watch, named, beganMs ?? watch.now(), error, told, manner.requestId)
    return refuse(told, manner)
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

const givenWithin = (around: Around, given: Stages): Stages => ({
  ...given,
  authenticate: around('authenticate', given.authenticate),
  throttle: around('throttle', given.throttle),
  authorize: around('authorize', given.authorize),
})

function stagesOf(
  world: World,
  verifier: Verifier,
  throttle: Throttle,
  refusals: Refusals,
  watch: CallWatch | undefined,
): Stages {
  return {
    world,
    authenticate: (known) => authenticateSigner(world, verifier, known),
    throttle: throttle.check,
    async authorize(subject, access) {
      const decision = await authorizeAccess(world, subject, access)
      watch?.decided(decision)
      return decision
    },
    letThrough: (refused) => refusals.note(refused, true),
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
