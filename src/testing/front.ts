// A socket, and behind it the server of a state, which another one can take the place of: clients keep their connections. What
// comes while it changes waits.
import type { Probe } from '../dispatch/probe.ts'
import type { GatewayRelay } from '../gateway/relay.ts'
import type { Door, Reply, StreamedReply } from '../protocol/door.ts'
import type { ArrivedRequest, HttpRequest } from '../protocol/request.ts'
import { serveHttp } from '../server/http.ts'
import { type BenchClock, benchClock } from './clock.ts'
import { createFaults, type FaultBook } from './faults.ts'
import { createGate, type Gate } from './gate.ts'
import { type Inside, type InsideState, openInside } from './inside.ts'
import type { Plan } from './plan.ts'
import { createRecorder, type Recorder } from './recorder.ts'

export interface Front {
  readonly port: number
  readonly clock: BenchClock
  readonly recorder: Recorder
  readonly book: FaultBook
  inside(): Inside
  /** A call as clients make it; `undefined`: the connection breaks. */
  respond(request: ArrivedRequest): Promise<Reply | StreamedReply | undefined>
  /** A call that is not recorded, met by no fault and held to no rate. */
  quietly(request: HttpRequest): Promise<Reply>
  /** Work on the state of now; none takes its place meanwhile. */
  within<T>(work: (inside: Inside) => Promise<T>): Promise<T>
  advance(ms: number): Promise<void>
  /** The work beside the calls, all of it. */
  settle(): Promise<void>
  /** Once no call is under way. */
  state(): Promise<InsideState>
  /** Becomes the server of a state. Calls under way end before, those that a fault delays break off. */
  become(state: InsideState): Promise<void>
  /** May be called again. Whatever comes later is refused. */
  close(): Promise<void>
}

interface Given {
  readonly plan: Plan
  /** 0: a free one. */
  readonly port: number
  readonly startMs: number
  /** Left out: an empty store. */
  readonly state: InsideState | undefined
}

export const host = '127.0.0.1'

/** What stands for a reply that is not sent. */
const broken: Reply = { status: 503, headers: ['Content-Length', '0'], body: '' }
/** How long calls under way may take when it closes. */
const drainMs = 2_000

export async function openFront({ plan, port, startMs, state }: Given): Promise<Front> {
  const clock = benchClock(state?.nowMs ?? startMs, plan.runs, plan.real)
  const gate = createGate(() =>
    current.afterCalls().catch((error: unknown) => plan.log.error({ error }, 'work beside the calls failed')),
  )
  const advance = (ms: number): Promise<void> => {
    clock.move(ms)
    return gate.after(() => current.runDue())
  }
  const recorder = createRecorder()
  const book = createFaults({ seed: plan.seed, catalogs: plan.catalogs, advance })
  const probe = probeOf(book, recorder)
  let current = await openInside({ plan, clock, probe, from: state })
  const respond: Front['respond'] = async (request) => {
    const reply = await gate.pass(() => current.dispatcher.respond(request))
    if (!book.drops(request.from)) return reply
    if (typeof reply.body === 'object' && 'destroy' in reply.body) reply.body.destroy()
    return undefined
  }
  const http = await listen({ plan, port, respond, gate, inside: () => current }).catch(async (error: unknown) => {
    await current.close()
    throw error
  })
  current.listensOn(http.port)
  let closing: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    book.hurry()
    await http.close()
    await gate.alone(async () => {
      gate.end()
      await current.close()
    })
  }
  return {
    port: http.port,
    clock,
    recorder,
    book,
    inside: () => current,
    respond,
    quietly: (request) => gate.pass(() => current.quiet().respond(request)),
    within: (work) => gate.pass(() => work(current)),
    advance,
    settle: () => gate.after(() => current.settle()),
    state: () => gate.alone(() => current.state()),
    become(next) {
      book.hurry()
      return gate.alone(async () => {
        const before = current
        clock.set(next.nowMs)
        current = await openInside({ plan, clock, probe, from: next })
        current.listensOn(http.port)
        book.begin()
        recorder.forget()
        await before.close()
      })
    },
    close() {
      closing ??= closeAll()
      return closing
    },
  }
}

const probeOf = (book: FaultBook, recorder: Recorder): Probe => ({
  beforeRate: (met) => book.meet('rate', met),
  beforeWork: (met) => book.meet('work', met),
  ended: (reached, outcome, access) => recorder.note(reached, outcome, access, book.metBy(reached.call)),
})

interface Listening {
  readonly plan: Plan
  readonly port: number
  readonly respond: Front['respond']
  readonly gate: Gate
  inside(): Inside
}

function listen({ plan, port, respond, gate, inside }: Listening): ReturnType<typeof serveHttp> {
  const answer = async (request: ArrivedRequest): Promise<Reply | StreamedReply> => (await respond(request)) ?? broken
  const relays = new WeakMap<Inside, GatewayRelay>()
  const relay = (): GatewayRelay => {
    const current = inside()
    const made = relays.get(current) ?? current.gateway.relay({ ...current.dispatcher, respond: answer })
    relays.set(current, made)
    return made
  }
  return serveHttp({
    host,
    port,
    limits: { drainMs },
    respond: answer,
    relay: { takes: (head) => relay().takes(head), take: (exchange) => relay().take(exchange) },
    doors: inside().doors.map((door, index) => standing(door, (request) => enter(gate, inside, index, request))),
    hangsUp: (reply) => reply === broken,
    ready: async () => {},
    onFault: (error) => plan.log.error({ error }, 'a request could not be answered'),
  })
}

/** A door whose inside changes; every state has the same ones in the same order. */
const standing = (door: Door, respond: Door['respond']): Door => ({ ...door, respond })

function enter(gate: Gate, inside: () => Inside, index: number, request: HttpRequest): Promise<Reply> {
  return gate.pass(() => {
    const door = inside().doors[index]
    if (door === undefined) throw new Error('a door is gone')
    return door.respond(request)
  })
}
