// The port between the one SQL implementation (`sql/`) and a database. A driver knows connections, transactions and
// prepared statements; it knows no table. Nothing above this port may ask which database it speaks to.
import type { PoolState } from '../kernel/watch.ts'
import type { DialectName } from './sql/dialect.ts'
import type { Change, Parameters, Statement } from './sql/statement.ts'

/** One connection's view: either the committed state (reader) or the inside of one transaction. */
export interface Session {
  /** Every row, in the statement's order. */
  all<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<readonly R[]>
  /** The first row, or `undefined` where there is none. */
  first<P extends Parameters, R>(statement: Statement<P, R>, parameters: P): Promise<R | undefined>
  /** Changes one row and answers what `select` finds in it afterwards; `undefined` where there is none. */
  change<P extends Parameters, R>(change: Change<P, R>, parameters: P): Promise<R | undefined>
  /** Runs a change and answers how many rows it touched. */
  run<P extends Parameters>(statement: Statement<P, unknown>, parameters: P): Promise<number>
}

export interface Driver {
  readonly dialect: DialectName
  /** Committed state only. */
  readonly reader: Session
  /**
   * Runs the work in a durable transaction: resolved means committed and on disk, a throw means that nothing remains.
   * The work may run again after a conflict and must wait for nothing but its session.
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Statements of their own on the tables that may be forgotten: seen by all servers, never waiting for a disk. */
  fleeting(): Session
  /**
   * A number that is another one whenever anything was committed since it was last asked, by whatever process;
   * `undefined` where asking would cost as much as reading anew.
   */
  version(): number | undefined
  /** Throws when no statement can be run. */
  ready(): Promise<void>
  /** Waits for what is under way and closes. */
  close(): Promise<void>
  /** Where there is a pool of connections. */
  pool?(): PoolState
  /** Never with a password. */
  readonly description: string
}
