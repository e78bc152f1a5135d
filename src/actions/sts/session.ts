// Makes temporary credentials: one record of the session in the store, and a key and token that need no other. Whether
// the session may be, and for how long, is the caller's to decide.

import type { Random } from '../../kernel/random.ts'
import { int, struct, text, timestamp } from '../../protocol/shape.ts'
import type { SessionRow, Writes } from '../../store/store.ts'
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

export type NewSession = Omit<SessionRow, 'sessionId' | 'createdMs' | 'expiresMs'> & {
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
 * Random by the end of the key's id, which is no secret either.
 */
const sessionId = (nowMs: number, secretId: string): string => `${nowMs.toString(36)}-${secretId.slice(-24)}`

/** Records the session and answers its credential, which is kept nowhere. The role, where it has one, must be there. */
export async function makeSession(
  store: Pick<Writes, 'sessions'>,
  by: { readonly random: Random; readonly world: Pick<World, 'tokens'>; readonly nowMs: number },
  { durationSeconds, ...of }: NewSession,
): Promise<IssuedSession> {
  const secretId = by.world.tokens.newId(by.random)
  const expiredTime = Math.floor(by.nowMs / 1000) + durationSeconds
  const session = {
    ...of,
    sessionId: sessionId(by.nowMs, secretId),
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
