// What a second factor is: whether it can be asked of somebody, what is sent or made for it, and whether an answer is right.
// Each is tried a bounded number of times, counted in the store.
import type { MfaFlags } from '../../store/store.ts'
import type { Who } from '../browser.ts'
import type { Fields } from '../form.ts'
import type { Place } from '../route.ts'
import { beginTry } from '../tries.ts'
import type { Visit } from '../visit.ts'

/** The switches that can be asked for here, by their names on the wire. WeChat is asked elsewhere only. */
export const factorKinds = ['Stoken', 'Token', 'Phone', 'Mail', 'U2FToken', 'Passkey', 'Custom'] as const
export type FactorKind = (typeof factorKinds)[number]

/** Those that somebody has, whatever is switched on; the account's own check is only for whom that was switched on. */
export const ownKinds = factorKinds.filter((kind) => kind !== 'Custom')

export const isFactorKind = (text: string | undefined): text is FactorKind => factorKinds.some((kind) => kind === text)

/** Whose factors they are. */
export interface Holder {
  readonly account: number
  readonly uin: number
  readonly name: string
  /** Only where it is known to be theirs. */
  readonly phone: { readonly countryCode: string; readonly phone: string } | undefined
  readonly email: string | undefined
}

export interface Asking {
  readonly place: Place
  readonly visit: Visit
  readonly holder: Holder
  /** Key of the browser's session that asks: what was asked in one cannot be answered in another. */
  readonly session: string
}

export type Verdict = 'right' | 'wrong' | 'locked'

/** What came of sending or making what a factor needs. */
export type Begun =
  | { readonly kind: 'sent' }
  | { readonly kind: 'not-sent' }
  /** The browser goes to a page of the account's own. */
  | { readonly kind: 'go'; readonly location: string }
  /** For a script of ours. */
  | { readonly kind: 'options'; readonly options: object }

export interface Factor {
  readonly kind: FactorKind
  /** Whether it is bound and the server can do its part. */
  ready(place: Place, holder: Holder): Promise<boolean>
  /** Of factors that need something sent or made first. */
  begin?(asking: Asking): Promise<Begun>
  check(asking: Asking, answer: Fields): Promise<Verdict>
}

/** Nobody is a holder who came from an identity provider to a role: that one asks for factors itself. */
export function holderOf(who: Who): Holder | undefined {
  if (who.kind === 'role') return undefined
  const { account } = who.account
  if (who.kind === 'root') {
    const { name, phone, countryCode, email } = who.account
    return { account, uin: account, name, ...contacts({ phone, countryCode, email }) }
  }
  const { uin, name, phone, countryCode, email, phoneVerified, emailVerified } = who.user
  return {
    account,
    uin,
    name,
    ...contacts({ phone: phoneVerified ? phone : '', countryCode, email: emailVerified ? email : '' }),
  }
}

function contacts(known: { readonly phone: string; readonly countryCode: string; readonly email: string }) {
  const { phone, countryCode, email } = known
  return {
    phone: phone === '' ? undefined : { countryCode, phone },
    email: email === '' ? undefined : email,
  }
}

/** The kinds that are switched on, in our order. */
export function switchedOn(flags: MfaFlags['login'] | undefined): readonly FactorKind[] {
  return factorKinds.filter((kind) => flags?.[kind] === 1)
}

const hourMs = 3_600_000
/** As for codes of software tokens: five wrong answers of whatever kind lock all of them for an hour. */
const answerRule = { limit: 5, windowMs: hourMs, lockMs: hourMs }
/** A person cannot be sent more in an hour, whoever asks. */
const sendRule = { limit: 10, windowMs: hourMs, lockMs: hourMs }

/** Judges an answer under the count of its holder. */
export async function counted({ place, visit, holder }: Asking, judge: () => Promise<boolean>): Promise<Verdict> {
  const { store } = place.world
  const subject = { account: holder.account, subject: `code/${holder.uin}` }
  if (!(await beginTry(store, subject, answerRule, visit.nowMs))) return 'locked'
  if (!(await judge())) return 'wrong'
  await store.transaction((writes) => writes.signIn.clearTries(subject.account, subject.subject))
  return 'right'
}

export function maySend({ place, visit, holder }: Asking): Promise<boolean> {
  return beginTry(place.world.store, { account: holder.account, subject: `send/${holder.uin}` }, sendRule, visit.nowMs)
}
