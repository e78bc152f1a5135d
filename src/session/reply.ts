// What goes back to a browser, always with the headers that keep pages from being framed, sniffed, kept or made to run
// foreign code.
import type { Reply } from '../protocol/door.ts'
import type { Html } from './html.ts'

export interface ReplyOptions {
  readonly status?: number
  /** Whole `Set-Cookie` values. */
  readonly cookies?: readonly string[]
  /** Origins beside our own that a form of the page may lead to. */
  readonly formAction?: readonly string[]
}

function policy(formAction: readonly string[]): string {
  const forms = ["'self'", ...formAction].join(' ')
  const own = "style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
  return `default-src 'none'; ${own}; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'`
}

function reply(type: string, body: string, { status = 200, cookies = [], formAction = [] }: ReplyOptions): Reply {
  return {
    status,
    headers: [
      ...['Content-Type', type],
      ...['Content-Length', String(Buffer.byteLength(body))],
      ...['Cache-Control', 'no-store'],
      ...['Content-Security-Policy', policy(formAction)],
      ...['X-Content-Type-Options', 'nosniff'],
      ...['X-Frame-Options', 'DENY'],
      // Not `no-referrer`: a form would then be posted with `Origin: null`.
      ...['Referrer-Policy', 'same-origin'],
      ...['Cross-Origin-Opener-Policy', 'same-origin'],
      ...['Cross-Origin-Resource-Policy', 'same-origin'],
      ...cookies.flatMap((cookie) => ['Set-Cookie', cookie]),
    ],
    body,
  }
}

export function pageReply(page: Html, options: ReplyOptions = {}): Reply {
  return reply('text/html; charset=utf-8', page.text, options)
}

/** A page that was made whole elsewhere. */
export function documentReply(text: string): Reply {
  return reply('text/html; charset=utf-8', text, {})
}

export function jsonReply(value: object, options: ReplyOptions = {}): Reply {
  return reply('application/json', JSON.stringify(value), options)
}

/** To a path of ours, or to an address that the caller vouches for; always as a GET. */
export function goTo(location: string, options: ReplyOptions = {}): Reply {
  const { headers, ...rest } = reply('text/plain', '', { ...options, status: 303 })
  return { ...rest, headers: [...headers, 'Location', location] }
}

/** A file of ours that never changes while the server runs. */
export function fileReply(type: string, text: string): Reply {
  return reply(type, text, {})
}
