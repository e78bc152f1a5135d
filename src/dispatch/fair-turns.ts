// Fair turns at the processor: in one turn of the event loop a sender begins a few calls, and whoever has sent more waits for
// turns in which every waiting sender has one. So the calls of a sender that is quiet never wait behind the heap of another.
// A sender is an account at an address where the key is known, else the address: forged keys share the turns of their maker.

export interface FairTurns {
  /** `undefined`: it is the sender's turn. */
  turn(sender: string): Promise<void> | undefined
}

/** Calls that a sender begins in a turn of the loop without waiting. */
const atOnceMax = 4
/** Waiting calls that begin in one turn: what somebody who comes new waits for at most. */
const perTurnMax = 8
/** The same while nobody else is there: more calls share a commit, and somebody who comes new waits for them once. */
const perTurnAloneMax = 16

/** `nextTurn` calls back in the next turn of the event loop, after what has arrived was read. */
export function createFairTurns(nextTurn: (then: () => void) => void = (then) => void setImmediate(then)): FairTurns {
  /** Calls begun in this turn. */
  let begun = new Map<string, number>()
  /** In the order in which they have their turns. */
  const waiting = new Map<string, (() => void)[]>()
  let due = false

  function comeBack(): void {
    if (due) return
    due = true
    nextTurn(() => {
      due = false
      const [first = ''] = waiting.keys()
      const alone = waiting.size === 1 && begun.size <= (begun.has(first) ? 1 : 0)
      begun = new Map()
      for (let left = alone ? perTurnAloneMax : perTurnMax; left > 0 && waiting.size > 0; left--) serveNext()
      if (waiting.size > 0) comeBack()
    })
  }

  function serveNext(): void {
    const [next] = waiting
    if (next === undefined) return
    const [sender, calls] = next
    // To the end of the line with what is left.
    waiting.delete(sender)
    const begin = calls.shift()
    if (calls.length > 0) waiting.set(sender, calls)
    begin?.()
  }

  return {
    turn(sender) {
      comeBack()
      const calls = waiting.get(sender)
      if (calls !== undefined) return new Promise((resolve) => calls.push(resolve))
      const count = begun.get(sender) ?? 0
      if (count >= atOnceMax) return new Promise((resolve) => waiting.set(sender, [resolve]))
      begun.set(sender, count + 1)
      return undefined
    },
  }
}
