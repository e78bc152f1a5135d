// A bounded number of things in use at once, and a bounded line of those who wait for one, each for a bounded time.

export interface Slots {
  /** A function that gives the slot back (harmless when called again); `undefined`: none came free, or the line is full. */
  take(): Promise<(() => void) | undefined>
  readonly taken: number
  readonly waiting: number
}

export function createSlots(max: number, waitingMax: number, waitMs: number): Slots {
  let taken = 0
  const line: Set<(release: (() => void) | undefined) => void> = new Set()

  const occupy = (): (() => void) => {
    let held = true
    return () => {
      if (!held) return
      held = false
      const [next] = line
      if (next === undefined) taken -= 1
      else {
        line.delete(next)
        // Handed over: the number of those taken stays.
        next(occupy())
      }
    }
  }

  return {
    take() {
      if (taken < max) {
        taken += 1
        return Promise.resolve(occupy())
      }
      if (line.size >= waitingMax) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          line.delete(settle)
          resolve(undefined)
        }, waitMs)
        const settle = (release: (() => void) | undefined): void => {
          clearTimeout(timer)
          resolve(release)
        }
        line.add(settle)
      })
    },
    get taken() {
      return taken
    },
    get waiting() {
      return line.size
    },
  }
}
