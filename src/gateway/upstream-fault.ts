// What went wrong between the gateway and an upstream, in words for the client.

export class UpstreamFault extends Error {
  /** The upstream may have carried the call out. */
  readonly sent: boolean
  /** Nobody waits for an answer any more: no fault of the upstream. */
  readonly gone: boolean = false
  constructor(problem: string, sent: boolean, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause })
    this.sent = sent
  }
}

export class ClientGone extends UpstreamFault {
  override readonly gone = true
  constructor() {
    super('nobody waits for its answer any more', true)
  }
}
