// Where a sign-in ends: who is signed in, and what can be done from here.

import type { Live, Who } from '../browser.ts'
import { type Html, html, type Part } from '../html.ts'
import type { Visit } from '../visit.ts'
import { form, page } from './layout.ts'

export function consolePage(visit: Visit, { row, who, token }: Live, more: Part): Html {
  const { text } = visit
  return page(visit, {
    title: text('console'),
    body: html`<dl>
<dt>${text('principal')}</dt><dd id="principal">${nameOf(who)}</dd>
<dt>${text('account')}</dt><dd id="account">${row.account}</dd>
${row.role !== undefined && html`<dt>${text('role')}</dt><dd id="role">${row.role.name} (${row.role.account})</dd>`}
</dl>
${more}
${form({ action: '/session/end', token, button: text('signOut'), quiet: true })}`,
  })
}

export function nameOf(who: Who): string {
  switch (who.kind) {
    case 'root':
      return who.account.name
    case 'user':
      return who.user.name
    case 'role':
      return who.role.name
  }
}
