// Work that costs much memory or time is done a few at a time; who comes when too many wait is sent away at once.

export interface Turns {
  /** `undefined`: too many are waiting. */
  take<T>(work: () => Promise<T>): Promise<T | undefined>
}

export function createTurns(atOnce: number, waitingMax: number): Turns {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    async take(work) {
      if (running >= atOnce) {
        if (waiting.length >= waitingMax) return undefined
        await new Promise<void>((resolve) => waiting.push(resolve))
      } else running += 1
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}
