// Signing in by password. One answer for everything that could tell names, passwords and locks apart; what is said beyond
// it is said only to whoever knew the password.

import type { Reply } from '../protocol/door.ts'
import { verifyPassword } from '../store/passwords.ts'
import type { PasswordRules, Reads } from '../store/store.ts'
import { admit, uinOf } from './admission.ts'
import { pageToken, type Who } from './browser.ts'
import { type Candidate, readCandidate } from './candidate.ts'
import { safeNext } from './next.ts'
import { messagePage } from './pages/layout.ts'
import { signInPage } from './pages/sign-in.ts'
import { pageReply } from './reply.ts'
import type { Place } from './route.ts'
import { beginTry } from './tries.ts'
import { createTurns } from './turns.ts'
import type { Visit } from './visit.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Wrong passwords in an hour where the account set no number: the most that it could set. */
const retryLimitDefault = 10
/** Longer than any password that rules accept: not worth a hash. */
const passwordLengthMax = 128

/** Checked against where there is nothing to check against: at the cost of real ones, of a password nobody knows. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$Q7nE6cXUtV1mJrZkFh0p2A$3m0vC2sJd7wXH6b1Yt4oWq8nKzGfLr5uEaTiPxQyBcE'

/** A hash takes 19 MiB and a core for a tenth of a second. */
const turns = createTurns(4, 64)

export async function signInByPassword(place: Place, visit: Visit): Promise<Reply> {
  const { world } = place
  const { form, nowMs, text } = visit
  const candidate = await readCandidate(world.store.read, form)
  const limit = candidate.rules?.retryPasswordLimit ?? retryLimitDefault
  const free = await beginTry(world.store, candidate.subject, { limit, windowMs: hourMs, lockMs: hourMs }, nowMs)
  const password = form.get('password') ?? ''
  const right = await turns.take(() =>
    verifyPassword(candidate.passwordHash ?? nobodysHash, password.slice(0, passwordLengthMax + 1)),
  )
  if (right === undefined) return pageReply(messagePage(visit, 'busy'), { status: 503 })
  const { who } = candidate
  if (!free || !right || who === undefined || candidate.passwordHash === undefined) {
    world.log.info({ ...candidate.subject, from: visit.address, locked: !free }, 'a sign-in was refused')
    return refused(place, visit, text('failed'))
  }
  const age = await passwordAge(world.store.read, who, candidate, nowMs)
  if (age === 'dead') return refused(place, visit, text('expired'))
  return admit(place, visit, {
    who,
    way: 'password',
    mustChange: age === 'old' || (who.kind === 'user' && who.user.needResetPassword),
    next: safeNext(form.get('next')),
    also: (writes) => writes.signIn.clearTries(candidate.subject.account, candidate.subject.subject),
  })
}

/** The page again, with what was typed but for the password. */
function refused({ world }: Place, visit: Visit, problem: string): Reply {
  const { form } = visit
  const shown = (name: string): string | undefined => form.get(name)?.slice(0, 255)
  return pageReply(
    signInPage(visit, {
      token: pageToken(world, visit.cookies.get(visit.names.visit) ?? ''),
      as: form.get('as') === 'root' ? 'root' : 'user',
      next: safeNext(form.get('next')),
      account: shown('account'),
      name: shown('name'),
      problem,
    }),
    { status: 401 },
  )
}

/**
 * What the account's rules say of a password that has been in use for so long: `old`, the user changes it now; `dead`, an
 * administrator must. The rule in force counts, whenever the password was set.
 */
async function passwordAge(
  read: Reads,
  who: Who,
  { rules }: Candidate,
  nowMs: number,
): Promise<'good' | 'old' | 'dead'> {
  if (who.kind !== 'user' || rules === undefined || !expires(rules)) return 'good'
  const { account, createdMs } = who.user
  const [newest] = await read.users.passwords(account, uinOf(who), 1)
  const setMs = newest?.setMs ?? createdMs
  if (nowMs < setMs + (rules.forcePasswordChangeDays ?? 0) * dayMs) return 'good'
  return rules.passwordExpirationInvalidation === 1 ? 'dead' : 'old'
}

const expires = ({ forcePasswordChangeDays }: PasswordRules): boolean => (forcePasswordChangeDays ?? 0) > 0
