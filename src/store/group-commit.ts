// Group commit: works that wait at the same time share one transaction and one fsync, each inside its own savepoint.
// One fault, one loser: a work that throws takes back only its own changes. It knows no SQL, only the steps below.

/** What a group does to its connection; every step is synchronous and throws when it fails. */
export interface GroupConnection<S> {
  /** `false`: another process is writing. */
  begin(): boolean
  commit(): void
  rollback(): void
  savepoint(): void
  release(): void
  rollbackToSavepoint(): void
  /** `false` after a fault that took the whole transaction back. */
  isOpen(): boolean
  /** The connection as one work sees it. After `end` every use of it throws. */
  session(): { readonly session: S; end(): void }
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }
interface Waiting<S> {
  readonly work: (session: S) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export interface GroupCommit<S> {
  run<T>(work: (session: S) => Promise<T>): Promise<T>
  /** Resolves once nothing waits and nothing runs; what comes later is refused. */
  close(): Promise<void>
}

export class ForeignWaitError extends Error {
  constructor() {
    super('the work of a transaction waited for something other than the store and was taken back')
  }
}

const groupMaxDefault = 256
const beginsMax = 5_000

/**
 * Works start in the order they came. A group starts when the event loop has handed out what it had, so that calls that
 * arrived together commit together; a lone writer waits for nothing else.
 */
export function groupCommit<S>(
  connection: GroupConnection<S>,
  groupMax: number = groupMaxDefault,
  grouped?: (works: number) => void,
): GroupCommit<S> {
  const queue: Waiting<S>[] = []
  let busy = false
  let closed: (() => void) | undefined

  function schedule(): void {
    busy = true
    setImmediate(async () => {
      let works = 0
      await runGroup(connection, () => {
        const group = queue.splice(0, groupMax)
        works = group.length
        return group
      })
      grouped?.(works)
      if (queue.length > 0) {
        schedule()
      } else {
        busy = false
        closed?.()
      }
    })
  }

  return {
    run<T>(work: (session: S) => Promise<T>): Promise<T> {
      if (closed !== undefined) return Promise.reject(new Error('the store is closed'))
      const settled = new Promise<unknown>((resolve, reject) => {
        queue.push({ work, resolve, reject })
      })
      if (!busy) schedule()
      return settled as Promise<T>
    },
    close() {
      return new Promise<void>((resolve) => {
        closed = resolve
        if (!busy) resolve()
      })
    },
  }
}

/** Runs a group in one transaction and tells each caller how its own work ended. Never throws. */
async function runGroup<S>(connection: GroupConnection<S>, take: () => readonly Waiting<S>[]): Promise<void> {
  let group: readonly Waiting<S>[] | undefined
  let outcomes: readonly Outcome[]
  try {
    await begin(connection)
    // Taken only now: what came while another process wrote belongs to this group.
    group = take()
    outcomes = await runWorks(connection, group)
    if (connection.isOpen()) connection.commit()
  } catch (error) {
    if (connection.isOpen()) connection.rollback()
    group ??= take()
    outcomes = group.map(() => ({ error }))
  }
  for (const [index, { resolve, reject }] of group.entries()) {
    const outcome = outcomes[index] ?? { error: new Error('the work was not run') }
    if ('value' in outcome) resolve(outcome.value)
    else reject(outcome.error)
  }
}

/**
 * Asks again every millisecond, for about five seconds, while another process writes. SQLite's own way of waiting would
 * hold the event loop, and with it all calls that only read.
 */
async function begin<S>(connection: GroupConnection<S>): Promise<void> {
  for (let asked = 1; !connection.begin(); asked++) {
    if (asked === beginsMax) throw new Error('the database is busy: another process writes for too long')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** One after the other. Throws when the database itself took the transaction back: then nobody's work remains. */
async function runWorks<S>(connection: GroupConnection<S>, group: readonly Waiting<S>[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  const shared = group.length > 1
  for (const { work } of group) {
    if (shared) connection.savepoint()
    const outcome = await runWork(connection, work)
    outcomes.push(outcome)
    if (!connection.isOpen()) {
      // A full disk, for instance, ends the whole transaction, whatever the work made of the error.
      if (!shared && 'error' in outcome) return outcomes
      const cause = 'error' in outcome ? outcome.error : undefined
      throw new Error('the database took the whole transaction back', { cause })
    }
    if ('error' in outcome && shared) connection.rollbackToSavepoint()
    if (shared) connection.release()
    else if ('error' in outcome) connection.rollback()
  }
  return outcomes
}

/**
 * Runs one work to its end. Store calls settle in microtasks, so an event loop that turns while a work is open means
 * that it waits for something else. It would hold the only writer for as long: it is taken back, its session is dead.
 */
function runWork<S>(connection: GroupConnection<S>, work: (session: S) => Promise<unknown>): Promise<Outcome> {
  const { session, end } = connection.session()
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearImmediate(watchdog)
      end()
      resolve(outcome)
    }
    const watchdog = setImmediate(() => settle({ error: new ForeignWaitError() }))
    try {
      work(session).then(
        (value) => settle({ value }),
        (error: unknown) => settle({ error }),
      )
    } catch (error) {
      settle({ error })
    }
  })
}
