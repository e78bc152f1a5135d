// What the bench throws where a call of its own was refused.

/** A call that the server refused, with the code of the protocol. */
export class CallRefused extends Error {
  readonly code: string
  readonly requestId: string
  constructor(action: string, code: string, message: string, requestId: string) {
    super(`${action}: ${code}: ${message}`)
    this.name = 'CallRefused'
    this.code = code
    this.requestId = requestId
  }
}
