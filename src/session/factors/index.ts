// The second factors there are, by kind, and which of them a sign-in wants.
import { freshFlags } from '../../actions/mfa/types.ts'
import { unusualChecked } from '../address-rules.ts'
import type { Who } from '../browser.ts'
import type { Place } from '../route.ts'
import { isUnusual } from '../unusual.ts'
import type { Visit } from '../visit.ts'
import { custom } from './custom.ts'
import { type Factor, type FactorKind, type Holder, holderOf, ownKinds, switchedOn } from './factor.ts'
import { hardToken } from './hard-token.ts'
import { passkey, u2fToken } from './passkey.ts'
import { mailCode, phoneCode } from './sent-code.ts'
import { softToken } from './soft-token.ts'

const factors: Readonly<Record<FactorKind, Factor>> = {
  Stoken: softToken,
  Token: hardToken,
  Phone: phoneCode,
  Mail: mailCode,
  U2FToken: u2fToken,
  Passkey: passkey,
  Custom: custom,
}

export const factorOf = (kind: FactorKind): Factor => factors[kind]

/** Those of the kinds that can be asked of somebody now. */
export async function readyOf(
  place: Place,
  holder: Holder,
  kinds: readonly FactorKind[],
): Promise<readonly FactorKind[]> {
  const ready: FactorKind[] = []
  for (const kind of kinds) if (await factors[kind].ready(place, holder)) ready.push(kind)
  return ready
}

export type Wanted =
  | { readonly kind: 'none' }
  /** Any one of them. */
  | { readonly kind: 'some'; readonly factors: readonly FactorKind[] }
  /** One is wanted, and none can be shown: nobody is let in for lack of it. */
  | { readonly kind: 'impossible' }

/** Which second factors a sign-in wants: those switched on, or any where the place is unusual and that is looked at. */
export async function wantedFactors(place: Place, visit: Visit, who: Who): Promise<Wanted> {
  const holder = holderOf(who)
  if (holder === undefined) return { kind: 'none' }
  const { read } = place.world.store
  const { account, uin } = holder
  const flags = (await read.users.mfaFlags(account, uin)) ?? freshFlags
  const anySwitch = Object.values(flags.login).includes(1)
  const checked = flags.offsite['VerifyFlag'] === 1 || (await checkedForAll(place, who))
  const unusual = await isUnusual(read.signIn, visit, holder)
  if (!anySwitch && !(checked && unusual)) return { kind: 'none' }
  const on = switchedOn(flags.login)
  const ready = await readyOf(place, holder, anySwitch ? on : ownKinds)
  if (ready.length > 0) return { kind: 'some', factors: ready }
  // Bound on the way in, as documented; never beside another factor, or whoever lacks that one would bind this one.
  return on.includes('Stoken') ? { kind: 'some', factors: ['Stoken'] } : { kind: 'impossible' }
}

async function checkedForAll({ world }: Place, who: Who): Promise<boolean> {
  if (who.kind !== 'user') return false
  return unusualChecked(await world.store.read.settings.loginIpPolicies(who.user.account))
}
