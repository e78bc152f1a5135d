// Whether an account has room for one more. Counting its users takes as long as it has users; but its revision says how many
// changes there were since they were counted, and none of them makes more than one of a kind.

/** What is made one at a time: every change of an account's revision makes at most one of each. */
export type CountedKind = 'groups' | 'users' | 'roles' | 'policies'

export interface Room {
  /**
   * Whether an account has `limit` of a kind or more, asked inside the change that would make one more. `count` counts what is
   * there before it, and is asked only where there might be so many.
   */
  isFull(
    change: { readonly account: number; readonly revision: number },
    kind: CountedKind,
    limit: number,
    count: () => Promise<number>,
  ): Promise<boolean>
  /** After a change that may have been taken back: what was counted in it may never have been. */
  forget(account: number): void
}

interface Counted {
  readonly before: number
  readonly count: number
}

const accountsMax = 10_000
/** Counted anew after so many changes, whatever happened to the database meanwhile. */
const changesMax = 10_000

export function createRoom(): Room {
  const accounts = new Map<number, Map<CountedKind, Counted>>()

  const countsOf = (account: number): Map<CountedKind, Counted> => {
    const counts = accounts.get(account) ?? new Map<CountedKind, Counted>()
    if (counts.size === 0) accounts.set(account, counts)
    if (accounts.size > accountsMax) accounts.delete(accounts.keys().next().value ?? 0)
    return counts
  }

  return {
    async isFull({ account, revision }, kind, limit, count) {
      const counts = countsOf(account)
      const known = counts.get(kind)
      if (known !== undefined) {
        const changes = revision - known.before
        if (changes >= 0 && changes <= changesMax && known.count + changes < limit) return false
      }
      const counted = await count()
      counts.set(kind, { before: revision, count: counted })
      return counted >= limit
    },
    forget: (account) => void accounts.delete(account),
  }
}
