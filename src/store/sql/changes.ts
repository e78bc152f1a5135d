// The log of changes, one per account: what each revision touched, written in the change's own transaction while it holds
// the account's lock, so that an account's log has no gap and no order but that of its revisions. Slots are used again:
// the log is bounded, and whoever is further behind than it reaches forgets all that he kept of the account.
import type { Session } from '../driver.ts'
import { statement } from './statement.ts'

/** Changes of one account that the log holds. */
export const changesKept = 256

const put = statement((db, p: { account: number; slot: number; revision: number; parts: string }) =>
  db
    .insertInto('changes')
    .values({ account: p.account, slot: p.slot, revision: p.revision, parts: p.parts })
    .onConflict((c) =>
      c.columns(['account', 'slot']).doUpdateSet((eb) => ({
        revision: eb.ref('excluded.revision'),
        parts: eb.ref('excluded.parts'),
      })),
    ),
)
const revisions = statement((db, p: { accounts: readonly number[] }, dialect) =>
  db
    .selectFrom('accounts')
    .select(['account', 'revision'])
    .where((eb) => dialect.amongNumbers(eb.ref('account'), p.accounts))
    .orderBy('account'),
)
const since = statement((db, p: { account: number; revision: number }) =>
  db
    .selectFrom('changes')
    .select(['revision', 'parts'])
    .where('account', '=', p.account)
    .where('revision', '>', p.revision)
    .orderBy('revision'),
)

export interface AccountRevision {
  readonly account: number
  readonly revision: number
}
export interface LoggedChange {
  readonly revision: number
  readonly parts: readonly string[]
}

/** For the inside of the transaction that has advanced the account to the revision. */
export async function logChange(
  session: Session,
  { account, revision }: AccountRevision,
  parts: Iterable<string>,
): Promise<void> {
  const slot = revision % changesKept
  await session.run(put, { account, slot, revision, parts: [...parts].toSorted().join(',') })
}

/** The revisions of accounts, all of one moment; those that are gone are left out. */
export const readRevisions = (session: Session, accounts: readonly number[]): Promise<readonly AccountRevision[]> =>
  session.all(revisions, { accounts })

/** What the log still holds of an account after a revision, in order. */
export async function changesSince(
  session: Session,
  account: number,
  revision: number,
): Promise<readonly LoggedChange[]> {
  const rows = await session.all(since, { account, revision })
  return rows.map((row) => ({ revision: row.revision, parts: row.parts === '' ? [] : row.parts.split(',') }))
}
