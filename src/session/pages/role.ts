// The page where a role is chosen, in the own account or another.
import { type Html, html } from '../html.ts'
import type { Visit } from '../visit.ts'
import { alert, field, form, page } from './layout.ts'

export interface RolePage {
  readonly token: string
  readonly account: string
  readonly role?: string
  readonly problem?: string
}

export function rolePage(visit: Visit, { token, account, role, problem }: RolePage): Html {
  const { text } = visit
  return page(visit, {
    title: text('roleTitle'),
    body: html`<p><a href="/console/">${text('back')}</a></p>
${alert(problem)}
${form({
  action: '/session/role',
  token,
  fields: [
    field({ name: 'account', label: text('account'), value: account.slice(0, 255), autocomplete: 'off' }),
    field({ name: 'role', label: text('roleName'), value: role?.slice(0, 255), autocomplete: 'off', focus: true }),
  ],
  button: text('continue'),
})}`,
  })
}
