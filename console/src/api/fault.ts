// What can go wrong with a call, as one kind of error: a refusal in the protocol's envelope, or no answer at all.

export class Fault extends Error {
  readonly code: string
  /** Of the refused call; empty where nothing answered. */
  readonly requestId: string
  readonly action: string

  constructor(action: string, code: string, message: string, requestId = '', options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'Fault'
    this.action = action
    this.code = code
    this.requestId = requestId
  }

  /** Worth asking again by itself: nothing was done, and soon it may be. */
  get passing(): boolean {
    return this.code === noAnswer || this.code.startsWith('RequestLimitExceeded')
  }

  /** By policy, not by what was asked. */
  get denied(): boolean {
    return this.code.startsWith('AuthFailure.UnauthorizedOperation') || this.code.startsWith('UnauthorizedOperation')
  }
}

/** Our own codes for what no server said. */
export const noAnswer = 'Console.NoAnswer'
export const notAnEnvelope = 'Console.NotAnEnvelope'
export const roleRefused = 'Console.RoleRefused'
export const notSecure = 'Console.NotSecure'

/** Whatever was thrown as a fault: a page shows nothing else. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown
  return new Fault('', 'Console.Broken', thrown instanceof Error ? thrown.message : String(thrown), '', {
    cause: thrown,
  })
}
