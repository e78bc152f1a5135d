// A statement of fixed shape: written once with Kysely over placeholders, compiled once per database, run as a prepared
// statement. Kysely is never asked per call: a compile costs tens of microseconds, a prepared read a few.
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import type { Database } from '../schema.ts'
import { type Compilable, type Dialect, type DialectName, postgresDialect, sqliteDialect } from './dialect.ts'

export type Value = number | string | null | readonly number[]
export type Parameters = Readonly<Record<string, Value>>

export interface Compiled {
  /** Small and unique among all statements: an index for a connection's prepared statements. */
  readonly id: number
  readonly text: string
  /** Where the value of each parameter of the text comes from, in the text's order. */
  readonly slots: readonly Slot[]
}
type Slot = { readonly name: string } | { readonly constant: Value }

export interface Statement<P extends Parameters, R> {
  compiled(dialect: DialectName): Compiled
  /** Only for types: what it takes and what a row is. */
  readonly shape?: (parameters: P) => R
}

/**
 * A change of one row whose new state is wanted. RETURNING answers it in one round trip; on SQLite, where there are no
 * round trips, a read after the change costs half of what RETURNING does (it fills a table of its own).
 */
export interface Change<P extends Parameters, R> {
  readonly returning: Statement<P, R>
  readonly update: Statement<P, unknown>
  readonly select: Statement<P, R>
}

const mark = Symbol('placeholder')
interface Placeholder {
  readonly [mark]: string
}
const isPlaceholder = (value: unknown): value is Placeholder =>
  typeof value === 'object' && value !== null && mark in value

// Stands for the parameter object while a statement is compiled: any member read is a placeholder of that name.
const placeholders: object = new Proxy(Object.create(null), {
  get: (_, name): Placeholder => ({ [mark]: String(name) }),
})

const compilers: Record<DialectName, { dialect: Dialect; db: Kysely<Database> }> = {
  sqlite: {
    dialect: sqliteDialect,
    db: new Kysely<Database>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    }),
  },
  postgres: {
    dialect: postgresDialect,
    db: new Kysely<Database>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    }),
  },
}

const declared: Statement<never, unknown>[] = []

/** Every statement declared so far, for tests that look at all of them. */
export const everyStatement = (): readonly Statement<never, unknown>[] => declared

/**
 * Declares a statement. `build` sees placeholders typed as the values they stand for; it must put each of them into the
 * query as it is and never look at it. What is not a placeholder is a constant of the statement.
 */
export function statement<P extends Parameters, R>(
  build: (db: Kysely<Database>, parameters: P, dialect: Dialect) => Compilable<R>,
): Statement<P, R> {
  const id = declared.length
  const compiled: Partial<Record<DialectName, Compiled>> = {}
  const made: Statement<P, R> = {
    compiled(name) {
      const known = compiled[name]
      if (known !== undefined) return known
      const { db, dialect } = compilers[name]
      const query = build(db, placeholders as P, dialect).compile()
      const first: Compiled = { id, text: query.sql, slots: query.parameters.map(slot) }
      compiled[name] = first
      return first
    },
  }
  declared.push(made)
  return made
}

function slot(parameter: unknown): Slot {
  if (isPlaceholder(parameter)) return { name: parameter[mark] }
  return { constant: parameter as Value }
}

/**
 * A row count for LIMIT and OFFSET. A bare parameter there makes SQLite plan the statement anew on every run (it looks at
 * the value): five times the cost of the read itself. A cast hides the value from the planner.
 */
export const count = (placeholder: number): RawBuilder<number> => sql<number>`cast(${placeholder} as bigint)`
export const one: RawBuilder<number> = sql.lit(1)

/**
 * The values of one run in the text's order, each as `encode` gives it. Throws when a parameter is missing: `undefined`
 * never reaches SQL.
 */
export function bind<T>(compiled: Compiled, parameters: Parameters, encode: (value: Value) => T): T[] {
  const { slots } = compiled
  const values: T[] = []
  for (let i = 0; i < slots.length; i++) {
    const from = slots[i]
    if (from === undefined) continue
    const value = 'name' in from ? parameters[from.name] : from.constant
    if (value === undefined) throw new Error(`parameter ${'name' in from ? from.name : i} has no value`)
    values.push(encode(value))
  }
  return values
}
