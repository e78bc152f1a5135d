// The rules of console passwords and passwords made at random. Knows texts only: hashing is the store's, and no
// message ever repeats a password.
import { type Random, randomText } from '../../kernel/random.ts'

const lengthMin = 8
/** Hashing costs time and memory with the length; nobody types more. */
const lengthMax = 128
const classes: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[A-Z]/, 'an upper-case letter'],
  [/[a-z]/, 'a lower-case letter'],
  [/[0-9]/, 'a digit'],
  [/[^A-Za-z0-9\s]/, 'a special character'],
]

/** What the rules have against a password, or `undefined`. These are the rules of an account that set none. */
export function passwordProblem(password: string): string | undefined {
  const length = [...password].length
  if (length < lengthMin) return `it has fewer than ${lengthMin} characters`
  if (length > lengthMax) return `it has more than ${lengthMax} characters`
  const lacking = classes.filter(([pattern]) => !pattern.test(password)).map(([, name]) => name)
  return lacking.length === 0 ? undefined : `it lacks ${lacking.join(', ')}`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~'

/** 32 characters that the rules accept. Drawn again as a whole where a class is missing, so that all stay as likely. */
export function randomPassword(random: Random): string {
  for (;;) {
    const password = randomText(random, 32, alphabet)
    if (passwordProblem(password) === undefined) return password
  }
}
