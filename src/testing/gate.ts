// Who may be inside: any number of calls, or one that wants the state for itself. Whoever comes meanwhile waits.

export interface Gate {
  /** A call. It begins once the work after the calls before it is done, so that each sees all that came of those. */
  pass<T>(call: () => Promise<T>): Promise<T>
  /** Waits until no call is under way, and keeps new ones waiting while the work runs. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Does the work after what is waiting of such work, beside calls. */
  after(work: () => Promise<void>): Promise<void>
  /** Whoever comes or waits from now on is refused. */
  end(): void
}

/** `between` is done after calls, before the next one begins. It never rejects. */
export function createGate(between: () => Promise<void>): Gate {
  let calls = 0
  let owing = false
  let idle: () => void = () => {}
  let line: Promise<void> = Promise.resolve()
  let closed: Promise<void> | undefined
  let ended = false
  const refuseLate = (): void => {
    if (ended) throw new Error('the test server is closed')
  }

  const leave = (): void => {
    calls -= 1
    owing = true
    if (calls === 0) idle()
  }

  async function enter(): Promise<void> {
    // Not before somebody could see what comes of it: most tests end with calls that nobody asks about.
    if (owing) {
      owing = false
      line = line.then(between)
    }
    await line
    while (closed !== undefined) await closed
    refuseLate()
    calls += 1
  }

  return {
    async pass(call) {
      await enter()
      try {
        return await call()
      } finally {
        leave()
      }
    },
    async alone(work) {
      while (closed !== undefined) await closed
      refuseLate()
      const { promise, resolve: open } = Promise.withResolvers<void>()
      closed = promise
      try {
        if (calls > 0) {
          const { promise: empty, resolve } = Promise.withResolvers<void>()
          idle = resolve
          await empty
        }
        await line
        return await work()
      } finally {
        closed = undefined
        open()
      }
    },
    after(work) {
      const done = line.then(() => {
        refuseLate()
        return work()
      })
      line = done.catch(() => {})
      return done
    },
    end() {
      ended = true
    },
  }
}
