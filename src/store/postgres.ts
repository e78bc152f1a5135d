// PostgreSQL by pg: a pool, one connection for each transaction, every statement prepared under a name. Isolation is READ
// COMMITTED; works of one account wait for each other at `accounts.advance`, which locks the account's row.
import { Socket } from 'node:net'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { messageOf } from './data-folder.ts'
import type { Driver, Session } from './driver.ts'
import { migrate } from './migrate.ts'
import { PostgresLine, type Queries } from './postgres-line.ts'
import { bind, type Parameters, type Statement, type Value } from './sql/statement.ts'
import { CommitUnknown, StoreUnreachable } from './unreachable.ts'

const connectionsMax = 16
const connectTimeoutMs = 10_000
// A statement that takes longer is a fault; so is a transaction whose server went silent half way.
const statementTimeoutMs = 30_000
// Beyond the database's own limit, for answers that never come: the connection is then given up.
const answerTimeoutMs = statementTimeoutMs + 5_000
const readyTimeoutMs = 2_000
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
  const sockets = new Set<Socket>()
  const stream = (): Socket => {
    const socket = new Socket()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
  const pool = new pg.Pool({
    ...common,
    stream,
    max: connectionsMax,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: answerTimeoutMs,
    keepAlive: true,
    types: { getTypeParser },
  })
  // An idle connection that breaks is replaced by the pool on the next use; unheard, the event would end the process.
  pool.on('error', () => {})
  // So would the one of a connection that breaks between two statements of a transaction: the next statement tells of it.
  pool.on('connect', (client) => client.on('error', () => {}))
  const lineConfig = { ...common, types: { getTypeParser } }
  return {
    ...driverOver(pool, description),
    abandon() {
      for (const socket of sockets) socket.destroy()
    },
    line: (heard) => new PostgresLine(lineConfig, (queries) => sessionOver(queries), heard),
  }
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
      const probe = { text: 'select 1', query_timeout: readyTimeoutMs }
      await pool.query(probe)
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

function sessionOver(connection: Queries, live: { ended: boolean } = { ended: false }): Session {
  const query = async (statement: Statement<never, unknown>, parameters: Parameters) => {
    if (live.ended) throw new Error('the transaction of this call is over')
    const compiled = statement.compiled('postgres')
    const values = bind(compiled, parameters, asIs)
    try {
      return await connection.query({ name: `s${compiled.id}`, text: compiled.text, values })
    } catch (fault) {
      throw told(fault)
    }
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
  const client = await pool.connect().catch((fault: unknown) => {
    throw told(fault)
  })
  const live = { ended: false }
  let broken: Error | undefined
  try {
    await client.query('begin isolation level read committed').catch((fault: unknown) => {
      throw told(fault)
    })
    const value = await work(sessionOver(client, live))
    live.ended = true
    await commit(client)
    return value
  } catch (error) {
    live.ended = true
    if (error instanceof StoreUnreachable || error instanceof CommitUnknown) {
      broken = error
      throw error
    }
    // A connection that can't even roll back isn't given to anybody again.
    broken = await client.query('rollback').then(
      () => undefined,
      (fault: Error) => fault,
    )
    throw isAborted(error) ? new Error('the database took the transaction back', { cause: error }) : error
  } finally {
    client.release(broken)
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  // One that is tired of waiting for its synchronous standby commits with a warning: a fail-over may yet take it back.
  let warning: unknown
  const hear = (notice: { readonly code?: string | undefined }): void => {
    if (notice.code?.startsWith('01') === true) warning = notice
  }
  client.on('notice', hear)
  // COMMIT of a transaction in which a statement failed is a rollback that reports no error: see what was done.
  const { command } = await client
    .query('commit')
    .catch((fault: unknown) => {
      throw isUnreachable(fault) ? new CommitUnknown(fault) : fault
    })
    .finally(() => client.off('notice', hear))
  if (command !== 'COMMIT') throw new Error('the database took the transaction back')
  if (warning !== undefined) throw new CommitUnknown(warning)
}

/**
 * Whether an error says that the database cannot be reached, or not for changes: a connection's own failures, a server that
 * starts or stops or has no place left, and one that has become a standby.
 */
function isUnreachable(fault: unknown): boolean {
  if (!(fault instanceof pg.DatabaseError)) return true
  return /^(?:08|57P0[1-5]|53300|25006)/.test(fault.code ?? '')
}

/** A statement failed before, and the work went on as if it had not. */
const isAborted = (fault: unknown): boolean => fault instanceof pg.DatabaseError && fault.code === '25P02'

const told = (fault: unknown): unknown => (isUnreachable(fault) ? new StoreUnreachable(fault) : fault)

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
