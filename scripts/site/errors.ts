// One page of every error code, each with an anchor and the actions that answer it. Pure.
import type { ErrorRow } from '../../src/protocol/errors.ts'
import type { ApiDescription } from '../describe.ts'
import { anchorOf } from './actions.ts'
import { html, type Markup, prose } from './html.ts'
import { actionPath, addressFrom, errorsPath, type Page } from './page.ts'

/** Every code; the anchors of both parts are those of docs/errors.md, which this page stands for. */
export function errorsPage({ actions }: ApiDescription, errors: Readonly<Record<string, ErrorRow>>): Page {
  const rows = Object.entries(errors).sort(([a], [b]) => (a < b ? -1 : 1))
  const entries = (kind: ErrorRow['kind']): readonly Markup[] =>
    rows.filter(([, row]) => row.kind === kind).map(([code, row]) => entry(code, row, actions))
  return {
    path: errorsPath,
    title: 'Errors',
    about: `All ${rows.length} error codes: what each means and which actions answer it.`,
    part: 'Reference',
    headings: rows.map(([code]) => ({ id: anchorOf(code), text: code })),
    words: '',
    body: html`<h1>Errors</h1>
<p>An error is answered with HTTP status 200 in the envelope of every answer. Programs decide by <code>Code</code>; <code>Message</code> is for people, in English or, with
<code>X-TC-Language: zh-CN</code>, in Chinese. Holes like <code>{name}</code> are filled for the call. Of two faults, the one that is checked first is answered: transport and size, common parameters, version
and action, key, time, signature, token, rate, parameters, authorisation, the action itself.</p>
<h2 id="common-codes">Common codes</h2>
<p>Those that are sent can be the answer to any action, whatever its own list says.</p>
${entries('common')}
<h2 id="codes-of-the-actions">Codes of the actions</h2>
${entries('service')}`,
  }
}

function entry(code: string, row: ErrorRow, actions: ApiDescription['actions']): Markup {
  const { kind, meaning, en, zh, trigger, never } = row
  const answering = actions.filter((action) => action.errors.includes(code))
  const when = never === undefined ? trigger : `Never sent, ${never}.`
  return html`<section class="entry"><h3 id="${anchorOf(code)}"><code>${code}</code></h3>
<p>${prose(meaning)}${when === undefined ? undefined : html` ${prose(when)}`}</p>
<p class="said">${en}<br><span lang="zh-CN">${zh}</span></p>
${
  kind === 'common'
    ? undefined
    : html`<p>Answered by ${answering.map(({ product, name }, at) => html`${at === 0 ? '' : ', '}<a href="${addressFrom(errorsPath, actionPath(product, name))}">${name}</a>`)}.</p>
`
}</section>
`
}
