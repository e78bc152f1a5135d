// The rules of console passwords and passwords made at random. No message ever repeats a password, and nothing here makes
// a hash or keeps one.
import { type Random, randomText } from '../../kernel/random.ts'
import { verifyPassword } from '../../store/passwords.ts'
import type { PasswordRules, Reads } from '../../store/store.ts'

/** Where an account set no other. */
const defaultRules = { minimumLength: 8, mustContain: 'Aa1!' } as const
/** Hashing costs time and memory with the length; nobody types more. */
const lengthMax = 128
const classes: readonly (readonly [kind: string, pattern: RegExp, name: string])[] = [
  ['A', /[A-Z]/, 'an upper-case letter'],
  ['a', /[a-z]/, 'a lower-case letter'],
  ['1', /[0-9]/, 'a digit'],
  ['!', /[^A-Za-z0-9\s]/, 'a special character'],
]

/** How many hashes are kept of a user: the most that a rule can ask for, and the one in force with them. */
export const passwordsKept = 25

/** What the rules of the account have against a password, or `undefined`. */
export function passwordProblem(
  password: string,
  rules?: Pick<PasswordRules, 'minimumLength' | 'mustContain'>,
): string | undefined {
  const lengthMin = rules?.minimumLength ?? defaultRules.minimumLength
  const mustContain = rules?.mustContain ?? defaultRules.mustContain
  const length = [...password].length
  if (length < lengthMin) return `it has fewer than ${lengthMin} characters`
  if (length > lengthMax) return `it has more than ${lengthMax} characters`
  const lacking = classes.filter(([kind, pattern]) => mustContain.includes(kind) && !pattern.test(password))
  return lacking.length === 0 ? undefined : `it lacks ${lacking.map(([, , name]) => name).join(', ')}`
}

interface Holder {
  readonly account: number
  readonly uin: number
  readonly passwordHash: string | undefined
}

/** Whether the password is one of the user's last few, the one in force among them. Slow: it tries each hash. */
export async function isUsedAgain(
  read: Pick<Reads, 'users'>,
  { account, uin, passwordHash }: Holder,
  password: string,
  limit: number,
): Promise<boolean> {
  if (limit === 0) return false
  const kept = await read.users.passwords(account, uin, limit)
  // The one in force is not among them where it was set before they were kept.
  const hashes = new Set([...(passwordHash === undefined ? [] : [passwordHash]), ...kept.map(({ hash }) => hash)])
  for (const hash of [...hashes].slice(0, limit)) if (await verifyPassword(hash, password)) return true
  return false
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~'

/** 32 characters that any rules accept. Drawn again as a whole where a class is missing, so that all stay as likely. */
export function randomPassword(random: Random): string {
  for (;;) {
    const password = randomText(random, 32, alphabet)
    if (passwordProblem(password) === undefined) return password
  }
}
