// What parts of the server tell about their work to whoever counts it. They are handed in where somebody listens; where
// nobody does, they are `undefined` and cost nothing. Nothing told here may hold a name, number or text of a client.

/** How a call ended: the code of its error, `undefined` for a result. `fault`: it was a fault of ours, whatever the code. */
export interface CallEnd {
  readonly code: string | undefined
  readonly fault: boolean
  readonly requestId: string
  /** Why a signature was refused, finer than the code. */
  readonly reason?: string | undefined
}

export interface CallWatch {
  /** A moment of a clock that only goes forward, in milliseconds. */
  now(): number
  /** A call that began at that moment. `row`: what it named, known here or not; `undefined` where it could not be read. */
  ended(row: { readonly product: string; readonly name: string } | undefined, beganMs: number, end: CallEnd): void
  /** The verdict on a call. */
  decided(decision: { readonly layer: string; readonly effect: string }): void
  /** Whether a compiled program was kept from an earlier call. */
  programLooked(kept: boolean): void
  /** How full the cache is after another program came in, and how many went for it. */
  programKept(programs: number, statements: number, dropped: number): void
}

export interface StoreWatch {
  now(): number
  transactionEnded(beganMs: number, committed: boolean): void
  /** So many works shared one commit. */
  grouped(works: number): void
}

/** Connections to a database that is reached over the network. */
export interface PoolState {
  readonly busy: number
  readonly idle: number
  /** Works that wait for a connection. */
  readonly waiting: number
}

/** Puts something around a function of the server, such as a span of a trace, and gives one of the same form. */
export type Around = <F extends (...given: never[]) => unknown>(name: string, work: F) => F
