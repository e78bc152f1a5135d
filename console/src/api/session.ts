// The browser's session: who is signed in, and temporary keys of it, renewed before they expire. The session itself is a
// cookie that no script can read; the keys live in this module's memory and nowhere else.
import { Fault, noAnswer, roleRefused } from './fault.ts'
import type { Keys } from './sign.ts'

export interface Session {
  readonly account: number
  readonly uin: number
  readonly name: string
  readonly kind: 'root' | 'user' | 'role'
  readonly role: { readonly account: number; readonly roleId: string; readonly name: string } | null
  readonly secondFactor: boolean
  readonly expires: string
  /** Sent along with what only our pages may ask. */
  readonly token: string
}

interface Issued {
  readonly Credentials: { readonly TmpSecretId: string; readonly TmpSecretKey: string; readonly Token: string }
  /** Unix seconds. */
  readonly ExpiredTime: number
}

/** Keys are not used for the last of their time: a call may wait on its way. */
const spareMs = 60_000

let session: Promise<Session> | undefined
let keys: Promise<{ readonly keys: Keys; readonly untilMs: number }> | undefined
/** Server's time less the browser's: the browser's clock may be wrong by more than a signature may be old. */
let aheadMs = 0

export const serverNowMs = (): number => Date.now() + aheadMs

/** Who is signed in; asked once, then remembered. Whoever is not is led to the sign-in. */
export function currentSession(): Promise<Session> {
  session ??= readSession()
  return session
}

/** Keys that are good for another minute at least. */
export async function currentKeys(): Promise<Keys> {
  keys ??= readKeys()
  const asked = keys
  /** Several calls may have waited for the same keys; only the first that finds them unfit asks for others. */
  const forget = (): void => {
    if (keys === asked) keys = undefined
  }
  try {
    const held = await asked
    if (held.untilMs - spareMs > serverNowMs()) return held.keys
  } catch (error) {
    forget()
    throw error
  }
  forget()
  return currentKeys()
}

/** Keys that a call was refused with are not used again. */
export function dropKeys(): void {
  keys = undefined
}

/** The session is asked about anew, and with it what time it is. */
export function dropSession(): void {
  session = undefined
  keys = undefined
}

async function readSession(): Promise<Session> {
  const answer = await ask('/session/')
  const read: Session & { readonly now: string } = await answer.json()
  aheadMs = Date.parse(read.now) - Date.now()
  return read
}

async function readKeys(again = true): Promise<{ readonly keys: Keys; readonly untilMs: number }> {
  const { token } = await currentSession()
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': token }
  const answer = await ask('/session/keys', { method: 'POST', headers, body: '{}' })
  if (answer.status === 403) {
    const { error } = await answer.json()
    if (error === 'role-refused') throw new Fault('', roleRefused, '')
    // Another page of this browser has begun a new session, by showing a second factor for one.
    if (!again) return signInAgain()
    session = undefined
    return readKeys(false)
  }
  const { Credentials, ExpiredTime }: Issued = await answer.json()
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token } = Credentials
  return { keys: { secretId, secretKey, token: Token }, untilMs: ExpiredTime * 1000 }
}

async function ask(path: string, request: RequestInit = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, { ...request, cache: 'no-store', redirect: 'error' })
  } catch (error) {
    throw new Fault('', noAnswer, '', '', { cause: error })
  }
  if (answer.status === 401) return signInAgain()
  if (!answer.ok && answer.status !== 403) throw new Fault('', noAnswer, `HTTP ${answer.status}`)
  return answer
}

/** Leaves for the sign-in page, which leads back here. Never comes back. */
function signInAgain(): Promise<never> {
  const { pathname, search } = window.location
  window.location.assign(`/signin/?next=${encodeURIComponent(pathname + search)}`)
  return new Promise(() => {})
}
