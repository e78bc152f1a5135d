// The database cannot be reached. Whoever is told it this way knows what to tell a client: nothing is broken here, and whether
// anything was done.

/** Nothing was done: no statement of the work remains, or none was run. */
export class StoreUnreachable extends Error {
  constructor(cause?: unknown) {
    super('the database cannot be reached', { cause })
  }
}

/** The connection was lost while a commit was under way: nobody here knows whether it was carried out. */
export class CommitUnknown extends Error {
  constructor(cause?: unknown) {
    super('the database went away during a commit', { cause })
  }
}
