// One's own protection: password, devices, addresses for codes, switches, other sessions. Everything that changes it wants a
// second factor shown lately, or, from somebody who has none, a sign-in made lately.

import { freshFlags } from '../actions/mfa/types.ts'
import { confirmedMs } from '../dispatch/confirm.ts'
import type { Reply } from '../protocol/door.ts'
import { verifyPassword } from '../store/passwords.ts'
import type { MfaFlags, Writes } from '../store/store.ts'
import { bindingTraces, refresh, uinOf } from './admission.ts'
import type { Live } from './browser.ts'
import { askingOf } from './factor-step.ts'
import { type Asking, counted, factorKinds, isFactorKind, ownKinds, switchedOn } from './factors/factor.ts'
import { readyOf } from './factors/index.ts'
import { bindPasskey, offerPasskey } from './factors/passkey.ts'
import { checkCode, deliverMail, deliverPhone, sendCode } from './factors/sent-code.ts'
import { bindingImage, bindOffered, offerBinding } from './factors/soft-token.ts'
import { checkNew, storePassword } from './new-password.ts'
import { messagePage } from './pages/layout.ts'
import { bindSoftTokenPage, securityPage } from './pages/security.ts'
import { fileReply, goTo, jsonReply, pageReply } from './reply.ts'
import type { Place } from './route.ts'
import type { Word } from './text.ts'
import { beginTry } from './tries.ts'
import type { Visit } from './visit.ts'

const path = '/session/security'
const hourMs = 3_600_000

type Change = (place: Place, visit: Visit, live: Live, asking: Asking) => Promise<Reply>

/** A way that changes protection: only lately confirmed, only of somebody who has any. */
function guarded(change: Change): (place: Place, visit: Visit, live: Live) => Promise<Reply> {
  return async (place, visit, live) => {
    const asking = askingOf(place, visit, live)
    if (asking === undefined) return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
    switch (await confirmation(asking, live)) {
      case 'lately':
        return change(place, visit, live, asking)
      case 'by-factor':
        return goTo(`/session/verify?next=${encodeURIComponent(path)}`)
      case 'by-sign-in':
        return pageReply(messagePage(visit, 'signInAgain', '/console/'), { status: 403 })
    }
  }
}

async function confirmation(
  { place, visit, holder }: Asking,
  { row }: Live,
): Promise<'lately' | 'by-factor' | 'by-sign-in'> {
  const lately = (ms: number | undefined): boolean => ms !== undefined && visit.nowMs - ms < confirmedMs
  if (lately(row.verifiedMs)) return 'lately'
  const flags = await place.world.store.read.users.mfaFlags(holder.account, holder.uin)
  const known = [...ownKinds, ...switchedOn(flags?.action)]
  if ((await readyOf(place, holder, known)).length > 0) return 'by-factor'
  return lately(row.createdMs) ? 'lately' : 'by-sign-in'
}

export async function showSecurity(place: Place, visit: Visit, live: Live): Promise<Reply> {
  return shown(place, visit, live)
}

async function shown(
  place: Place,
  visit: Visit,
  live: Live,
  said: { problem?: Word; note?: Word; words?: string } = {},
) {
  const asking = askingOf(place, visit, live)
  if (asking === undefined) return pageReply(messagePage(visit, 'notFound', '/console/'), { status: 404 })
  const { account, uin } = asking.holder
  const { read } = place.world.store
  const page = securityPage(visit, {
    token: live.token,
    who: live.who,
    softToken: (await read.settings.totpDevice(account, uin)) !== undefined,
    passkeys: await read.factors.passkeys(account, uin),
    hardTokens: await read.factors.hardTokensOf(account, uin),
    flags: (await read.users.mfaFlags(account, uin)) ?? freshFlags,
    ready: await readyOf(place, asking.holder, factorKinds),
    others: (await read.consoleSessions.ofUser(account, uin)).filter(({ key }) => key !== live.row.key),
    canMail: place.settings.mail !== undefined,
    canPhone: place.settings.phone !== undefined,
    confirmFirst: (await confirmation(asking, live)) === 'by-factor',
    problem: said.words ?? (said.problem && visit.text(said.problem)),
    note: said.note && visit.text(said.note),
  })
  return pageReply(page, said.problem === undefined && said.words === undefined ? {} : { status: 400 })
}

// ---- software token -----------------------------------------------------------------------------------------------------

export const showBinding = guarded(async (_, visit, live, asking) => {
  return pageReply(bindSoftTokenPage(visit, live.token, await offerBinding(asking)))
})

export const bindToken = guarded(async (place, visit, live, asking) => {
  const traces = bindingTraces(place, visit, live.who, 'BindSoftToken')
  const bound = await bindOffered(asking, visit.form.get('code') ?? '', traces)
  return bound
    ? refresh(place, visit, live, { verifiedMs: visit.nowMs }, path)
    : shown(place, visit, live, { problem: 'factorWrong' })
})

export const tokenImage = guarded(async (_, visit, __, asking) => {
  const image = await bindingImage(asking)
  return image === undefined
    ? pageReply(messagePage(visit, 'notFound', path), { status: 404 })
    : fileReply('image/svg+xml', image)
})

export const unbindToken = guarded(async (place, visit, live, asking) => {
  const { account, uin } = asking.holder
  await changed(place, visit, live, 'UnbindSoftToken', {}, (writes) => writes.settings.unbindTotp(account, uin))
  return goTo(path)
})

// ---- passkeys -----------------------------------------------------------------------------------------------------------

const passkeyKind = (visit: Visit) => (visit.form.get('kind') === 'U2FToken' ? 'U2FToken' : 'Passkey')

export const passkeyOptions = guarded(async (_, visit, __, asking) => {
  const begun = await offerPasskey(asking, passkeyKind(visit))
  return begun.kind === 'options' ? jsonReply(begun.options) : jsonReply({ error: 'not-here' }, { status: 409 })
})

export const addPasskey = guarded(async (place, visit, live, asking) => {
  const name = (visit.form.get('name') ?? '').slice(0, 64)
  const kind = passkeyKind(visit)
  const traces = bindingTraces(place, visit, live.who, 'BindPasskey', { kind, name })
  const bound = await bindPasskey(asking, { kind, name, response: visit.form.get('response') ?? '' }, traces)
  return bound ? goTo(path) : shown(place, visit, live, { problem: 'factorWrong' })
})

export const dropPasskey = guarded(async (place, visit, live, asking) => {
  const { account, uin } = asking.holder
  const id = visit.form.get('id') ?? ''
  await changed(place, visit, live, 'UnbindPasskey', { id }, (writes) => writes.factors.dropPasskey(account, uin, id))
  return goTo(path)
})

// ---- where codes are sent -----------------------------------------------------------------------------------------------

/** An address counts once a code sent to it came back. Root's are the operator's to set. */
export const sendContactCode = guarded(async (place, visit, live, asking) => {
  if (live.who.kind !== 'user') return shown(place, visit, live, { problem: 'factorNotSent' })
  const { email, phone, countryCode } = live.who.user
  const what = contactOf(visit)
  const to = what === 'email' ? email : phone
  const can = what === 'email' ? place.settings.mail : place.settings.phone
  if (to === '' || can === undefined) return shown(place, visit, live, { problem: 'factorNotSent' })
  // Bound to the very address: a code of an older one does not count for a newer.
  const begun = await sendCode(asking, `verify-${what}/${to}`, (_, text) =>
    what === 'email' ? deliverMail(asking, to, text) : deliverPhone(asking, { countryCode, phone: to }, text),
  )
  return shown(place, visit, live, begun.kind === 'sent' ? { note: 'factorSent' } : { problem: 'factorNotSent' })
})

export const verifyContact = guarded(async (place, visit, live, asking) => {
  if (live.who.kind !== 'user') return shown(place, visit, live, { problem: 'factorWrong' })
  const { account, uin, email, phone } = live.who.user
  const what = contactOf(visit)
  const to = what === 'email' ? email : phone
  const verdict = await counted(asking, () => checkCode(asking, `verify-${what}/${to}`, visit.form.get('code') ?? ''))
  if (verdict !== 'right') {
    return shown(place, visit, live, { problem: verdict === 'wrong' ? 'factorWrong' : 'factorLocked' })
  }
  const patch = what === 'email' ? { emailVerified: true } : { phoneVerified: true }
  await changed(place, visit, live, 'VerifyContact', { what }, async (writes) => {
    const now = await writes.users.byUin(account, uin)
    // Changed meanwhile, it is another address than the one that the code came to.
    if ((what === 'email' ? now?.email : now?.phone) === to) await writes.users.update(account, uin, patch)
  })
  return goTo(path)
})

const contactOf = (visit: Visit): 'email' | 'phone' => (visit.form.get('what') === 'email' ? 'email' : 'phone')

// ---- switches, password, sessions ---------------------------------------------------------------------------------------

/** Only what can be shown is switched on; WeChat and what else is set by others stays as it is. */
export const setSwitches = guarded(async (place, visit, live, asking) => {
  const { account, uin } = asking.holder
  const ready = await readyOf(place, asking.holder, factorKinds)
  const flags = (await place.world.store.read.users.mfaFlags(account, uin)) ?? freshFlags
  const chosen = (name: 'login' | 'action'): MfaFlags['login'] => {
    const own = factorKinds.map(
      (kind) => [kind, visit.form.get(`${name}-${kind}`) === '1' && ready.includes(kind) ? 1 : 0] as const,
    )
    // Kinds that fresh answers leave out stay out until they are set.
    const said = own.filter(([kind, on]) => on === 1 || flags[name][kind] !== undefined)
    return { ...flags[name], ...Object.fromEntries(said) }
  }
  const next = { login: chosen('login'), action: chosen('action'), offsite: flags.offsite }
  const told = { login: onOf(next.login), action: onOf(next.action) }
  await changed(place, visit, live, 'SetOwnFactors', told, (writes) => writes.users.setMfaFlags(account, uin, next))
  return goTo(path)
})

const onOf = (flags: MfaFlags['login']): readonly string[] =>
  Object.keys(flags).filter((kind) => isFactorKind(kind) && flags[kind] === 1)

/** The present password is asked for once more: a browser left open is not its owner. */
export const changePassword = guarded(async (place, visit, live) => {
  const { who } = live
  const account = who.account.account
  const hash = who.kind === 'user' ? who.user.passwordHash : who.account.passwordHash
  const rule = { limit: 10, windowMs: hourMs, lockMs: hourMs }
  const subject = { account, subject: `password/${uinOf(who)}` }
  const free = await beginTry(place.world.store, subject, rule, visit.nowMs)
  const right = hash !== undefined && (await verifyPassword(hash, (visit.form.get('old') ?? '').slice(0, 129)))
  if (!free || !right) return shown(place, visit, live, { problem: 'passwordWrong' })
  const checked = await checkNew(place, visit, who, visit.form)
  if (typeof checked === 'object') return shown(place, visit, live, { words: checked.problem })
  const store = storePassword(place, visit, who, checked)
  return refresh(place, visit, live, {}, path, async (writes) => {
    await writes.signIn.clearTries(account, subject.subject)
    await store(writes)
  })
})

export const endOthers = guarded(async (place, visit, live, asking) => {
  const { account, uin } = asking.holder
  await changed(place, visit, live, 'EndOwnSessions', {}, async (writes) => {
    for (const { key } of await writes.consoleSessions.ofUser(account, uin)) {
      if (key !== live.row.key) await writes.consoleSessions.end(account, key)
    }
  })
  return goTo(path)
})

function changed(
  place: Place,
  visit: Visit,
  { who }: Live,
  action: string,
  parameters: object,
  work: (writes: Writes) => Promise<unknown>,
): Promise<void> {
  const traces = bindingTraces(place, visit, who, action, parameters)
  return place.world.store.transaction(async (writes) => {
    await traces(writes)
    await work(writes)
  })
}
