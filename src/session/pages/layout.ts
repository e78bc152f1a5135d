// The frame of every page: language, style, and forms that carry the page's token. Works without any script.
import { type Html, html, type Part } from '../html.ts'
import type { Word } from '../text.ts'
import type { Visit } from '../visit.ts'

export interface PageParts {
  readonly title: string
  readonly body: Part
  /** A script of ours that the page needs. */
  readonly script?: string
}

export function page({ language, text }: Visit, { title, body, script }: PageParts): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – OpenCAM</title>
<link rel="stylesheet" href="/signin/style.css">
${script !== undefined && html`<script src="${script}" defer></script>`}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
<footer><a href="/signin/language?to=${language === 'zh-CN' ? 'en-US' : 'zh-CN'}">${text('language')}</a></footer>
</body>
</html>
`
}

export interface FormParts {
  readonly action: string
  readonly token: string
  readonly fields?: Part
  readonly button: string
  /** For forms beside the main one of a page. */
  readonly quiet?: boolean
}

export function form({ action, token, fields, button, quiet }: FormParts): Html {
  return html`<form method="post" action="${action}"${quiet === true && html` class="quiet"`}>
<input type="hidden" name="token" value="${token}">
${fields}
<button type="submit">${button}</button>
</form>`
}

export interface FieldParts {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password' | 'email'
  readonly value?: string | undefined
  readonly autocomplete: string
  readonly focus?: boolean
  readonly digits?: boolean
}

/** A labelled input that must be filled in. */
export function field({ name, label, type = 'text', value, autocomplete, focus, digits }: FieldParts): Html {
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required${
    value !== undefined && html` value="${value}"`
  }${focus === true && html` autofocus`}${digits === true && html` inputmode="numeric"`}>`
}

/** Said before the form, and read out by screen readers. */
export function alert(message: string | undefined): Part {
  return message !== undefined && html`<p class="alert" role="alert">${message}</p>`
}

/** A page that says one thing. */
export function messagePage(visit: Visit, word: Word, back = '/signin/'): Html {
  const { text } = visit
  return page(visit, {
    title: text('signIn'),
    body: html`${alert(text(word))}<p><a href="${back}">${text('back')}</a></p>`,
  })
}
