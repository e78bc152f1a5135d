// Work done again and again beside the calls. It never overlaps itself, and a failure is logged and tried again.
import type { Log } from '../actions/world.ts'
import type { TaskWatch } from '../observe/tasks.ts'

export interface Periodic {
  /** No more runs; resolves when the one under way has ended. */
  stop(): Promise<void>
}

/** Runs the work every so often, the first time after that time. Keeps no process alive. */
export function everySoOften(
  everyMs: number,
  what: string,
  work: () => Promise<void>,
  log: Log,
  watch?: TaskWatch,
): Periodic {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= work()
      .then(
        () => watch?.(what, true),
        (error: unknown) => {
          log.error({ error }, `${what} failed; it is tried again`)
          watch?.(what, false)
        },
      )
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
