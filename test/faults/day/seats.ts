// People at the console: they sign in, come back within the hour or too late, take keys, leave.
import { fromBase32, totpCode, totpStep } from '../../../src/actions/mfa/totp.ts'
import { clerk, count, type Day, expectCall, keysGiven, password, type Seat, sessionOf } from './account.ts'
import { type DayServer, sessionHours } from './process.ts'
import type { Work } from './work.ts'

const hourMs = 3_600_000
const idleMs = hourMs
const lifetimeMs = sessionHours * hourMs
/** The store hears of a use once a minute. */
const seenMs = 60_000
const tokenEnded = 'AuthFailure.TokenFailure'

/** Signed in by password with a software token bound lately; how its secret becomes known. */
export async function bindToken(server: DayServer, account: number, name: string) {
  const browser = server.browser()
  await browser.signIn(account, name, password)
  const page = await browser.open('/session/security/soft-token')
  const secret = /id="soft-token-key">([A-Z2-7]+)</.exec(page.text)?.[1] ?? ''
  const step = totpStep(server.nowMs())
  const bound = await browser.submit('/session/security/soft-token', { code: totpCode(fromBase32(secret), step) })
  if (bound.status !== 200) throw new Error(`the software token was not bound: ${bound.status}`)
  return { secret, step }
}

async function signIn(day: Day): Promise<void> {
  const { server, account, wrong } = day
  const browser = server.browser()
  const page = await browser.signIn(account.number, clerk, password)
  count(day, page.path === '/console/' ? 'signed in' : 'refused')
  const now = server.nowMs()
  if (page.path === '/console/') account.seats.push({ browser, sinceMs: now, seenMs: now })
  else wrong.push(`the clerk was not let in: ${page.status} ${page.path}`)
}

/** A wrong password of a name that is there, and one that nobody has. */
async function wrongPassword(day: Day): Promise<void> {
  const { server, account, chance, wrong } = day
  for (const name of ['holder', `nobody-${chance.below(1_000)}`]) {
    // Ten in an hour would lock the name.
    if (name === 'holder' && chance.next() < 0.8) continue
    const page = await server.browser().signIn(account.number, name, 'Wrong-horse-9')
    count(day, 'refused')
    if (page.status !== 401) wrong.push(`a wrong password of ${name} was answered ${page.status} ${page.path}`)
  }
}

/** `undefined`: so close to its end that either is right. */
function lives({ sinceMs, seenMs: lastMs }: Seat, nowMs: number): boolean | undefined {
  if (nowMs - sinceMs >= lifetimeMs || nowMs - lastMs >= idleMs) return false
  return nowMs - lastMs >= idleMs - seenMs ? undefined : true
}

async function comeBack(day: Day): Promise<void> {
  const { server, account, chance, wrong } = day
  const seat = chance.of(account.seats)
  if (seat === undefined) return
  if (seat.keys !== undefined) await useKeys(day, seat)
  const due = lives(seat, server.nowMs())
  const page = await seat.browser.send('/session/')
  const there = page.status === 200
  count(day, there ? 'sessions of browsers seen' : 'ended sessions of browsers seen')
  if (due !== undefined && due !== there)
    wrong.push(
      `a browser's session of ${server.nowMs() - seat.sinceMs} ms, seen ${server.nowMs() - seat.seenMs} ms ago, ${there ? 'lasts' : 'ended'}`,
    )
  if (!there) return leave(day, seat)
  seat.seenMs = server.nowMs()
  if (chance.next() < 0.3) await takeKeys(day, seat)
  else if (chance.next() < 0.2) await signOut(day, seat)
}

function leave({ account }: Day, seat: Seat): void {
  account.seats.splice(account.seats.indexOf(seat), 1)
}

async function takeKeys(day: Day, seat: Seat): Promise<void> {
  const page = await seat.browser.script('/session/keys', {})
  if (page.status !== 200) {
    day.wrong.push(`keys of a session that lasts were answered ${page.status}`)
    return
  }
  seat.keys = sessionOf(page.json as never)
  count(day, keysGiven)
  await useKeys(day, seat)
}

async function useKeys(day: Day, { keys, sinceMs }: Seat): Promise<void> {
  if (keys === undefined) return
  const nowMs = day.server.nowMs()
  const due = nowMs < keys.endMs && nowMs - sinceMs < lifetimeMs && !keys.ended
  await expectCall(day, due ? undefined : tokenEnded, 'ListGroups', {}, { by: keys.by })
}

async function signOut(day: Day, seat: Seat): Promise<void> {
  await seat.browser.open('/console/')
  const page = await seat.browser.submit('/session/end')
  if (page.path !== '/signin/') day.wrong.push(`signing out led to ${page.status} ${page.path}`)
  if (seat.keys !== undefined) {
    seat.keys.ended = true
    await useKeys(day, seat)
  }
  count(day, 'signed out')
  leave(day, seat)
}

export const seatWork: readonly Work[] = [
  { name: 'sign-ins', weight: 3, run: signIn },
  { name: 'wrong passwords', weight: 1, run: wrongPassword },
  { name: 'browsers', weight: 9, run: comeBack },
]
