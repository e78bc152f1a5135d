// The page where signing in begins: for sub-users, or for root accounts.
import { type Html, html } from '../html.ts'
import type { Visit } from '../visit.ts'
import { alert, field, form, page } from './layout.ts'

export interface SignInPage {
  readonly token: string
  readonly as: 'root' | 'user'
  readonly next: string
  readonly account?: string | undefined
  readonly name?: string | undefined
  readonly problem?: string | undefined
  readonly note?: string | undefined
}

/** Asks for the account number only: who signs in is the provider's to say. */
function ssoForm({ text }: Visit, next: string): Html {
  return html`<form method="get" action="/signin/sso" class="quiet">
<h2>${text('ssoStart')}</h2>
<input type="hidden" name="next" value="${next}">
<label for="sso-account">${text('ssoAccount')}</label>
<input id="sso-account" name="account" type="text" inputmode="numeric" autocomplete="organization" required>
<button type="submit">${text('continue')}</button>
</form>`
}

export function signInPage(visit: Visit, { token, as, next, account, name, problem, note }: SignInPage): Html {
  const { text } = visit
  const root = as === 'root'
  const fields = html`<input type="hidden" name="as" value="${as}">
<input type="hidden" name="next" value="${next}">
${field({
  name: 'account',
  label: text(root ? 'accountOrMail' : 'account'),
  value: account,
  autocomplete: root ? 'username' : 'organization',
  focus: account === undefined,
})}
${!root && field({ name: 'name', label: text('userName'), value: name, autocomplete: 'username' })}
${field({ name: 'password', label: text('password'), type: 'password', autocomplete: 'current-password', focus: account !== undefined })}`
  const query = next === '/console/' ? '' : `&next=${encodeURIComponent(next)}`
  return page(visit, {
    title: text(root ? 'signInRoot' : 'signInUser'),
    body: html`${alert(problem)}
${note !== undefined && html`<p class="note" role="status">${note}</p>`}
${form({ action: '/signin/password', token, fields, button: text('signIn') })}
${!root && ssoForm(visit, next)}
<p><a href="/signin/?as=${root ? 'user' : 'root'}${query}">${text(root ? 'signInUser' : 'signInRoot')}</a></p>`,
  })
}
