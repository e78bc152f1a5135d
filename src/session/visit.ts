// One request of a browser, read and not yet believed: fields, cookies, language, and whether it can be held to come from a
// page of ours.
import type { Language } from '../protocol/call.ts'
import type { HttpRequest } from '../protocol/request.ts'
import { type CookieNames, cookieNames } from './cookies.ts'
import { type Fields, noFields, readCookies, readForm } from './form.ts'
import type { SignInSettings } from './settings.ts'
import { browserLanguage, type Text, textIn } from './text.ts'

export interface Visit {
  readonly method: 'GET' | 'POST' | 'other'
  readonly path: string
  readonly nowMs: number
  readonly query: Fields
  /** Of a form, or of a JSON object's texts. Empty unless it is a POST. */
  readonly form: Fields
  readonly cookies: Fields
  readonly names: CookieNames
  readonly language: Language
  readonly text: Text
  readonly address: string
  readonly tls: boolean
  /** Whether cookies are kept to HTTPS. */
  readonly secure: boolean
  /** The origin of ours that the page was on; `undefined`: none, or not said. */
  readonly origin: string | undefined
  /** What stands in the path where its row leaves room. */
  readonly params: ReadonlyMap<string, string>
  /** Sent by a script of ours beside a JSON body. */
  readonly tokenHeader: string | undefined
}

export function readVisit(
  request: HttpRequest,
  settings: SignInSettings,
  language: Language,
  nowMs: number,
): Omit<Visit, 'params'> {
  const origins = settings.origins()
  const secure = origins[0]?.startsWith('https:') === true
  const cookies = readCookies(request.header('cookie'))
  const names = cookieNames(secure)
  const chosen = browserLanguage(cookies.get(names.language), request.header('accept-language'), language)
  const { method } = request
  const origin = request.header('origin')
  return {
    method: method === 'GET' || method === 'HEAD' ? 'GET' : method === 'POST' ? 'POST' : 'other',
    path: request.path,
    nowMs,
    query: readForm(request.rawQuery),
    form: method === 'POST' ? readBody(request) : noFields,
    cookies,
    names,
    language: chosen,
    text: textIn(chosen),
    address: request.from.address,
    tls: request.from.tls,
    secure,
    origin: origins.find((one) => one === origin),
    tokenHeader: request.header('x-csrf-token'),
  }
}

function readBody(request: HttpRequest): Fields {
  const type = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const text = Buffer.from(request.body).toString('utf8')
  if (type === 'application/x-www-form-urlencoded') return readForm(text)
  if (type === 'application/json') return readTexts(text)
  return noFields
}

/** The members of a JSON object that are texts; a member that is an object stays JSON text. */
function readTexts(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return noFields
    const members = new Map(Object.entries(value))
    return {
      get(name) {
        const member: unknown = members.get(name)
        if (typeof member === 'string') return member
        return typeof member === 'object' && member !== null ? JSON.stringify(member) : undefined
      },
    }
  } catch {
    return noFields
  }
}
