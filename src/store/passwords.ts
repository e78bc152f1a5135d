// Passwords as argon2id, worked out off the event loop. A password is never stored, logged or put into an error.
import { hash, type Options, verify } from '@node-rs/argon2'

// argon2id is the package's default kind; its other kinds are not named here because an ambient enum cannot be used.
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash in PHC form, with its own salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/** Whether the password is the one. A stored text that is no hash matches nothing. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, password)
  } catch {
    return false
  }
}
