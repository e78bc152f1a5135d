// Under what a browser's session is kept: a hash of the id that the browser has. Ids are random, so the hash needs no
// salt; whoever reads the database can sign in as nobody.
import { createHash } from 'node:crypto'

const prefix = 'console/'

export function consoleKeyOf(id: string): string {
  return `${prefix}${createHash('sha256').update(id).digest('base64url')}`
}

/** Whether what asked for a temporary key was a browser's session. No SecretId has a slash. */
export const isConsoleKey = (issuer: string): boolean => issuer.startsWith(prefix)
