// PostgreSQL by pg: a pool, one connection for each transaction, every statement prepared under a name. Isolation is READ
// COMMITTED; works of one account wait for each other at `accounts.advance`, which locks the account's row.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { messageOf } from './data-folder.ts'
import type { Driver, Session } from './driver.ts'
import { migrate } from './migrate.ts'
import { bind, type Parameters, type Statement, type Value } from './sql/statement.ts'

const connectionsMax = 16
const connectTimeoutMs = 10_000
// A statement that takes longer is a fault; so is a transaction whose server went silent half way.
const statementTimeoutMs = 30_000
const attemptsMax = 5

/** Connects, and brings the database to the newest shape. Throws with a plain reason, never with the password in it. */
export async function openPostgres(databaseUrl: string): Promise<Driver> {
  const description = describeUrl(databaseUrl)
  const common = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'opencam',
  }
  await migrateAt(common, description)
  const pool = new pg.Pool({
    ...common,
    max: connectionsMax,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    types: { getTypeParser },
  })
  // An idle connection that breaks is replaced by the pool on the next use; unheard, the event would end the process.
  pool.on('error', () => {})
  return driverOver(pool, description)
}

/** Over connections without a time limit: a migration, or the wait for another node's, may take longer than a call. */
async function migrateAt(config: pg.PoolConfig, description: string): Promise<void> {
  const pool = new pg.Pool(config)
  pool.on('error', () => {})
  try {
    await migrate(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), 'postgres')
  } catch (error) {
    throw new Error(`${description} cannot be opened: ${messageOf(error)}`, { cause: error })
  } finally {
    await pool.end()
  }
}

/** `PostgreSQL host:port/name`. Throws when the text is no such address, without repeating it. */
function describeUrl(databaseUrl: string): string {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Error('the database address must begin with postgres:// and name a host and a database')
  }
  return `PostgreSQL ${url.host}${url.pathname}`
}

const int8 = pg.types.builtins.INT8

/** Integers of eight bytes come as text; every number of ours fits a double exactly, and one that doesn't is a fault. */
function getTypeParser(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (type === int8 && format !== 'binary') return readInteger
  return pg.types.getTypeParser(type, 'text')
}

function readInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error('an integer of the database is beyond 2^53')
  return value
}

function driverOver(pool: pg.Pool, description: string): Driver {
  let closing: Promise<void> | undefined
  const reader = sessionOver(pool)
  return {
    dialect: 'postgres',
    reader,
    fleeting: () => reader,
    transaction: (work) => retrying(() => runTransaction(pool, work)),
    version: () => undefined,
    async ready() {
      await pool.query('select 1')
    },
    close() {
      closing ??= pool.end()
      return closing
    },
    pool() {
      const { totalCount, idleCount, waitingCount } = pool
      return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
    },
    description,
  }
}

const asIs = (value: Value): Value => value

function sessionOver(connection: pg.Pool | pg.PoolClient, live: { ended: boolean } = { ended: false }): Session {
  const query = (statement: Statement<never, unknown>, parameters: Parameters) => {
    if (live.ended) throw new Error('the transaction of this call is over')
    const compiled = statement.compiled('postgres')
    return connection.query({ name: `s${compiled.id}`, text: compiled.text, values: bind(compiled, parameters, asIs) })
  }
  return {
    async all(statement, parameters) {
      return (await query(statement, parameters)).rows as never
    },
    async first(statement, parameters) {
      return (await query(statement, parameters)).rows[0] as never
    },
    async change({ returning }, parameters) {
      return (await query(returning, parameters)).rows[0] as never
    },
    async run(statement, parameters) {
      return (await query(statement, parameters)).rowCount ?? 0
    },
  }
}

async function runTransaction<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const live = { ended: false }
  let broken: Error | undefined
  try {
    await client.query('begin isolation level read committed')
    const value = await work(sessionOver(client, live))
    live.ended = true
    // COMMIT of a transaction in which a statement failed is a rollback that reports no error: see what was done.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error('the database took the transaction back')
    return value
  } catch (error) {
    live.ended = true
    // A connection that can't even roll back isn't given to anybody again.
    broken = await client.query('rollback').then(
      () => undefined,
      (fault: Error) => fault,
    )
    throw error
  } finally {
    client.release(broken)
  }
}

// Serialization failure, deadlock, and a row that another transaction inserted or deleted between a look and what rests on
// it (unique key, reference): run again, the work sees what the other one did.
const conflicts = new Set(['40001', '40P01', '23505', '23503'])

async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === attemptsMax || !(error instanceof pg.DatabaseError)) throw error
      if (error.code === undefined || !conflicts.has(error.code)) throw error
    }
  }
}
