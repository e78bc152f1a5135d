// The page of one's own protection: what is bound, what is asked, and how to change it.

import { wireTime } from '../../kernel/time.ts'
import type { ConsoleSessionRow, HardTokenRow, MfaFlags, PasskeyRow } from '../../store/store.ts'
import type { Who } from '../browser.ts'
import { type FactorKind, factorKinds } from '../factors/factor.ts'
import { type Html, html, type Part } from '../html.ts'
import type { Visit } from '../visit.ts'
import { bindingParts, codeField, titleOf } from './factor.ts'
import { alert, field, form, page } from './layout.ts'

export interface SecurityPage {
  readonly token: string
  readonly who: Who
  readonly softToken: boolean
  readonly passkeys: readonly PasskeyRow[]
  readonly hardTokens: readonly HardTokenRow[]
  readonly flags: MfaFlags
  /** Those that can be asked for now. */
  readonly ready: readonly FactorKind[]
  readonly others: readonly ConsoleSessionRow[]
  readonly canMail: boolean
  readonly canPhone: boolean
  /** A second factor is wanted before any change. */
  readonly confirmFirst: boolean
  readonly problem?: string | undefined
  readonly note?: string | undefined
}

const path = '/session/security'

export function securityPage(visit: Visit, given: SecurityPage): Html {
  const { text } = visit
  const { problem, note } = given
  return page(visit, {
    title: text('secTitle'),
    script: '/signin/webauthn.js',
    body: html`<p><a href="/console/">${text('back')}</a></p>
${alert(problem)}
${note !== undefined && html`<p class="note" role="status">${note}</p>`}
${given.confirmFirst && html`<p class="note"><a href="/session/verify?next=${path}">${text('secConfirm')}</a></p>`}
${softTokenPart(visit, given)}
${passkeyPart(visit, given)}
${given.hardTokens.length > 0 && html`<h2>${text('factorToken')}</h2><p>${given.hardTokens.map(({ serial }) => serial).join(', ')}</p>`}
${contactPart(visit, given, 'email')}
${contactPart(visit, given, 'phone')}
${switchPart(visit, given)}
${passwordPart(visit, given)}
${othersPart(visit, given)}`,
  })
}

export function bindSoftTokenPage(visit: Visit, token: string, secret: string): Html {
  const action = `${path}/soft-token`
  return page(visit, {
    title: visit.text('factorSoft'),
    body: html`${bindingParts(visit, action, secret)}
${form({ action, token, fields: codeField(visit), button: visit.text('secBind') })}`,
  })
}

function softTokenPart({ text }: Visit, { token, softToken }: SecurityPage): Html {
  const way = softToken
    ? form({ action: `${path}/soft-token/unbind`, token, button: text('secDrop'), quiet: true })
    : html`<p><a href="${path}/soft-token">${text('secBind')}</a></p>`
  return html`<h2>${text('factorSoft')}</h2><p>${text(softToken ? 'secBound' : 'secNone')}</p>${way}`
}

function passkeyPart(visit: Visit, { token, passkeys }: SecurityPage): Html {
  const { text } = visit
  const rows = passkeys.map(
    (row) =>
      html`<li>${row.name} (${titleOf(text, row.kind)}) ${form({
        action: `${path}/passkey/remove`,
        token,
        fields: html`<input type="hidden" name="id" value="${row.credentialId}">`,
        button: text('secDrop'),
        quiet: true,
      })}</li>`,
  )
  return html`<h2>${text('secKeys')}</h2>
${passkeys.length === 0 ? html`<p>${text('secNone')}</p>` : html`<ul>${rows}</ul>`}
<form method="post" action="${path}/passkey" data-passkey="create" data-options="${path}/passkey/options">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="response" value="">
<label for="passkey-kind">${text('secKind')}</label>
<select id="passkey-kind" name="kind">
<option value="Passkey">${text('factorPasskey')}</option><option value="U2FToken">${text('factorU2f')}</option>
</select>
${field({ name: 'name', label: text('secName'), autocomplete: 'off' })}
<button type="submit">${text('secAdd')}</button>
</form>`
}

/** Only a sub-user's own: those of a root account are the operator's to set. */
function contactPart(visit: Visit, { who, token, canMail, canPhone }: SecurityPage, what: 'email' | 'phone'): Part {
  if (who.kind !== 'user') return undefined
  const { email, emailVerified, phone, phoneVerified } = who.user
  const { text } = visit
  const title = text(what === 'email' ? 'secEmail' : 'secPhone')
  const [value, verified, can] = what === 'email' ? [email, emailVerified, canMail] : [phone, phoneVerified, canPhone]
  const hidden = html`<input type="hidden" name="what" value="${what}">`
  const ways = [
    form({ action: `${path}/contact/send`, token, fields: hidden, button: text('factorSend'), quiet: true }),
    html`<form method="post" action="${path}/contact" class="quiet">
<input type="hidden" name="token" value="${token}">${hidden}
<label for="code-${what}">${text('factorCode')}</label>
<input id="code-${what}" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required>
<button type="submit">${text('secVerify')}</button>
</form>`,
  ]
  return html`<h2>${title}</h2>
<p>${value === '' ? text('secNone') : value}${verified && value !== '' && html` (${text('secVerified')})`}</p>
${value !== '' && !verified && can && ways}`
}

function switchPart({ text }: Visit, { token, flags, ready }: SecurityPage): Part {
  if (ready.length === 0) return undefined
  const list = (name: 'login' | 'action', title: string) => html`<fieldset><legend>${title}</legend>
${factorKinds
  .filter((kind) => ready.includes(kind))
  .map(
    (kind) =>
      html`<label><input type="checkbox" name="${name}-${kind}" value="1"${
        flags[name][kind] === 1 && html` checked`
      }> ${titleOf(text, kind)}</label>`,
  )}
</fieldset>`
  const fields = [list('login', text('secAskLogin')), list('action', text('secAskAction'))]
  return html`<h2>${text('secAsk')}</h2>${form({ action: `${path}/switches`, token, fields, button: text('secSave') })}`
}

function passwordPart({ text }: Visit, { who, token }: SecurityPage): Part {
  const hash = who.kind === 'user' ? who.user.passwordHash : who.account.passwordHash
  if (hash === undefined) return undefined
  const fields = [
    field({ name: 'old', label: text('oldPassword'), type: 'password', autocomplete: 'current-password' }),
    field({ name: 'password', label: text('newPassword'), type: 'password', autocomplete: 'new-password' }),
    field({ name: 'again', label: text('newPasswordAgain'), type: 'password', autocomplete: 'new-password' }),
  ]
  return html`<h2>${text('secChange')}</h2>${form({ action: `${path}/password`, token, fields, button: text('secChange') })}`
}

function othersPart({ text }: Visit, { token, others }: SecurityPage): Part {
  if (others.length === 0) return undefined
  const rows = others.map(({ address, createdMs }) => html`<li>${address}, ${wireTime(createdMs)}</li>`)
  return html`<h2>${text('secOthers')}</h2><ul>${rows}</ul>
${form({ action: `${path}/end-others`, token, button: text('secEndOthers'), quiet: true })}`
}
