// Sealed columns as a change of the master key sees them: how many rows are under which key, the next ones that are not under
// the new one, and a replacement that loses to whoever wrote meanwhile.
import { type RawBuilder, sql } from 'kysely'
import type { Session } from '../driver.ts'
import { type KeyPart, type SealedColumn, sealedColumns } from '../sealed-columns.ts'
import type { SealedRow, SealedRows } from '../store.ts'
import type { Compilable } from './dialect.ts'
import { count, one, statement } from './statement.ts'

/** Parts of a row's key, in the order of the column's row: k0, k1. */
type Key = { account: number; k0: KeyPart; k1: KeyPart }

function statementsOf(row: SealedColumn) {
  const table = sql.table(row.table)
  const column = sql.ref(row.column)
  const keys = ['account', ...row.key.map(({ name }) => name)]
  const keyRefs = sql.join(keys.map((name) => sql.ref(name)))
  const keyValues = (p: Key): RawBuilder<unknown> =>
    sql.join([sql`cast(${p.account} as bigint)`, ...row.key.map(({ type }, at) => partOf(p, at, type))])
  const notUnder = (prefix: string): RawBuilder<boolean> =>
    sql<boolean>`substr(${column}, 1, length(cast(${prefix} as text))) <> ${prefix}`
  const selected = sql.join([
    sql`account`,
    ...row.key.map(({ name }, at) => sql`${sql.ref(name)} as ${sql.ref(`k${at}`)}`),
    sql`${column} as sealed`,
  ])
  return {
    byKey: statement<Record<never, never>, { prefix: string; total: number }>((db) =>
      compilable(db, sql`select substr(${column}, 1, 16) as prefix, count(*) as total from ${table} group by 1`),
    ),
    other: statement<{ prefix: string }, { total: number }>((db, p) =>
      compilable(db, sql<{ total: number }>`select count(*) as total from ${table} where ${notUnder(p.prefix)}`),
    ),
    next: statement<
      Key & { prefix: string; max: number },
      { account: number; k0: KeyPart; k1?: KeyPart; sealed: string }
    >((db, p) =>
      compilable(
        db,
        sql`select ${selected} from ${table} where ${notUnder(p.prefix)} and (${keyRefs}) > (${keyValues(p)})
              order by ${keyRefs} limit ${count(p.max)}`,
      ),
    ),
    replace: statement<Key & { sealed: string; before: string }, unknown>((db, p) =>
      compilable(
        db,
        sql`update ${table} set ${column} = ${p.sealed} where (${keyRefs}) = (${keyValues(p)}) and ${column} = ${p.before}`,
      ),
    ),
  }
}

function partOf(p: Key, at: number, type: 'integer' | 'text'): RawBuilder<unknown> {
  const value = at === 0 ? p.k0 : p.k1
  return type === 'integer' ? sql`cast(${value} as bigint)` : sql`cast(${value} as text)`
}

function compilable<R>(db: Parameters<RawBuilder<R>['compile']>[0], query: RawBuilder<unknown>): Compilable<R> {
  return { compile: () => query.compile(db) as ReturnType<Compilable<R>['compile']> }
}

const statements = new Map(sealedColumns.map((column) => [column, statementsOf(column)]))

function of(column: SealedColumn) {
  const found = statements.get(column)
  if (found === undefined) throw new Error(`no statements for ${column.table}`)
  return found
}

/** Before every key: no account is below 0. */
const beginning: Key = { account: -1, k0: 0, k1: '' }

const prefixOf = (keyId: string): string => `v1.${keyId}.`

/** Rows under each key, by its id; each table in one look, so that rows that change their key are counted once. */
export async function countByKey(session: Session): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const column of sealedColumns) {
    for (const { prefix, total } of await session.all(of(column).byKey, {})) {
      // Ids of master keys have twelve characters: their prefix is whole.
      const keyId = prefix.split('.', 2)[1] ?? ''
      found.set(keyId, (found.get(keyId) ?? 0) + total)
    }
  }
  return found
}

/** How many are not under the key. */
export async function countOthers(session: Session, keyId: string): Promise<number> {
  let sum = 0
  for (const column of sealedColumns) {
    sum += (await session.first(of(column).other, { prefix: prefixOf(keyId) }))?.total ?? 0
  }
  return sum
}

export async function nextSealed(
  session: Session,
  column: SealedColumn,
  { keyId, after, max }: Parameters<SealedRows['next']>[1],
): Promise<readonly SealedRow[]> {
  const text = column.key[0]?.type === 'text'
  const [k0, k1] = after?.key ?? [text ? '' : 0, '']
  const from =
    after === undefined ? { ...beginning, k0: k0 ?? '' } : { account: after.account, k0: k0 ?? '', k1: k1 ?? '' }
  const rows = await session.all(of(column).next, { ...from, prefix: prefixOf(keyId), max })
  return rows.map(({ account, sealed, ...row }) => ({
    account,
    sealed,
    key: column.key.map((_, at) => (at === 0 ? row.k0 : (row.k1 ?? ''))),
  }))
}

/** Answers how many still held what they held. */
export async function replaceSealed(
  session: Session,
  column: SealedColumn,
  rows: readonly (SealedRow & { readonly before: string })[],
): Promise<number> {
  let changed = 0
  for (const { account, key, sealed, before } of rows) {
    changed += await session.run(of(column).replace, { account, k0: key[0] ?? '', k1: key[1] ?? '', sealed, before })
  }
  return changed
}

type Alive = { nowMs: number; madeBeforeMs: number }
const aliveSessions = statement((db, p: Alive) =>
  db
    .selectFrom('sessions')
    .select((eb) => [eb.fn.countAll<number>().as('total'), eb.fn.max('expires_ms').as('last')])
    .where('expires_ms', '>', p.nowMs)
    .where('created_ms', '<', p.madeBeforeMs)
    .limit(one),
)

/** Temporary keys that were made before a moment and last beyond another. */
export async function countAlive(
  session: Session,
  alive: Alive,
): Promise<{ total: number; lastMs: number | undefined }> {
  const found = await session.first(aliveSessions, alive)
  return { total: found?.total ?? 0, lastMs: found?.last ?? undefined }
}
