// What truly differs between the databases inside one statement. Everything else in `sql/` is written once.
import {
  type AliasedRawBuilder,
  type CompiledQuery,
  type Expression,
  type ExpressionWrapper,
  type RawBuilder,
  sql,
} from 'kysely'
import type { Database } from '../schema.ts'

export type DialectName = 'sqlite' | 'postgres'

/** What Kysely's builders and `sql` have in common here. */
export interface Compilable<R> {
  compile(): CompiledQuery<R>
}

type Operand<T> = Expression<T> | ExpressionWrapper<Database, keyof Database, T>

export interface Dialect {
  readonly name: DialectName
  /** `column` is one of the list's numbers. The list is one parameter, so that the statement's text stays the same. */
  amongNumbers(column: Operand<number | null>, list: readonly number[]): RawBuilder<boolean>
  /** `column` contains the text, compared by bytes. Not LIKE: nothing to escape and no limit of length. */
  contains(column: Operand<string>, part: string): RawBuilder<boolean>
  /** The rows of a JSON text that is a list of lists of texts, as the table `w`. One parameter, whatever its length. */
  rows(list: string): AliasedRawBuilder<Record<never, never>, 'w'>
  /** The text at a place (from 0) of a row of `rows`. */
  cell(place: number): RawBuilder<string>
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  amongNumbers: (column, list) => sql<boolean>`${column} in (select value from json_each(${list}))`,
  contains: (column, part) => sql<boolean>`instr(${column}, ${part}) > 0`,
  rows: (list) => sql<Record<never, never>>`json_each(${list})`.as('w'),
  cell: (place) => sql<string>`json_extract(w.value, ${sql.lit(`$[${place}]`)})`,
}

export const postgresDialect: Dialect = {
  name: 'postgres',
  amongNumbers: (column, list) => sql<boolean>`${column} = any(cast(${list} as bigint[]))`,
  contains: (column, part) => sql<boolean>`strpos(${column}, ${part}) > 0`,
  rows: (list) => sql<Record<never, never>>`jsonb_array_elements(cast(${list} as jsonb))`.as<'w'>(sql`w(value)`),
  cell: (place) => sql<string>`w.value ->> ${sql.lit(place)}`,
}
