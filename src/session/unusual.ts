// Unusual places: whether a sign-in is from one, and telling its user that somebody signed in there (`OffsiteFlag`).
import { freshFlags } from '../actions/mfa/types.ts'
import { wireTime } from '../kernel/time.ts'
import type { SignInReads } from '../store/store.ts'
import { placeOf } from './address-rules.ts'
import type { Who } from './browser.ts'
import { holderOf } from './factors/factor.ts'
import type { Place } from './route.ts'
import type { Visit } from './visit.ts'

const monthMs = 30 * 24 * 3_600_000

/** Somebody who signed in before, but not from there in thirty days. The first sign-in of all has no usual place yet. */
export async function isUnusual(
  signIn: SignInReads,
  { address, nowMs }: Pick<Visit, 'address' | 'nowMs'>,
  { account, uin }: { readonly account: number; readonly uin: number },
): Promise<boolean> {
  const seenMs = await signIn.placeSeen(account, uin, placeOf(address))
  if (seenMs !== undefined) return nowMs - seenMs > monthMs
  return signIn.anyPlace(account, uin)
}

/** Told by mail and text message, as far as switched on and known to be theirs. What could not be sent is logged. */
export async function tellOf(place: Place, visit: Visit, who: Who): Promise<void> {
  const holder = holderOf(who)
  if (holder === undefined) return
  const { account, uin, email, phone } = holder
  const { settings, world } = place
  const { offsite } = (await world.store.read.users.mfaFlags(account, uin)) ?? freshFlags
  const text = `${visit.text('unusualText')} ${wireTime(visit.nowMs)} (UTC+8), ${visit.address}`
  const sent = [
    ...(offsite['NotifyEmail'] === 1 && email !== undefined && settings.mail !== undefined
      ? [settings.mail.send({ to: email, subject: visit.text('unusualSubject'), text })]
      : []),
    ...(offsite['NotifyPhone'] === 1 && phone !== undefined && settings.phone !== undefined
      ? [settings.phone.send({ ...phone, text })]
      : []),
  ]
  for (const outcome of await Promise.allSettled(sent)) {
    if (outcome.status === 'rejected') {
      world.log.error({ account, uin, error: outcome.reason }, 'a notice of an unusual sign-in could not be sent')
    }
  }
}
