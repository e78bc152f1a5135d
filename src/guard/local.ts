// The local engine: verifies and decides in the service itself, with signing keys that are good for this product and day
// only, and with compiled policies. What it knows is never older than `refreshMs` while the server answers, and never
// older than `maxAgeMs` whatever happens: after that it refuses everything. It holds no secret key.
import { createHash, createSecretKey } from 'node:crypto'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { assemble, compileCache, decide, type Program } from '../policy/index.ts'
import { errorText } from '../protocol/errors.ts'
import { type SigningKey, utcDate, verifyTc3, withinSkew } from '../signing/index.ts'
import { guardCallerShape, guardStateShape } from './answers.ts'
import { contextOf } from './context.ts'
import { type Call, type CallOutcome, callsTo, type ServerOptions } from './server.ts'
import type { Engine, EngineAnswer, GuardedCaller, Incoming, Question } from './types.ts'

export interface LocalOptions extends ServerOptions {
  /**
   * Product that the service is in policies; the server must have a catalog of it. Its key needs cam:GetGuardCaller and
   * cam:GetGuardState on `guard/<service>`.
   */
  readonly service: string
  /** Age at which what is known is asked for anew. */
  readonly refreshMs?: number
  /** Age beyond which nothing is allowed. */
  readonly maxAgeMs?: number
  /** Callers kept in memory. */
  readonly callersMax?: number
  readonly clock?: Clock
}

/** What is known of somebody who signs, or that there is nobody. */
type Known =
  | ({
      readonly kind: 'somebody'
      readonly revision: number
      readonly expiresMs: number
      readonly key: SigningKey
      readonly askedMs: number
    } & Person)
  | { readonly kind: 'nobody'; readonly revision: number; readonly askedMs: number }
interface Person {
  readonly caller: GuardedCaller
  readonly program: Program
}

interface State {
  readonly revision: number
  /** When the server said so: the moment that it was asked. */
  readonly knownMs: number
}

const policiesKept = 5_000
/** Revisions remembered as reached. */
const revisionsKept = 1_000

export function localEngine(options: LocalOptions): Engine {
  const { service, refreshMs = 2_000, maxAgeMs = 30_000, callersMax = 10_000, clock = systemClock } = options
  if (refreshMs > maxAgeMs) throw new Error('what is known would be too old before it is asked for anew')
  const feed = feedOf(callsTo(options, clock), { service, refreshMs, maxAgeMs, callersMax, clock })
  return {
    async authorize(incoming, question) {
      const untimely = untimelyCode(incoming, clock())
      if (untimely !== undefined) return untimely
      const found = await feed.callerOf(incoming)
      if (found.kind === 'unavailable') return found
      if (found.kind === 'nobody') return nobody(incoming)
      return decided(found, incoming, question, clock())
    },
  }
}

function untimelyCode({ claim }: Incoming, nowMs: number): EngineAnswer | undefined {
  if (!withinSkew(claim.timestamp, nowMs)) return refusal('AuthFailure.SignatureExpire', {})
  const date = utcDate(claim.timestamp)
  if (claim.date === date) return undefined
  const problem = `\`Date\` in Credential not valid: it is \`${claim.date}\`, but the UTC date of the timestamp is \`${date}\`.`
  return refusal('AuthFailure.InvalidAuthorization', { problem })
}

const nobody = ({ claim }: Incoming): EngineAnswer =>
  claim.token === undefined ? refusal('AuthFailure.SecretIdNotFound', {}) : refusal('AuthFailure.TokenFailure', {})

type RefusalCode =
  | 'AuthFailure.SignatureExpire'
  | 'AuthFailure.InvalidAuthorization'
  | 'AuthFailure.SecretIdNotFound'
  | 'AuthFailure.TokenFailure'
  | 'AuthFailure.SignatureFailure'

const refusal = (code: RefusalCode, detail: Readonly<Record<string, string>>): EngineAnswer => ({
  kind: 'refused',
  code,
  message: errorText(code, detail, 'en-US'),
})

function decided(
  { key, caller, program }: Known & { kind: 'somebody' },
  { claim, parts, address, tls }: Incoming,
  { action, resources, granularity, context: stated }: Question,
  nowMs: number,
): EngineAnswer {
  const verification = verifyTc3(parts, claim, key, tls)
  if (verification.kind === 'refused') {
    const { problem } = verification
    return problem === ''
      ? refusal('AuthFailure.SignatureFailure', {})
      : refusal('AuthFailure.InvalidAuthorization', { problem })
  }
  const context = contextOf(caller, stated, { address, nowMs })
  return { kind: 'verified', caller, decision: decide(program, { action, resources, granularity, context }) }
}

// ---- what the server said ----------------------------------------------------------------------------------------------

type FeedOptions = Required<Pick<LocalOptions, 'service' | 'refreshMs' | 'maxAgeMs' | 'callersMax' | 'clock'>>
type Unavailable = EngineAnswer & { kind: 'unavailable' }

interface Feed {
  callerOf(incoming: Incoming): Promise<Known | Unavailable>
}

function feedOf(call: Call, options: FeedOptions): Feed {
  const { service, refreshMs, maxAgeMs, callersMax, clock } = options
  const compiled = compileCache(policiesKept)
  const callers = new Map<string, Known>()
  const asking = new Map<string, Promise<Known | Unavailable>>()
  const reachedMs = new Map<string, number>()
  let state: State | undefined
  let refreshing: Promise<void> | undefined
  /** The last attempt, answered or not: a server that is gone is not asked by every request. */
  let triedMs = Number.NEGATIVE_INFINITY

  /** What was asked later wins, in whatever order answers arrive. */
  function learn(revision: number, knownMs: number): void {
    if (state !== undefined && (knownMs < state.knownMs || (knownMs === state.knownMs && revision < state.revision)))
      return
    state = { revision, knownMs }
  }

  async function refresh(): Promise<void> {
    triedMs = clock()
    const outcome = await call('GetGuardState', { Service: service })
    const answer = guardStateShape.safeParse(outcome.kind === 'answered' ? outcome.result : undefined)
    if (answer.success) learn(answer.data.Revision, triedMs)
  }

  async function fresh(): Promise<State | undefined> {
    const isOld = (known: State | undefined, ms: number) => known === undefined || clock() - known.knownMs > ms
    if (isOld(state, refreshMs) && (clock() - triedMs > refreshMs || refreshing !== undefined)) {
      refreshing ??= refresh().finally(() => {
        refreshing = undefined
      })
      await refreshing
    }
    return isOld(state, maxAgeMs) ? undefined : state
  }

  async function ask(name: string, { claim, atLeast }: Incoming, revision: number): Promise<Known | Unavailable> {
    const askedMs = clock()
    const { secretId, token, date } = claim
    const parameters = { Service: service, CallerSecretId: secretId, CallerToken: token, Day: date }
    const known = knownOf(await call('GetGuardCaller', parameters, atLeast), { revision, askedMs }, compiled)
    if (known.kind === 'unavailable') return known
    if (atLeast !== undefined) remember(reachedMs, atLeast, askedMs)
    if (known.kind === 'somebody') learn(known.revision, askedMs)
    callers.delete(name)
    callers.set(name, known)
    if (callers.size > callersMax) callers.delete(callers.keys().next().value ?? '')
    return known
  }

  const hasSeen = ({ askedMs }: Known, { atLeast }: Incoming): boolean =>
    atLeast === undefined || askedMs >= (reachedMs.get(atLeast) ?? Number.POSITIVE_INFINITY)

  return {
    async callerOf(incoming) {
      const now = await fresh()
      if (now === undefined) return { kind: 'unavailable', problem: 'the server has not been heard of for too long' }
      const name = nameOf(incoming)
      const known = callers.get(name)
      if (known?.revision === now.revision && !isOver(known, clock()) && hasSeen(known, incoming)) return known
      // Somebody else's question may have been asked before the revision that this one must see.
      if (incoming.atLeast !== undefined) return ask(name, incoming, now.revision)
      const underWay = asking.get(name)
      if (underWay !== undefined) return underWay
      const begun = ask(name, incoming, now.revision).finally(() => asking.delete(name))
      asking.set(name, begun)
      return begun
    },
  }
}

/** Revisions that requests asked for, and when the server was first asked with them and answered. */
function remember(reachedMs: Map<string, number>, atLeast: string, askedMs: number): void {
  if (reachedMs.has(atLeast)) return
  reachedMs.set(atLeast, askedMs)
  if (reachedMs.size > revisionsKept) reachedMs.delete(reachedMs.keys().next().value ?? '')
}

const isOver = (known: Known, nowMs: number): boolean => known.kind === 'somebody' && known.expiresMs <= nowMs

/** Tokens are long, and a secret besides: their hash tells them apart. */
function nameOf({ claim: { secretId, date, token } }: Incoming): string {
  const mark = token === undefined ? '' : createHash('sha256').update(token).digest('base64url')
  return `${secretId}/${date}/${mark}`
}

const noSuchKey = 'ResourceNotFound.SecretNotExist'

function knownOf(
  outcome: CallOutcome,
  { revision, askedMs }: { readonly revision: number; readonly askedMs: number },
  compiled: ReturnType<typeof compileCache>,
): Known | Unavailable {
  if (outcome.kind === 'failed') return { kind: 'unavailable', problem: outcome.problem }
  if (outcome.kind === 'refused') {
    // A key that is made later moves the account on, so nobody stays nobody until then.
    if (outcome.code === noSuchKey) return { kind: 'nobody', revision, askedMs }
    return { kind: 'unavailable', problem: `GetGuardCaller: ${outcome.code}: ${outcome.message}` }
  }
  const answer = guardCallerShape.safeParse(outcome.result)
  if (!answer.success) return { kind: 'unavailable', problem: 'GetGuardCaller: an answer of another shape' }
  const { SigningKey, ExpireTime, Revision, Caller, Policies, Boundary, SessionPolicy } = answer.data
  const { kind, account, appId, uin } = Caller
  const program = assemble(
    {
      kind,
      account,
      appId,
      uin: uin === 0 ? undefined : uin,
      identity: Policies,
      boundary: Boundary ?? undefined,
      session: SessionPolicy ?? undefined,
    },
    compiled,
  )
  const key = createSecretKey(Buffer.from(SigningKey, 'hex'))
  return { kind: 'somebody', revision: Revision, expiresMs: ExpireTime, key, askedMs, caller: Caller, program }
}
