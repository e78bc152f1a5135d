// Pages on the way to and from an identity provider.
import { type Html, html } from '../html.ts'
import type { Word } from '../text.ts'
import type { Visit } from '../visit.ts'
import { form, page } from './layout.ts'

/** Goes on by itself, and by a link where that is not wanted. */
export function goPage(visit: Visit, location: string, title: Word = 'ssoTitle', link: Word = 'ssoGo'): Html {
  const { text } = visit
  return page(visit, {
    title: text(title),
    body: html`<meta http-equiv="refresh" content="0;url=${location}">
<p><a id="go" href="${location}">${text(link)}</a></p>`,
  })
}

/** The same by a form, which brings the provider our request and nothing of the browser's session. */
export function postPage(
  visit: Visit,
  { location, request }: { readonly location: string; readonly request: string },
): Html {
  const { text } = visit
  return page(visit, {
    title: text('ssoTitle'),
    script: '/signin/go.js',
    body: html`<form method="post" action="${location}" id="go">
<input type="hidden" name="SAMLRequest" value="${request}">
<button type="submit">${text('ssoGo')}</button>
</form>`,
  })
}

export const goScript = `'use strict'
document.getElementById('go').submit()
`

/** Asks whoever did not begin here whether they meant to. */
export function confirmPage(
  visit: Visit,
  { token, ticket, name }: { readonly token: string; readonly ticket: string; readonly name: string },
): Html {
  const { text } = visit
  return page(visit, {
    title: text('ssoTitle'),
    body: html`<p>${text('ssoConfirm')}</p><p id="principal">${name}</p>
${form({
  action: '/signin/arrive',
  token,
  fields: html`<input type="hidden" name="ticket" value="${ticket}">`,
  button: text('continue'),
})}
<p><a href="/signin/">${text('back')}</a></p>`,
  })
}

export interface RoleChoice {
  readonly token: string
  readonly account: number
  readonly provider: string
  /** The provider's own words, which the browser has anyway. */
  readonly message: string
  readonly next: string
  readonly roles: readonly string[]
}

export function roleChoicePage(visit: Visit, { token, roles, message, ...given }: RoleChoice): Html {
  const { text } = visit
  const hidden = Object.entries({ ...given, SAMLResponse: message }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const options = roles.map(
    (role, index) =>
      html`<label><input type="radio" name="role" value="${role}" required${index === 0 && html` checked`}> ${role}</label>`,
  )
  return page(visit, {
    title: text('ssoRole'),
    body: html`<p>${text('ssoRoleWhy')} ${given.account}</p>
${form({ action: '/signin/saml/role-choice', token, fields: [hidden, html`<fieldset>${options}</fieldset>`], button: text('continue') })}`,
  })
}

/** Where a provider answers behind a `#`, which browsers tell to no server: a script of ours sends it on. */
export function fragmentPage(visit: Visit): Html {
  const { text } = visit
  return page(visit, {
    title: text('ssoTitle'),
    script: '/signin/fragment.js',
    body: html`<form method="post" action="/signin/oidc/callback" id="answer">
<input type="hidden" name="id_token" value=""><input type="hidden" name="state" value="">
<button type="submit">${text('continue')}</button>
</form>`,
  })
}

export const fragmentScript = `'use strict'
const answer = new URLSearchParams(location.hash.slice(1))
const form = document.getElementById('answer')
for (const name of ['id_token', 'state']) form.elements.namedItem(name).value = answer.get(name) || ''
if (answer.has('error')) {
  const error = form.appendChild(document.createElement('input'))
  Object.assign(error, { type: 'hidden', name: 'error', value: answer.get('error') })
}
history.replaceState(null, '', location.pathname)
form.submit()
`
