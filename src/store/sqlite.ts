// SQLite by node:sqlite: one writer with group commit, one reader that sees committed state only. WAL with synchronous
// FULL: a commit returns when it is on disk. Other processes (the command line) may use the same file at any time.
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import { makePrivateFile } from './data-folder.ts'
import type { Driver, Session } from './driver.ts'
import { openFleetingFile } from './fleeting-file.ts'
import { type GroupConnection, groupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { bind, type Compiled, type Parameters, type Statement, type Value } from './sql/statement.ts'

// How long a process waits for another one's transaction before it gives up.
const busyTimeoutMs = 5_000
const busyCode = 5
// Pages of the log that are written to the file together: 32 MB. Pages that every write changes are copied once for many.
const checkpointPages = 8_000

/**
 * Opens the file, made if there is none with mode 0600, and brings it to the newest shape. `file` may not be
 * `:memory:`: the reader is a connection of its own. `grouped` hears how many works each commit had; `alone`: no other server
 * has the folder; `throwaway`: nothing is to outlive this process, so no commit waits for a disk, and a file that is there was
 * made by this very program.
 */
export async function openSqlite(
  file: string,
  description: string,
  { grouped, alone = false, throwaway = false }: SqliteOptions = {},
): Promise<Driver> {
  const fresh = !existsSync(file)
  makePrivateFile(file)
  const writer = new DatabaseSync(file, { timeout: busyTimeoutMs })
  try {
    // The journal's mode is kept in the file; the other settings belong to the connection.
    const synchronous = throwaway ? 'off' : 'full'
    writer.exec(
      `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma foreign_keys = on; pragma temp_store = memory`,
    )
    writer.exec(`pragma wal_autocheckpoint = ${checkpointPages}`)
    if (fresh || !throwaway) await migrateSqlite(writer)
    // From here on whoever finds another process writing waits outside SQLite (`group-commit.ts`).
    writer.exec('pragma busy_timeout = 0')
    const reader = new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true })
    const openFleeting = () => openFleetingFile(dirname(file), { fresh, alone, timeout: busyTimeoutMs })
    // Made with the store, so that its memory has no gap; later only a server needs it at once.
    const fleeting = alone || fresh ? openFleeting() : openFleeting
    return driverOver({ writer, reader, fleeting }, description, grouped)
  } catch (error) {
    writer.close()
    throw error
  }
}

type Grouped = ((works: number) => void) | undefined

interface SqliteOptions {
  readonly grouped?: Grouped
  readonly alone?: boolean
  readonly throwaway?: boolean
}

interface Connections {
  readonly writer: DatabaseSync
  readonly reader: DatabaseSync
  readonly fleeting: DatabaseSync | (() => DatabaseSync)
}

function driverOver({ writer, reader, fleeting }: Connections, description: string, grouped: Grouped): Driver {
  const opened: { db?: DatabaseSync; session?: Session } = typeof fleeting === 'function' ? {} : { db: fleeting }
  let known: number | undefined
  const forget = (): void => {
    known = undefined
  }
  const commits = groupCommit(writerConnection(writer, forget), undefined, grouped)
  const reading = sessionOver(reader)
  const probe = reader.prepare('select 1')
  const dataVersion = reader.prepare('pragma data_version')
  dataVersion.setReturnArrays(true)
  const version = (): number => {
    // One answer for all that ask before the event loop goes on: calls that are worked off together. They were all read before
    // it was asked for, and none of them can have heard of another process's commit that is made meanwhile; what this process
    // commits ends it at once. (A tick comes after all that is settled already, and before anything is read from a socket.)
    if (known === undefined) {
      known = Number((dataVersion.get() as unknown as readonly SQLOutputValue[])[0])
      process.nextTick(forget)
    }
    return known
  }
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await commits.close()
    opened.db?.close()
    reader.close()
    writer.close()
  }
  return {
    dialect: 'sqlite',
    reader: reading.session,
    fleeting() {
      if (opened.session !== undefined) return opened.session
      opened.db ??= typeof fleeting === 'function' ? fleeting() : fleeting
      opened.session = sessionOver(opened.db).session
      return opened.session
    },
    transaction: (work) => commits.run(work),
    version,
    async ready() {
      probe.get()
    },
    close() {
      closing ??= close()
      return closing
    },
    description,
  }
}

/** `committed` is called with every commit, before anybody hears of it. */
function writerConnection(db: DatabaseSync, committed: () => void): GroupConnection<Session> {
  const statements = {
    begin: db.prepare('begin immediate'),
    commit: db.prepare('commit'),
    rollback: db.prepare('rollback'),
    savepoint: db.prepare('savepoint work'),
    release: db.prepare('release work'),
    rollbackTo: db.prepare('rollback to work'),
  }
  const prepared = new PreparedStatements(db)
  return {
    begin: () => unlessBusy(() => statements.begin.run()),
    commit() {
      statements.commit.run()
      committed()
    },
    rollback: () => void statements.rollback.run(),
    savepoint: () => void statements.savepoint.run(),
    release: () => void statements.release.run(),
    rollbackToSavepoint: () => void statements.rollbackTo.run(),
    isOpen: () => db.isTransaction,
    session: () => sessionOver(db, prepared),
  }
}

/** `false` where another process holds what the step needs. */
function unlessBusy(step: () => void): boolean {
  try {
    step()
    return true
  } catch (error) {
    // The low byte of SQLite's code is its kind: here SQLITE_BUSY, whatever the reason.
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
    if (code === busyCode) return false
    throw error
  }
}

type Row = Readonly<Record<string, SQLOutputValue>>
interface Prepared {
  readonly query: StatementSync
  readonly row: (values: readonly SQLOutputValue[]) => Row
}

/** A connection's prepared statements, each made on its first use. */
class PreparedStatements {
  readonly #db: DatabaseSync
  readonly #made: (Prepared | undefined)[] = []
  constructor(db: DatabaseSync) {
    this.#db = db
  }
  get(id: number, text: string): Prepared {
    const known = this.#made[id]
    if (known !== undefined) return known
    const query = this.#db.prepare(text)
    query.setReturnArrays(true)
    const made = { query, row: rowReader(query.columns().map((column) => column.name)) }
    this.#made[id] = made
    return made
  }
}

/**
 * Rows as objects. node:sqlite names every member of every row anew; a literal made once for the statement's columns
 * halves the cost of reading a row. The names are those of our own statements, and checked to be plain all the same.
 */
function rowReader(columns: readonly string[]): (values: readonly SQLOutputValue[]) => Row {
  if (!columns.every((name) => /^[a-z_]\w*$/.test(name))) throw new Error(`a column has no plain name: ${columns}`)
  const members = columns.map((name, index) => `${name}:values[${index}]`)
  return new Function('values', `return {${members.join(',')}}`) as (values: readonly SQLOutputValue[]) => Row
}

function sessionOver(
  db: DatabaseSync,
  prepared: PreparedStatements = new PreparedStatements(db),
): { session: Session; end(): void } {
  let ended = false
  const prepare = ({ id, text }: Compiled): Prepared => {
    if (ended) throw new Error('the transaction of this call is over')
    return prepared.get(id, text)
  }
  const first = (statement: Statement<never, unknown>, parameters: Parameters): unknown => {
    const compiled = statement.compiled('sqlite')
    const { query, row } = prepare(compiled)
    const values = query.get(...bind(compiled, parameters, toSqlite)) as unknown as SQLOutputValue[] | undefined
    return values && row(values)
  }
  const run = (statement: Statement<never, unknown>, parameters: Parameters): number => {
    const compiled = statement.compiled('sqlite')
    return Number(prepare(compiled).query.run(...bind(compiled, parameters, toSqlite)).changes)
  }
  return {
    session: {
      async all(statement, parameters) {
        const compiled = statement.compiled('sqlite')
        const { query, row } = prepare(compiled)
        const rows = query.all(...bind(compiled, parameters, toSqlite)) as unknown as SQLOutputValue[][]
        return rows.map(row) as never
      },
      async first(statement, parameters) {
        return first(statement, parameters) as never
      },
      async change({ update, select }, parameters) {
        return (run(update, parameters) === 0 ? undefined : first(select, parameters)) as never
      },
      async run(statement, parameters) {
        return run(statement, parameters)
      },
    },
    end() {
      ended = true
    },
  }
}

/** Lists travel as JSON text, read by json_each. */
const toSqlite = (value: Value): SQLInputValue =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

// ---- migrations -----------------------------------------------------------------------------------------------------

/** SQLite changes tables inside a transaction; Kysely's adapter doesn't count on it. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class SharedSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

/** All in one transaction that excludes other writers: two processes may start on a new file at once. */
async function migrateSqlite(db: DatabaseSync): Promise<void> {
  const dialect = new SharedSqliteDialect({
    database: { close: () => {}, prepare: (text) => kyselyStatement(db, text) },
  })
  await new Kysely<unknown>({ dialect }).transaction().execute((transaction) => migrate(transaction, 'sqlite'))
}

/** node:sqlite in the form that Kysely's dialect asks for. */
export const databaseOf = (db: DatabaseSync) => ({
  close: () => db.close(),
  prepare: (text: string) => kyselyStatement(db, text),
})

function kyselyStatement(db: DatabaseSync, text: string) {
  const statement = db.prepare(text === 'begin' ? 'begin immediate' : text)
  const run = (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[]))
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as SQLInputValue[])),
    run,
  }
}
