// A test server as its users see it: makers, calls, marks and forks over a front.
import { newKey } from '../actions/access-key/secret.ts'
import { makeRootAccount } from '../actions/account/root.ts'
import type { World } from '../actions/world.ts'
import { recordChange } from '../audit/operator.ts'
import { UsageError } from '../config/read.ts'
import { hashPassword } from '../store/passwords.ts'
import { assertCalled, fits } from './assertions.ts'
import { ask, calleeOf, homeOf, resultOf } from './calling.ts'
import { type Front, host, openFront } from './front.ts'
import type { InsideState } from './inside.ts'
import { createMakers, type Perform } from './makers.ts'
import type { Plan } from './plan.ts'
import { CallRefused } from './refused.ts'
import type { CallOptions, ClientConfig, Identity, Mark, TestClock, TestServer, Verdict } from './types.ts'

/** A state, and whose keys the bench knows in it. */
interface BenchState {
  readonly plan: Plan
  readonly inside: InsideState
  readonly root: Identity
  /** Root accounts by their numbers. */
  readonly roots: ReadonlyMap<number, Identity>
}

const states = new WeakMap<Mark, BenchState>()

function stateOf(plan: Plan, mark: Mark): BenchState {
  const state = states.get(mark)
  if (state === undefined) throw new UsageError('this is no mark of a test server')
  if (state.plan !== plan) throw new UsageError(`the mark ${mark.name} is of a server that was started on its own`)
  return state
}

interface Opening {
  readonly port: number
  readonly startMs: number
}

/** A server with an empty store and one root account, or with the state of a mark. */
export async function openBench(plan: Plan, opening: Opening, from?: Mark): Promise<TestServer> {
  const state = from === undefined ? undefined : stateOf(plan, from)
  const front = await openFront({ plan, ...opening, state: state?.inside })
  try {
    const root = state?.root ?? (await makeRoot(plan, front))
    const roots = new Map([[root.account, root], ...(state?.roots ?? [])])
    return await serverOver({ plan, front, root, roots, from })
  } catch (error) {
    await front.close()
    throw error
  }
}

interface Place {
  readonly plan: Plan
  readonly front: Front
  readonly root: Identity
  readonly roots: Map<number, Identity>
  readonly from: Mark | undefined
}

async function serverOver(place: Place): Promise<TestServer> {
  const { plan, front, root, roots } = place
  const { port, recorder, book } = front
  const perform = performing(front)
  const { presets } = plan.knowledge
  const marks = marking(place)
  let last = place.from ?? (await marks.make('start'))
  const server: TestServer = {
    ...{ url: `http://${host}:${port}`, host: `${host}:${port}`, port, root },
    ...createMakers({
      root,
      rootOf: (account) => rootOf(roots, account),
      perform,
      preset: (name) => presets.byName(name)?.policyId,
    }),
    ...calling(place),
    clock: clockOf(front),
    faults: book.faults,
    clientConfig: (as = root) => clientConfig(port, as),
    async account(name) {
      const made = await makeAccount(front, { name, site: plan.settings.site })
      roots.set(made.account, made)
      return made
    },
    calls: (filter = {}) => recorder.calls().filter((call) => fits(call, filter)),
    assertCalled: (filter, times) => assertCalled(recorder.calls(), filter, times),
    assertNotCalled: (filter) => assertCalled(recorder.calls(), filter, 0),
    forgetCalls: () => recorder.forget(),
    settle: () => front.settle(),
    async mark() {
      last = await marks.make()
      return last
    },
    async reset(mark = last) {
      const state = stateOf(plan, mark)
      await front.become(state.inside)
      for (const account of roots.keys()) if (!state.roots.has(account)) roots.delete(account)
      for (const [account, one] of state.roots) roots.set(account, one)
    },
    async fork(mark) {
      return openBench(plan, { port: 0, startMs: front.clock.now() }, mark ?? (await marks.make('fork')))
    },
    close: () => front.close(),
    [Symbol.asyncDispose]: () => front.close(),
  }
  return server
}

function marking({ plan, front, root, roots }: Place) {
  let made = 0
  return {
    async make(name?: string): Promise<Mark> {
      const inside = await front.state()
      made += 1
      const mark: Mark = Object.freeze({ name: name ?? `mark-${made}` })
      states.set(mark, { plan, inside, root, roots: new Map(roots) })
      return mark
    },
  }
}

function rootOf(roots: ReadonlyMap<number, Identity>, account: number): Identity {
  const found = roots.get(account)
  if (found === undefined) throw new Error(`there is no root account ${account} here`)
  return found
}

const clockOf = ({ clock, advance }: Front): TestClock => ({
  now: clock.now,
  advance(ms) {
    if (!(ms >= 0)) return Promise.reject(new UsageError(`time goes on only: advance takes a number from 0, not ${ms}`))
    return advance(ms)
  },
  set(ms) {
    const nowMs = clock.now()
    if (!(ms >= nowMs))
      return Promise.reject(new UsageError(`time goes on only: it is ${nowMs} and cannot become ${ms}`))
    return advance(ms - nowMs)
  },
})

function clientConfig(port: number, { secretId, secretKey, token }: Identity): ClientConfig {
  return {
    credential: { secretId, secretKey, ...(token === undefined ? {} : { token }) },
    region: 'ap-guangzhou',
    profile: { httpProfile: { protocol: 'http://', endpoint: `${host}:${port}` } },
  }
}

/** Calls that succeed or throw, by the quiet way. */
const performing =
  (front: Front): Perform =>
  async (action, parameters, as) => {
    const asking = { ...homeOf(action), as, nowMs: front.clock.now() }
    return resultOf(action, await ask(front.quietly, action, parameters, asking))
  }

/** Calls by the way of clients. */
function calling({ plan, front, root }: Place): Pick<TestServer, 'call' | 'allows'> {
  const made = (action: string, parameters: object, options: CallOptions) => {
    const { as = root, region } = options
    const asking = { ...calleeOf(action, options), as, region, nowMs: front.clock.now() }
    return ask(front.respond, action, parameters, asking)
  }
  return {
    call: async (action, parameters = {}, options = {}) => resultOf(action, await made(action, parameters, options)),
    async allows(as, product, action, parameters = {}, options = {}): Promise<Verdict> {
      const catalog = plan.catalogs.get(product)
      if (catalog === undefined || catalog.own === true)
        throw new UsageError(`no catalog of a service ${product} is loaded`)
      if (plan.settings.upstreams.has(catalog.service)) {
        throw new UsageError(`${product} has an upstream: a call would be carried out there`)
      }
      const version = options.version ?? catalog.versions?.[0] ?? anyVersion
      const { RequestId: requestId, Error: error } = await made(action, parameters, {
        ...options,
        ...{ as, version, product: catalog.service },
      })
      const { Code: code = '', Message: message = '' } = error ?? {}
      if (code === 'DryRunOperation') return { allowed: true, code, message, requestId }
      if (code === 'AuthFailure.UnauthorizedOperation') return { allowed: false, code, message, requestId }
      throw new CallRefused(action, code, message, requestId)
    },
  }
}

/** The first root account: by the settings where they say something of it. */
function makeRoot({ settings }: Plan, front: Front): Promise<Identity> {
  const { rootUin: uin = firstUin, rootSecretId, rootSecretKey, rootPassword: password, site } = settings
  const given = rootSecretId !== undefined && rootSecretKey !== undefined
  const key = given ? { secretId: rootSecretId, secretKey: rootSecretKey } : undefined
  return makeAccount(front, { name: 'root', site, uin, key, password })
}

/** For services whose catalogs take any. */
const anyVersion = '2000-01-01'

/** As at the first start of a server. */
const firstUin = 100_000_000_001

interface AccountGiven {
  readonly name: string
  readonly site: string
  readonly uin?: number
  readonly key?: { readonly secretId: string; readonly secretKey: string } | undefined
  readonly password?: string | undefined
}

/** A root account, as the operator of a server makes one: no call does. */
const makeAccount = (front: Front, given: AccountGiven): Promise<Identity> =>
  front.within(({ dispatcher }) => makeAccountIn(dispatcher.world, given))

async function makeAccountIn(world: World, given: AccountGiven): Promise<Identity> {
  const { name, site, uin, password } = given
  const { random, clock } = world
  const passwordHash = password === undefined ? undefined : await hashPassword(password)
  const key = given.key ?? newKey(random)
  const [requestId, nowMs] = [random.uuid(), clock()]
  const account = await world.store.transaction(async (writes) => {
    const made = await makeRootAccount(writes, world, { uin, key, name, verified: true, site, passwordHash, nowMs })
    if (made === 'taken') throw new UsageError(`the number ${uin} or the SecretId ${key.secretId} is in use`)
    const change = { requestId, timeMs: nowMs, action: 'CreateRootAccount', resources: [`uin/${made.account}`] }
    await recordChange(writes, made.account, { ...change, parameters: { name, secretId: key.secretId } })
    return made.account
  })
  return { kind: 'root', name, account, uin: account, ...key }
}
