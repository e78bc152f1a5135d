// Who a sign-in form means. Whoever it means nobody by costs the same work and hears the same words.
import type { AccountRow, PasswordRules, Reads, UserRow } from '../store/store.ts'
import type { Who } from './browser.ts'
import type { Fields } from './form.ts'
import { nobody, type Subject } from './tries.ts'

export interface Candidate {
  readonly who: Who | undefined
  /** `undefined`: no password opens anything. */
  readonly passwordHash: string | undefined
  readonly subject: Subject
  readonly rules: PasswordRules | undefined
}

const numberPattern = /^[1-9]\d{0,15}$/
const lengthMax = 255

/** The account's owner by number or mail address, or one of its sub-users by name. */
export function readCandidate(read: Reads, form: Fields): Promise<Candidate> {
  const account = (form.get('account') ?? '').trim()
  if (form.get('as') === 'root') return rootCandidate(read, account)
  return userCandidate(read, account, (form.get('name') ?? '').trim())
}

async function rootCandidate(read: Reads, text: string): Promise<Candidate> {
  const account = text.includes('@') ? await byEmail(read, text) : await byNumber(read, text)
  if (account === undefined) return unknown(undefined, text, undefined)
  const { account: number, passwordHash } = account
  const subject = { account: number, subject: `password/${number}` }
  return { who: { kind: 'root', account }, passwordHash, subject, rules: undefined }
}

async function userCandidate(read: Reads, text: string, name: string): Promise<Candidate> {
  const account = await byNumber(read, text)
  const rules = account && (await read.settings.passwordRules(account.account))
  const elsewhere = account && (await read.identityProviders.userSso(account.account))
  const user =
    account && name !== '' && name.length <= lengthMax ? await read.users.byName(account.account, name) : undefined
  // Those from WeCom, collaborators and recipients have no password here.
  if (account === undefined || user?.type !== 2) return unknown(account?.account, `${text}/${name}`, rules)
  const who: Who = { kind: 'user', account, user }
  const subject = { account: account.account, subject: `password/${user.uin}` }
  // While the account signs in by its own provider, no password of a sub-user counts.
  return { who, passwordHash: elsewhere === undefined ? passwordOf(user) : undefined, subject, rules }
}

/** A password counts only while signing in is allowed. */
function passwordOf({ consoleLogin, passwordHash }: UserRow): string | undefined {
  return consoleLogin ? passwordHash : undefined
}

function unknown(account: number | undefined, name: string, rules: PasswordRules | undefined): Candidate {
  return { who: undefined, passwordHash: undefined, subject: nobody(account ?? 0, name), rules }
}

async function byNumber(read: Reads, text: string): Promise<AccountRow | undefined> {
  return numberPattern.test(text) ? read.accounts.get(Number(text)) : undefined
}

/** An address that several accounts have means none of them. */
async function byEmail(read: Reads, text: string): Promise<AccountRow | undefined> {
  if (text.length > lengthMax) return undefined
  const [account, another] = await read.accounts.byEmail(text.toLowerCase())
  return another === undefined ? account : undefined
}
