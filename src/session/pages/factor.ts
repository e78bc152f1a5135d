// The page where a second factor is shown: every one that may be, each with what it needs. Only security keys need a script.
import type { FactorKind } from '../factors/factor.ts'
import { type Html, html, type Part } from '../html.ts'
import type { Text, Word } from '../text.ts'
import type { Visit } from '../visit.ts'
import { alert, field, form, page } from './layout.ts'

export interface FactorPage {
  readonly token: string
  /** `/signin/factor`, or `/session/verify` for somebody who is in already. */
  readonly path: string
  readonly kinds: readonly FactorKind[]
  /** The key of a software token that is being bound here. */
  readonly binding?: string | undefined
  readonly problem?: string | undefined
  readonly note?: string | undefined
  /** Goes along with every form. */
  readonly next?: string | undefined
}

const titles: Readonly<Record<FactorKind, Word>> = {
  Stoken: 'factorSoft',
  Token: 'factorToken',
  Phone: 'factorPhone',
  Mail: 'factorMail',
  U2FToken: 'factorU2f',
  Passkey: 'factorPasskey',
  Custom: 'factorCustom',
}

export const titleOf = (text: Text, kind: FactorKind): string => text(titles[kind])

export function factorPage(visit: Visit, given: FactorPage): Html {
  const { text } = visit
  const { kinds, problem, note } = given
  return page(visit, {
    title: text('factorTitle'),
    script: '/signin/webauthn.js',
    body: html`${alert(problem)}
${note !== undefined && html`<p class="note" role="status">${note}</p>`}
${kinds.map((kind) => html`<section aria-labelledby="title-${kind}"><h2 id="title-${kind}">${titleOf(text, kind)}</h2>${ways(visit, given, kind)}</section>`)}`,
  })
}

function ways(visit: Visit, given: FactorPage, kind: FactorKind): Part {
  switch (kind) {
    case 'Stoken':
      return [
        given.binding !== undefined && bindingParts(visit, given.path, given.binding),
        codeForm(visit, given, kind),
      ]
    case 'Token':
      return codeForm(visit, given, kind)
    case 'Phone':
    case 'Mail':
      return [sendForm(visit, given, kind, 'factorSend'), codeForm(visit, given, kind)]
    case 'Custom':
      return [
        html`<p>${visit.text('factorCustomWhy')}</p>`,
        sendForm(visit, given, kind, 'factorCustomGo'),
        plainForm(visit, given, kind, 'factorCustomDone'),
      ]
    case 'U2FToken':
    case 'Passkey':
      return passkeyForm(visit, given, kind)
  }
}

const along = (kind: FactorKind, next: string | undefined): Part =>
  html`<input type="hidden" name="kind" value="${kind}">${
    next !== undefined && html`<input type="hidden" name="next" value="${next}">`
  }`

/** The key and its QR code, for an app. */
export function bindingParts({ text }: Visit, path: string, secret: string): Html {
  return html`<p>${text('factorBind')}</p>
<p><img class="qr" src="${path}/qr.svg" alt="${text('factorBind')}"></p>
<dl><dt>${text('factorKey')}</dt><dd><code id="soft-token-key">${secret}</code></dd></dl>`
}

function codeForm({ text }: Visit, { path, token, next }: FactorPage, kind: FactorKind): Html {
  const input = html`<label for="code-${kind}">${text('factorCode')}</label>
<input id="code-${kind}" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required>`
  return form({ action: path, token, fields: [along(kind, next), input], button: text('continue') })
}

function sendForm({ text }: Visit, { path, token, next }: FactorPage, kind: FactorKind, button: Word): Html {
  return form({ action: `${path}/send`, token, fields: along(kind, next), button: text(button), quiet: true })
}

function plainForm({ text }: Visit, { path, token, next }: FactorPage, kind: FactorKind, button: Word): Html {
  return form({ action: path, token, fields: along(kind, next), button: text(button) })
}

function passkeyForm({ text }: Visit, { path, token, next }: FactorPage, kind: FactorKind): Html {
  return html`<form method="post" action="${path}" data-passkey="get" data-options="${path}/passkey">
<input type="hidden" name="token" value="${token}">
${along(kind, next)}
<input type="hidden" name="response" value="">
<button type="submit">${text('factorUse')}</button>
</form>`
}

/** A field of its own, for a code that is asked outside of this page. */
export const codeField = ({ text }: Visit): Html =>
  field({ name: 'code', label: text('factorCode'), autocomplete: 'one-time-code', digits: true })
