// The page where a role is chosen: one of the own account that fits, or any by its account and name.
import { type Html, html, type Part } from '../html.ts'
import type { Visit } from '../visit.ts'
import { alert, field, form, page } from './layout.ts'

export interface RolePage {
  readonly token: string
  /** What was typed, or the own account. */
  readonly account: string
  readonly role?: string
  /** The own account, and names of roles of it. */
  readonly own: number
  readonly offered: readonly string[]
  readonly problem?: string
}

export function rolePage(visit: Visit, given: RolePage): Html {
  const { text } = visit
  const { token, account, role, offered, problem } = given
  return page(visit, {
    title: text('roleTitle'),
    body: html`<p><a href="/console/">${text('back')}</a></p>
${alert(problem)}
${offered.length > 0 && offeredForm(visit, given)}
${offered.length > 0 && html`<h2>${text('roleOther')}</h2>`}
${form({
  action: '/session/role',
  token,
  fields: [
    field({ name: 'account', label: text('account'), value: account.slice(0, 255), autocomplete: 'off' }),
    field({
      name: 'role',
      label: text('roleName'),
      value: role?.slice(0, 255),
      autocomplete: 'off',
      focus: offered.length === 0,
    }),
  ],
  button: text('continue'),
})}`,
  })
}

/** By a button each: there is nothing else to fill in. */
function offeredForm({ text }: Visit, { token, own, offered }: RolePage): Part {
  return html`<h2>${text('roleOwn')}</h2>
<form method="post" action="/session/role" class="quiet">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="account" value="${own}">
${offered.map((name) => html`<button type="submit" name="role" value="${name}">${name}</button>`)}
</form>`
}
