// What happens once somebody has shown who they are: from where they may come, what else they must show or change, and the
// session in the end. Each step ends the session of the step before and makes one under a new id.
import { recordConsole } from '../audit/console.ts'
import type { Reply } from '../protocol/door.ts'
import { consoleKeyOf } from '../store/console-key.ts'
import type { ConsoleSessionRow, Writes } from '../store/store.ts'
import { refusedFrom } from './access.ts'
import { addressAllowed, addressPolicy, placeOf } from './address-rules.ts'
import { beginSession, type Live, type NewConsoleSession, type Who } from './browser.ts'
import { newId, sessionCookie, setCookie } from './cookies.ts'
import { wantedFactors } from './factors/index.ts'
import { messagePage } from './pages/layout.ts'
import { goTo, pageReply } from './reply.ts'
import type { Place } from './route.ts'
import { isUnusual, tellOf } from './unusual.ts'
import type { Visit } from './visit.ts'

export interface Arrival {
  readonly who: Who
  readonly way: 'password' | 'saml' | 'oidc'
  readonly mustChange: boolean
  readonly next: string
  /** What ends with the arrival, in the same transaction: counts of tries, a ticket. */
  also(writes: Writes): Promise<void>
}

/** Lets somebody in, or to the next step of it. */
export async function admit(place: Place, visit: Visit, { who, way, mustChange, next, also }: Arrival): Promise<Reply> {
  const account = who.account.account
  if (who.kind !== 'role') {
    const principal = who.kind === 'root' ? who : { kind: who.kind, uin: who.user.uin }
    const since = await place.world.store.read.quarantine.since(account, principal)
    if (since !== undefined) return pageReply(messagePage(visit, 'quarantined'), { status: 403 })
  }
  if (who.kind === 'user') {
    const rule = addressPolicy(await place.world.store.read.settings.loginIpPolicies(account))
    const { accessRequests } = place.world.store.read
    const free = addressAllowed(rule, visit.address)
    if (!free && !(await accessRequests.granted(account, who.user.uin, visit.address, visit.nowMs))) {
      return refusedFrom(place, visit, rule, who.user)
    }
  }
  const wanted = await wantedFactors(place, visit, who)
  if (wanted.kind === 'impossible') return pageReply(messagePage(visit, 'factorImpossible'), { status: 403 })
  const factors = wanted.kind === 'some' ? wanted.factors : []
  // The factor comes first: a password alone must not be enough to change the password.
  const stage = wanted.kind === 'some' ? 'factor' : mustChange ? 'password' : 'open'
  const session = {
    stage,
    way,
    factors,
    mustChange,
    verifiedMs: undefined,
    role: undefined,
    provider: undefined,
    name: '',
    next,
  } as const
  return enter(place, visit, who, { account, uin: uinOf(who), ...session }, also)
}

export function uinOf(who: Who): number {
  return who.kind === 'root' ? who.account.account : who.kind === 'user' ? who.user.uin : 0
}

/** Goes on from a step that was passed. */
export function advance(
  place: Place,
  visit: Visit,
  { row, who }: Live,
  passed: Partial<Pick<ConsoleSessionRow, 'verifiedMs' | 'mustChange'>>,
  also: (writes: Writes) => Promise<void> = async () => {},
): Promise<Reply> {
  const { key, createdMs: _, seenMs: __, expiresMs: ___, address: ____, ...before } = row
  const after = { ...before, ...passed, factors: [] }
  return enter(place, visit, who, { ...after, stage: after.mustChange ? 'password' : 'open' }, async (writes) => {
    // Whoever was a moment quicker has used the step up.
    if (!(await writes.consoleSessions.end(row.account, key))) throw new Overtaken()
    await also(writes)
  })
}

/** A session of somebody who is in goes on under a new id, until the same end: what an old id could do, it no longer can. */
export async function refresh(
  place: Place,
  visit: Visit,
  { row }: Live,
  patch: Partial<Pick<ConsoleSessionRow, 'verifiedMs' | 'role'>>,
  next: string,
  also: (writes: Writes) => Promise<void> = async () => {},
): Promise<Reply> {
  const { world } = place
  const id = newId(world.random)
  const cookie = await world.store.transaction(async (writes) => {
    if (!(await writes.consoleSessions.end(row.account, row.key))) return undefined
    await also(writes)
    await writes.consoleSessions.insert({ ...row, ...patch, key: consoleKeyOf(id), seenMs: visit.nowMs })
    return setCookie(visit.names.session, sessionCookie(row.account, id), visit.secure)
  })
  return cookie === undefined ? goTo('/signin/') : goTo(next, { cookies: [cookie] })
}

/** What somebody does to their own protection leaves a trace; for the inside of a transaction. */
export function bindingTraces(
  { world }: Place,
  { nowMs, address }: Visit,
  who: Who,
  action: string,
  parameters: object = {},
): (writes: Writes) => Promise<void> {
  const requestId = world.random.uuid()
  const event = { requestId, timeMs: nowMs, uin: uinOf(who), action, sourceIp: address, parameters }
  return (writes) => recordConsole(writes, who.account.account, event)
}

/** The step was passed by another request of the same session. */
export class Overtaken extends Error {}

async function enter(
  place: Place,
  visit: Visit,
  who: Who,
  session: NewConsoleSession,
  before: (writes: Writes) => Promise<void>,
): Promise<Reply> {
  const { world, settings } = place
  const requestId = world.random.uuid()
  try {
    const { cookie, unusual } = await world.store.transaction(async (writes) => {
      const unusual = session.stage === 'open' && (await isUnusual(writes.signIn, visit, session))
      if (session.stage === 'open') await recordArrival(writes, visit, who, session, requestId)
      await before(writes)
      return { cookie: await beginSession(writes, world, settings, visit, session), unusual }
    })
    if (unusual) await tellOf(place, visit, who)
    return goTo(pageOf(session), { cookies: [cookie] })
  } catch (error) {
    if (error instanceof Overtaken) return goTo('/signin/')
    throw error
  }
}

function pageOf({ stage, next }: NewConsoleSession): string {
  switch (stage) {
    case 'factor':
      return '/signin/factor'
    case 'password':
      return '/signin/new-password'
    case 'open':
      return next
  }
}

async function recordArrival(
  writes: Writes,
  { nowMs, address }: Visit,
  who: Who,
  { account, uin, way, verifiedMs }: NewConsoleSession,
  requestId: string,
): Promise<void> {
  const parameters = { way, secondFactor: verifiedMs !== undefined }
  const event = { requestId, timeMs: nowMs, uin, action: 'ConsoleLogin', sourceIp: address, parameters }
  await recordConsole(writes, account, event)
  const from = { ip: address, ms: nowMs }
  if (who.kind === 'root') await writes.accounts.signedIn(account, from)
  if (who.kind === 'user') await writes.users.signedIn(account, uin, from)
  if (who.kind !== 'role') await writes.signIn.seePlace(account, uin, placeOf(address), nowMs)
}
