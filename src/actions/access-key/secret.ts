// What a new access key looks like.
import { type Random, randomText } from '../../kernel/random.ts'

export interface NewKey {
  readonly secretId: string
  readonly secretKey: string
}

/** `AKID` and 32 characters A-Z a-z 0-9; the secret key is 32 of the same. */
export function newKey(random: Random): NewKey {
  return { secretId: `AKID${randomText(random, 32)}`, secretKey: randomText(random, 32) }
}
