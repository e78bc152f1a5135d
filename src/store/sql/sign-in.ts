// What signing in keeps beside sessions: counts of tries, challenges that are answered once, places known of somebody.
import type { Session } from '../driver.ts'
import type { SigninChallengesTable, SigninTriesTable } from '../schema-sign-in.ts'
import type { Challenge, SignInReads, SignInWrites, Tries } from '../store.ts'
import type { Over } from './entity.ts'
import { count, one, statement } from './statement.ts'

type BySubject = { account: number; subject: string }
type ByKind = { account: number; key: string; kind: string }
type ByPlace = { account: number; uin: number; place: string }

const triesOf = statement((db, p: BySubject) =>
  db
    .selectFrom('signin_tries')
    .select(['tries', 'since_ms', 'locked_ms'])
    .where('account', '=', p.account)
    .where('subject', '=', p.subject),
)
// One statement, so that tries made at once wait for each other and are all counted.
const addTry = statement((db, p: BySubject & { nowMs: number; overMs: number }) =>
  db
    .insertInto('signin_tries')
    .values({ account: p.account, subject: p.subject, tries: 1, since_ms: p.nowMs, locked_ms: 0 })
    .onConflict((c) =>
      c.columns(['account', 'subject']).doUpdateSet((eb) => ({
        tries: eb
          .case()
          .when('signin_tries.since_ms', '<=', p.overMs)
          .then(one)
          .else(eb('signin_tries.tries', '+', one))
          .end(),
        since_ms: eb
          .case()
          .when('signin_tries.since_ms', '<=', p.overMs)
          .then(eb.ref('excluded.since_ms'))
          .else(eb.ref('signin_tries.since_ms'))
          .end(),
      })),
    ),
)
const setLock = statement((db, p: BySubject & { untilMs: number }) =>
  db
    .updateTable('signin_tries')
    .set({ locked_ms: p.untilMs })
    .where('account', '=', p.account)
    .where('subject', '=', p.subject),
)
const dropTries = statement((db, p: BySubject) =>
  db.deleteFrom('signin_tries').where('account', '=', p.account).where('subject', '=', p.subject),
)
const dropStaleTries = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('signin_tries')
    .where('locked_ms', '<', p.beforeMs)
    .where((eb) =>
      eb(
        eb.refTuple('account', 'subject'),
        'in',
        eb
          .selectFrom('signin_tries')
          .select(['account', 'subject'])
          .where('since_ms', '<', p.beforeMs)
          .orderBy('since_ms')
          .orderBy('account')
          .orderBy('subject')
          .limit(count(p.max))
          .$asTuple('account', 'subject'),
      ),
    ),
)

const challengeOf = statement((db, p: ByKind) =>
  db
    .selectFrom('signin_challenges')
    .select(['sealed', 'tries', 'expires_ms'])
    .where('account', '=', p.account)
    .where('session_key', '=', p.key)
    .where('kind', '=', p.kind),
)
const putChallenge = statement((db, p: ByKind & { sealed: string; tries: number; expiresMs: number }) =>
  db
    .insertInto('signin_challenges')
    .values({
      account: p.account,
      session_key: p.key,
      kind: p.kind,
      sealed: p.sealed,
      tries: p.tries,
      expires_ms: p.expiresMs,
    })
    .onConflict((c) =>
      c.columns(['account', 'session_key', 'kind']).doUpdateSet((eb) => ({
        sealed: eb.ref('excluded.sealed'),
        tries: eb.ref('excluded.tries'),
        expires_ms: eb.ref('excluded.expires_ms'),
      })),
    ),
)
const addChallengeTry = statement((db, p: ByKind) =>
  db
    .updateTable('signin_challenges')
    .set((eb) => ({ tries: eb('tries', '+', one) }))
    .where('account', '=', p.account)
    .where('session_key', '=', p.key)
    .where('kind', '=', p.kind),
)
const dropChallenge = statement((db, p: ByKind) =>
  db
    .deleteFrom('signin_challenges')
    .where('account', '=', p.account)
    .where('session_key', '=', p.key)
    .where('kind', '=', p.kind),
)
const dropStaleChallenges = statement((db, p: { beforeMs: number; max: number }) =>
  db
    .deleteFrom('signin_challenges')
    .where((eb) =>
      eb(
        eb.refTuple('account', 'session_key', 'kind'),
        'in',
        eb
          .selectFrom('signin_challenges')
          .select(['account', 'session_key', 'kind'])
          .where('expires_ms', '<', p.beforeMs)
          .orderBy('expires_ms')
          .orderBy('account')
          .orderBy('session_key')
          .orderBy('kind')
          .limit(count(p.max))
          .$asTuple('account', 'session_key', 'kind'),
      ),
    ),
)

const placeOf = statement((db, p: ByPlace) =>
  db
    .selectFrom('signin_places')
    .select('seen_ms')
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .where('place', '=', p.place),
)
const anyPlaceOf = statement((db, p: { account: number; uin: number }) =>
  db
    .selectFrom('signin_places')
    .select('place')
    .where('account', '=', p.account)
    .where('uin', '=', p.uin)
    .orderBy('place')
    .limit(one),
)
const putPlace = statement((db, p: ByPlace & { nowMs: number }) =>
  db
    .insertInto('signin_places')
    .values({ account: p.account, uin: p.uin, place: p.place, seen_ms: p.nowMs })
    .onConflict((c) =>
      c.columns(['account', 'uin', 'place']).doUpdateSet((eb) => ({ seen_ms: eb.ref('excluded.seen_ms') })),
    ),
)
const dropPlaces = statement((db, p: { account: number; uin: number }) =>
  db.deleteFrom('signin_places').where('account', '=', p.account).where('uin', '=', p.uin),
)

const readTries = (row: Omit<SigninTriesTable, 'account' | 'subject'>): Tries => ({
  tries: row.tries,
  sinceMs: row.since_ms,
  lockedMs: row.locked_ms,
})
const readChallenge = (row: Pick<SigninChallengesTable, 'sealed' | 'tries' | 'expires_ms'>): Challenge => ({
  sealed: row.sealed,
  tries: row.tries,
  expiresMs: row.expires_ms,
})

export const signInReads: Over<SignInReads> = {
  async tries(session, account, subject) {
    const row = await session.first(triesOf, { account, subject })
    return row && readTries(row)
  },
  async challenge(session, account, key, kind) {
    const row = await session.first(challengeOf, { account, key, kind })
    return row && readChallenge(row)
  },
  async placeSeen(session, account, uin, place) {
    return (await session.first(placeOf, { account, uin, place }))?.seen_ms
  },
  async anyPlace(session, account, uin) {
    return (await session.first(anyPlaceOf, { account, uin })) !== undefined
  },
}

export const signInWrites: Over<SignInWrites> = {
  async countTry(session, account, subject, { nowMs, windowMs }) {
    await session.run(addTry, { account, subject, nowMs, overMs: nowMs - windowMs })
    const row = await session.first(triesOf, { account, subject })
    if (row === undefined) throw new Error('a try that was just counted is not there')
    return readTries(row)
  },
  async lockTries(session, account, subject, untilMs) {
    await session.run(setLock, { account, subject, untilMs })
  },
  async clearTries(session, account, subject) {
    await session.run(dropTries, { account, subject })
  },
  async putChallenge(session, account, key, kind, challenge) {
    await session.run(putChallenge, { account, key, kind, ...challenge })
  },
  async tryChallenge(session, account, key, kind) {
    await session.run(addChallengeTry, { account, key, kind })
    const row = await session.first(challengeOf, { account, key, kind })
    return row && readChallenge(row)
  },
  async takeChallenge(session, account, key, kind) {
    return (await session.run(dropChallenge, { account, key, kind })) === 1
  },
  async seePlace(session, account, uin, place, nowMs) {
    await session.run(putPlace, { account, uin, place, nowMs })
  },
  async deleteStale(session, beforeMs, max) {
    const tries = await session.run(dropStaleTries, { beforeMs, max })
    return tries + (await session.run(dropStaleChallenges, { beforeMs, max }))
  },
}

/** For whoever deletes the user. */
export async function forgetSignIns(session: Session, account: number, uin: number): Promise<void> {
  await session.run(dropPlaces, { account, uin })
  for (const subject of [`password/${uin}`, `code/${uin}`]) await session.run(dropTries, { account, subject })
}
