// The session of the page, for pages that show or use who is signed in.
import { createContext, useContext } from 'react'
import type { Session } from '../api/session.ts'

export const SessionOf = createContext<Session | undefined>(undefined)

/** Who is signed in. Pages are drawn only once that is known. */
export function useSession(): Session {
  const session = useContext(SessionOf)
  if (session === undefined) throw new Error('a page was drawn outside of the shell')
  return session
}
