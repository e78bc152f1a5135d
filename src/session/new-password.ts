// Changing a password: the one that must not stay, on the way in, or one's own at any time. Every other session of the user
// ends with it.
import { isUsedAgain, passwordProblem, passwordsKept } from '../actions/user/password.ts'
import { recordConsole } from '../audit/console.ts'
import type { Reply } from '../protocol/door.ts'
import { hashPassword } from '../store/passwords.ts'
import type { Writes } from '../store/store.ts'
import { advance, uinOf } from './admission.ts'
import type { Live, Who } from './browser.ts'
import type { Fields } from './form.ts'
import { newPasswordPage } from './pages/new-password.ts'
import { pageReply } from './reply.ts'
import type { Place } from './route.ts'
import type { Visit } from './visit.ts'

export async function showNewPassword(_: Place, visit: Visit, live: Live): Promise<Reply> {
  return pageReply(newPasswordPage(visit, live.token))
}

export async function changeOnTheWay(place: Place, visit: Visit, live: Live): Promise<Reply> {
  const checked = await checkNew(place, visit, live.who, visit.form)
  if (typeof checked === 'object')
    return pageReply(newPasswordPage(visit, live.token, checked.problem), { status: 400 })
  const store = storePassword(place, visit, live.who, checked)
  return advance(place, visit, live, { mustChange: false }, store)
}

/** The hash of the new password, or what is wrong with it. */
export async function checkNew(
  { world }: Place,
  { text }: Visit,
  who: Who,
  form: Fields,
): Promise<string | { readonly problem: string }> {
  const password = form.get('password') ?? ''
  if (password !== form.get('again')) return { problem: text('notSame') }
  const { read } = world.store
  const account = who.account.account
  // The rules of an account are for its sub-users; its owner has the server's.
  const rules = who.kind === 'user' ? await read.settings.passwordRules(account) : undefined
  const problem = passwordProblem(password, rules)
  if (problem !== undefined) return { problem }
  const { passwordHash } = who.kind === 'user' ? who.user : who.account
  const holder = { account, uin: uinOf(who), passwordHash }
  // The one in force is no change, whatever the rules say.
  const used = await isUsedAgain(read, holder, password, Math.max(1, rules?.reusePasswordLimit ?? 0))
  return used ? { problem: text('passwordUsed') } : hashPassword(password)
}

/** Sets the password and leaves its traces; for the inside of a transaction. */
export function storePassword(
  { world }: Place,
  { nowMs, address }: Visit,
  who: Who,
  hash: string,
): (writes: Writes) => Promise<void> {
  const requestId = world.random.uuid()
  const account = who.account.account
  const uin = uinOf(who)
  return async (writes) => {
    const event = { requestId, timeMs: nowMs, uin, action: 'ChangeOwnPassword', sourceIp: address, parameters: {} }
    await recordConsole(writes, account, event)
    if (who.kind === 'root') {
      await writes.accounts.bind(account, { passwordHash: hash })
      return
    }
    await writes.users.update(account, uin, { passwordHash: hash, needResetPassword: false })
    await writes.users.recordPassword(account, uin, { hash, setMs: nowMs }, passwordsKept)
  }
}
