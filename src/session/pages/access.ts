// Pages of asking to be let in from an address, and of letting in.
import { type Html, html } from '../html.ts'
import type { Visit } from '../visit.ts'
import { alert, form, page } from './layout.ts'

export function accessPage(visit: Visit, token: string, wish: string): Html {
  const { text } = visit
  return page(visit, {
    title: text('signIn'),
    body: html`${alert(text('placeRefused'))}
${form({
  action: '/signin/access-request',
  token,
  fields: html`<input type="hidden" name="wish" value="${wish}">`,
  button: text('accessAsk'),
})}`,
  })
}

interface Request {
  readonly uin: number
  readonly address: string
  readonly name: string
}

export function approvalsPage(visit: Visit, token: string, requests: readonly Request[]): Html {
  const { text } = visit
  const rows = requests.map(
    ({ uin, address, name }) =>
      html`<li>${name} (${uin}), ${address} ${form({
        action: '/session/approvals',
        token,
        fields: html`<input type="hidden" name="uin" value="${uin}"><input type="hidden" name="address" value="${address}">`,
        button: text('accessGrant'),
        quiet: true,
      })}</li>`,
  )
  return page(visit, {
    title: text('accessTitle'),
    body: html`<p><a href="/console/">${text('back')}</a></p>
${requests.length === 0 ? html`<p>${text('secNone')}</p>` : html`<ul>${rows}</ul>`}`,
  })
}
