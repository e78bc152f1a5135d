// The cookies of signing in. Ids are 256 random bits; the browser sends them back on every request of ours and on links
// from elsewhere, never with a form posted from another site, and no script reads them.
import type { Random } from '../kernel/random.ts'

export interface CookieNames {
  readonly session: string
  readonly visit: string
  readonly language: string
}

/** Under HTTPS the names are such that no other host and no plain HTTP can set them. */
export function cookieNames(secure: boolean): CookieNames {
  const prefix = secure ? '__Host-' : ''
  return { session: `${prefix}opencam_session`, visit: `${prefix}opencam_visit`, language: 'opencam_language' }
}

const idBytes = 32

export const newId = (random: Random): string => Buffer.from(random.bytes(idBytes)).toString('base64url')

const idPattern = /^[\w-]{43}$/
export const isId = (text: string | undefined): text is string => text !== undefined && idPattern.test(text)

/** A session's id with the account that it belongs to: the store is asked by account first. */
export function sessionCookie(account: number, id: string): string {
  return `${account}.${id}`
}

export function readSessionCookie(
  text: string | undefined,
): { readonly account: number; readonly id: string } | undefined {
  const [, account, id] = /^([1-9]\d{0,15})\.([\w-]{43})$/.exec(text ?? '') ?? []
  return account === undefined || id === undefined ? undefined : { account: Number(account), id }
}

/** Gone with the browser: the server ends sessions by itself. */
export function setCookie(name: string, value: string, secure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

export function dropCookie(name: string, secure: boolean): string {
  return `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure ? '; Secure' : ''}`
}
