// Sessions of browsers: finding the one that a cookie names, making and ending them. An id is never taken from a browser:
// each sign-in, and each step of one, gets a new one, so that an id planted before is worth nothing afterwards.

import { isSubAccount } from '../actions/user/types.ts'
import type { World } from '../actions/world.ts'
import { consoleKeyOf } from '../store/console-key.ts'
import { readProviderIssuer } from '../store/issuer.ts'
import type {
  AccountRow,
  ConsoleSessionRow,
  QuarantinePrincipal,
  Reads,
  RoleRow,
  UserRow,
  Writes,
} from '../store/store.ts'
import { newId, readSessionCookie, sessionCookie, setCookie } from './cookies.ts'
import { sameText } from './same-text.ts'
import type { SignInSettings } from './settings.ts'
import type { Visit } from './visit.ts'

/** Who a session is of, as of now. */
export type Who =
  | { readonly kind: 'root'; readonly account: AccountRow }
  | { readonly kind: 'user'; readonly account: AccountRow; readonly user: UserRow }
  /** Somebody whom an identity provider sent to a role. */
  | { readonly kind: 'role'; readonly account: AccountRow; readonly role: RoleRow }

export interface Live {
  readonly row: ConsoleSessionRow
  readonly who: Who
  /** What forms and scripts of its pages send along. */
  readonly token: string
}

/** How often, at most, the store hears that a session is in use. */
const seenEveryMs = 60_000
/** A sign-in that is not finished by then begins anew. */
export const unfinishedMs = 10 * 60_000

const tokenUnder = ({ sealer }: Pick<World, 'sealer'>, keyId: string, id: string): string =>
  sealer.derive(keyId, `page token/${id}`)?.toString('base64url') ?? ''

/** The token of pages for whoever holds the id; only the server can make it. */
export const pageToken = (world: Pick<World, 'sealer'>, id: string): string =>
  tokenUnder(world, world.sealer.keyIds[0], id)

/** Whether a page has the token of the id. Pages that are open while the master key changes have one of the key before. */
export const isPageToken = (world: Pick<World, 'sealer'>, id: string, given: string): boolean =>
  world.sealer.keyIds.some((keyId) => sameText(given, tokenUnder(world, keyId, id)))

/** The session of a visit, if it lasts and its user may still sign in. */
export async function findLive(world: World, settings: SignInSettings, visit: Visit): Promise<Live | undefined> {
  const cookie = readSessionCookie(visit.cookies.get(visit.names.session))
  if (cookie === undefined) return undefined
  const { read } = world.store
  const row = await read.consoleSessions.get(cookie.account, consoleKeyOf(cookie.id))
  if (row === undefined || !lasts(row, settings, visit.nowMs)) return undefined
  const who = await whoIs(read, row)
  if (who === undefined) return undefined
  if (row.stage === 'open' && visit.nowMs - row.seenMs >= seenEveryMs) {
    await world.store.transaction((writes) =>
      writes.consoleSessions.update(row.account, row.key, { seenMs: visit.nowMs }),
    )
  }
  return { row, who, token: pageToken(world, cookie.id) }
}

function lasts({ stage, seenMs, expiresMs }: ConsoleSessionRow, { idleMs }: SignInSettings, nowMs: number): boolean {
  return nowMs < expiresMs && (stage !== 'open' || nowMs - seenMs < idleMs)
}

async function whoIs(
  read: Reads,
  { account, uin, role, provider, createdMs }: ConsoleSessionRow,
): Promise<Who | undefined> {
  const owner = await read.accounts.get(account)
  if (owner === undefined) return undefined
  const locked = async (at: number, who: QuarantinePrincipal) => (await read.quarantine.since(at, who)) !== undefined
  if (uin === account) {
    return (await locked(account, { kind: 'root' })) ? undefined : { kind: 'root', account: owner }
  }
  if (uin !== 0) {
    if (await locked(account, { kind: 'user', uin })) return undefined
    const user = await read.users.byUin(account, uin)
    return user?.consoleLogin === true && isSubAccount(user) ? { kind: 'user', account: owner, user } : undefined
  }
  const found = role && (await read.roles.byId(role.account, role.roleId))
  // A provider made later under the name is another one.
  const from = readProviderIssuer(provider ?? '')
  const madeMs = from && (await read.identityProviders.madeMs(account, from.kind, from.name))
  if (madeMs === undefined || madeMs > createdMs) return undefined
  if (found?.consoleLogin !== true || found.sessionGeneration !== role?.generation) return undefined
  if (await locked(found.account, { kind: 'role', roleId: found.roleId })) return undefined
  return { kind: 'role', account: owner, role: found }
}

export type NewConsoleSession = Omit<ConsoleSessionRow, 'key' | 'createdMs' | 'seenMs' | 'expiresMs' | 'address'>

/** Records a session under a new id and answers the cookie for it. */
export async function beginSession(
  writes: Pick<Writes, 'consoleSessions'>,
  world: Pick<World, 'random'>,
  settings: SignInSettings,
  visit: Visit,
  session: NewConsoleSession,
  untilMs = Number.POSITIVE_INFINITY,
): Promise<string> {
  const id = newId(world.random)
  const { nowMs, address } = visit
  const lastsMs = session.stage === 'open' ? settings.lifetimeMs : unfinishedMs
  const times = { createdMs: nowMs, seenMs: nowMs, expiresMs: Math.min(untilMs, nowMs + lastsMs) }
  await writes.consoleSessions.insert({ ...session, key: consoleKeyOf(id), address, ...times })
  return setCookie(visit.names.session, sessionCookie(session.account, id), visit.secure)
}
