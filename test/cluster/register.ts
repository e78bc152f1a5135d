// A linearizability checker for one register (a key's status, an attachment, a default version): is there an order of the
// operations, each at some moment between its beginning and its end, in which every read sees the last write before it? After
// Wing and Gong, with the memory of Lowe: a set of operations done and the value they left is looked at once.

export interface Operation {
  readonly kind: 'write' | 'read'
  readonly value: string
  /** Moments of one clock. */
  readonly from: number
  /** `Infinity`: nobody knows whether it was done at all. Reads always have an end. */
  readonly to: number
}

/** The first prefix that has no such order, by its last operation; `undefined`: the whole history has one. */
export function unlinearizable(initial: string, history: readonly Operation[]): Operation | undefined {
  const byEnd = history.filter(({ to }) => to !== Number.POSITIVE_INFINITY).toSorted((a, b) => a.to - b.to)
  if (isLinearizable(initial, history)) return undefined
  // The whole has none: the shortest part of it that has none names the culprit.
  let [low, high] = [0, byEnd.length - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isLinearizable(initial, until(history, byEnd[middle]))) low = middle + 1
    else high = middle
  }
  return byEnd[low]
}

/** What had begun by the end of an operation; what had not ended by then is open. */
function until(history: readonly Operation[], last: Operation | undefined): readonly Operation[] {
  const end = last?.to ?? Number.NEGATIVE_INFINITY
  return history
    .filter(({ from, kind, to }) => from <= end && (kind === 'write' || to <= end))
    .map((one) => (one.to <= end ? one : { ...one, to: Number.POSITIVE_INFINITY }))
}

export function isLinearizable(initial: string, history: readonly Operation[]): boolean {
  const operations = history.toSorted((a, b) => a.from - b.from)
  const seen = new Set<string>()
  // Depth first over which write comes next; each entry is a state whose followers are still to be tried.
  const stack: State[] = [{ done: new Set(), first: 0, value: initial }]
  for (;;) {
    const state = stack.pop()
    if (state === undefined) return false
    const { open, ...reached } = afterReads(operations, state)
    if (open === undefined) return true
    const { done, first, value } = reached
    const name = `${first} ${[...done].toSorted((a, b) => a - b).join()} ${value}`
    if (seen.has(name)) continue
    seen.add(name)
    for (const next of open) {
      const operation = operations[next]
      if (operation?.kind === 'write') stack.push({ done: new Set([...done, next]), first, value: operation.value })
    }
  }
}

interface State {
  /** Of those from `first` on. */
  readonly done: ReadonlySet<number>
  /** All before it are done. */
  readonly first: number
  readonly value: string
}

/**
 * With every read done that may be done now. None is worth waiting with, because it changes nothing: to try it later as well
 * would only make the number of states that of all sets of reads at one time.
 */
function afterReads(operations: readonly Operation[], { done: before, first: from, value }: State) {
  const done = new Set(before)
  let first = from
  for (;;) {
    for (; done.has(first); first += 1) done.delete(first)
    const open = candidates(operations, done, first)
    const reads = (open ?? []).filter((at) => operations[at]?.kind === 'read' && operations[at]?.value === value)
    if (reads.length === 0) return { done, first, value, open }
    for (const read of reads) done.add(read)
  }
}

/**
 * What can be next: operations that began before any that is not done has ended. `undefined`: all that ended are done.
 */
function candidates(
  operations: readonly Operation[],
  done: ReadonlySet<number>,
  first: number,
): readonly number[] | undefined {
  const open: number[] = []
  let earliestEnd = Number.POSITIVE_INFINITY
  for (let index = first; index < operations.length; index += 1) {
    const operation = operations[index]
    if (operation === undefined || operation.from > earliestEnd) break
    if (done.has(index)) continue
    open.push(index)
    earliestEnd = Math.min(earliestEnd, operation.to)
  }
  return earliestEnd === Number.POSITIVE_INFINITY ? undefined : open
}
