// What signing in needs to know of the operator's choices and of the place it runs at.
import type { MailSender, PhoneSender } from './senders.ts'

export interface SignInSettings {
  /** The page of the built console; `undefined`: there is none, and a plain page stands in. */
  readonly consolePage?: string | undefined
  /**
   * Origins that browsers reach this server at, the one for links first. Taken from the options and the socket that we
   * listen on, never from a request: whoever sends a request chooses its Host.
   */
  origins(): readonly string[]
  /** A session nobody uses ends after so long. */
  readonly idleMs: number
  /** A session ends after so long in any case. */
  readonly lifetimeMs: number
  /** `undefined`: no mail can be sent. */
  readonly mail: MailSender | undefined
  /** `undefined`: no text message can be sent. */
  readonly phone: PhoneSender | undefined
  /** Verification page of an account's own second factor, by account number. */
  readonly customFactors: ReadonlyMap<string, string>
}
