// Many calls in a row, for pages that work through a list: waiting where the server asks for patience, several at a time.
import { Fault } from './fault.ts'

const waitMs = 1000

/** Asks again where the server says that it was asked too often; such a call did nothing. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Fault && error.code.startsWith('RequestLimitExceeded'))) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}

const atOnce = 4

/** Does something with each, some at a time, until all are done or the signal says stop. The first failure ends it. */
export async function forEach<T>(
  things: readonly T[],
  signal: AbortSignal,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const rest = things.values()
  const worker = async (): Promise<void> => {
    for (const thing of rest) {
      if (signal.aborted) return
      await work(thing)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Parts of a list, each of `size` at most. */
export function inParts<T>(things: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  )
}
