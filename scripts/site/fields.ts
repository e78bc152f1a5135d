// Parameters, results and members of types as tables whose types lead to their pages. Pure.
import type { FieldDescription, Limits } from '../describe.ts'
import { basic, nullText, rangeText } from '../documents/actions.ts'
import { html, type Markup, prose, tableOf } from './html.ts'
import { addressFrom, typePath } from './page.ts'

/** A table of what is sent (`sent`) or answered, for the page at `page`. */
export function fieldsTable(page: string, fields: readonly FieldDescription[], sent: boolean): Markup {
  return tableOf(
    ['Name', 'Type', ...(sent ? ['Required', 'Default'] : ['Null']), 'What it is'],
    fields.map((field) => [
      html`<code>${field.name}</code>`,
      typeOf(page, field),
      ...(sent ? [field.required ? 'yes' : 'no', defaultOf(field)] : [nullText(field)]),
      aboutOf(field),
    ]),
  )
}

function typeOf(page: string, { type, list }: FieldDescription): Markup {
  const name = basic.has(type) ? type : html`<a href="${addressFrom(page, typePath(type))}">${type}</a>`
  return list ? html`list of ${name}` : html`${name}`
}

function defaultOf({ default: given }: FieldDescription): Markup | undefined {
  return given === undefined ? undefined : html`<code>${JSON.stringify(given)}</code>`
}

function aboutOf({ about, newer, secret, type, limits, entries }: FieldDescription): Markup {
  return html`${newer ? html`<span class="mark">newer</span> ` : undefined}${secret ? html`<span class="mark">secret</span> ` : undefined}${prose(about)}${limits === undefined ? undefined : limitsOf(limits, type)}${
    entries === undefined ? undefined : html` ${rangeText(entries)} entries.`
  }`
}

function limitsOf({ min, max, maxBytes, oneOf, pattern }: Limits, type: string): Markup {
  const unit = type === 'Integer' ? '' : ' characters'
  return html`${min === undefined && max === undefined ? undefined : ` ${rangeText({ min, max })}${unit}.`}${
    maxBytes === undefined ? undefined : ` At most ${maxBytes} bytes.`
  }${oneOf === undefined ? undefined : html` One of ${oneOf.map((one, at) => html`${at === 0 ? '' : ', '}<code>${one}</code>`)}.`}${
    pattern === undefined ? undefined : html` Pattern <code>${pattern}</code>.`
  }`
}
