// The page where a password is changed that must not stay.
import { type Html, html } from '../html.ts'
import type { Visit } from '../visit.ts'
import { alert, field, form, page } from './layout.ts'

export function newPasswordPage(visit: Visit, token: string, problem?: string): Html {
  const { text } = visit
  const again = { type: 'password', autocomplete: 'new-password' } as const
  return page(visit, {
    title: text('changeTitle'),
    body: html`<p>${text('changeWhy')}</p>
${alert(problem)}
${form({
  action: '/signin/new-password',
  token,
  fields: [
    field({ name: 'password', label: text('newPassword'), focus: true, ...again }),
    field({ name: 'again', label: text('newPasswordAgain'), ...again }),
  ],
  button: text('continue'),
})}`,
  })
}
