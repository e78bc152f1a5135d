// Makes temporary credentials: one record of the session in the store, and a key and token that need no other. Whether
// the session may be, and for how long, is the caller's to decide.

import type { Random } from '../../kernel/random.ts'
import { int, struct, text, timestamp } from '../../protocol/shape.ts'
import type { RoleLink, SessionRow, Writes } from '../../store/store.ts'
import type { Caller } from '../define.ts'
import type { World } from '../world.ts'

export const Credentials = struct(
  'Credentials',
  {
    Token: text({ about: 'Goes with every call, as X-TC-Token or as the parameter Token.', secret: true, newer: true }),
    TmpSecretId: text({ about: 'Id of the temporary key.', newer: true }),
    TmpSecretKey: text({ about: 'Secret of the temporary key.', secret: true, newer: true }),
  },
  { about: 'A temporary key with its token.' },
)

/** What every call that makes a session answers. */
export const credentialResults = {
  Credentials,
  ExpiredTime: int({ about: 'When it ends, in seconds since 1970.', newer: true }),
  Expiration: timestamp({ about: 'When it ends, in UTC as ISO 8601.', newer: true }),
}

type Chain = 'issuingGeneration' | 'through'

/** Without a chain it is one that no key asked for, or only a key that was never turned off. */
export type NewSession = Omit<SessionRow, 'sessionId' | 'createdMs' | 'expiresMs' | Chain> &
  Partial<Pick<SessionRow, Chain>> & {
    /** In seconds; the session ends on a whole second. */
    readonly durationSeconds: number
  }

export interface IssuedSession {
  readonly Credentials: { readonly Token: string; readonly TmpSecretId: string; readonly TmpSecretKey: string }
  readonly ExpiredTime: number
  readonly Expiration: string
}

/**
 * Ids that grow with time: sessions lie one after the other in the store's trees, so that many made at once share pages.
 * Random by the end of the key's id, 72 bits that are no secret either. Short, because the store's indexes repeat it.
 */
export const sessionIdOf = (nowMs: number, secretId: string): string => `${nowMs.toString(36)}-${secretId.slice(-12)}`

/** How many sessions of roles that have not expired may stand between a key and a session that is asked for. */
export const chainMax = 50

/**
 * What a session that the caller asks for ends with: the permanent key that began the chain, whose user began it, and every
 * session of a role on the way. Their time is no matter: a chain may go on after that of its first sessions, of which only
 * the roles are remembered then.
 */
export function beginningOf(
  { account, uin, secretId, keyGeneration, session }: Caller,
  nowMs: number,
): Pick<SessionRow, 'callerAccount' | 'callerUin' | 'issuingSecretId' | Chain> {
  if (session === undefined) {
    const issuingGeneration = keyGeneration ?? 0
    return { callerAccount: account, callerUin: uin, issuingSecretId: secretId, issuingGeneration, through: [] }
  }
  const { callerAccount, callerUin, issuingSecretId, issuingGeneration, role, through } = session
  const { roleGeneration: generation, sessionId, expiresMs } = session
  const own = role === undefined ? [] : [{ account, roleId: role.roleId, generation, sessionId, expiresMs }]
  return {
    callerAccount,
    callerUin,
    issuingSecretId,
    issuingGeneration,
    through: remembered([...through, ...own], nowMs),
  }
}

/** Links that can still make a difference: each session that somebody may yet end, and each role. */
function remembered(links: readonly RoleLink[], nowMs: number): readonly RoleLink[] {
  const again = (link: RoleLink, at: number): boolean =>
    links.some((one, index) => index > at && one.account === link.account && one.roleId === link.roleId)
  return links.filter((link, at) => link.expiresMs > nowMs || !again(link, at))
}

/** Records the session and answers its credential, which is kept nowhere. The role, where it has one, must be there. */
export async function makeSession(
  store: Pick<Writes, 'sessions'>,
  by: { readonly random: Random; readonly world: Pick<World, 'tokens'>; readonly nowMs: number },
  of: NewSession,
): Promise<IssuedSession> {
  const secretId = by.world.tokens.newId(by.random)
  const expiredTime = Math.floor(by.nowMs / 1000) + of.durationSeconds
  const session = {
    ...of,
    issuingGeneration: of.issuingGeneration ?? 0,
    through: of.through ?? [],
    sessionId: sessionIdOf(by.nowMs, secretId),
    createdMs: by.nowMs,
    expiresMs: expiredTime * 1000,
  }
  await store.sessions.insert(session)
  const { secretKey, token } = by.world.tokens.issue(secretId, session)
  return {
    Credentials: { Token: token, TmpSecretId: secretId, TmpSecretKey: secretKey },
    ExpiredTime: expiredTime,
    Expiration: new Date(expiredTime * 1000).toISOString().replace('.000Z', 'Z'),
  }
}
