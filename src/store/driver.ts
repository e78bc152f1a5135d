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

/** A connection beside those of calls, by which a server follows what others do. */
export interface Line {
  /** Committed state. Rejects within a few seconds where the database cannot be reached. */
  readonly session: Session
  /** Says something to the other servers, perhaps in vain; never throws. */
  tell(text: string): void
  /** How often it was made: a new one may lead to another server, which took the place of the one before. */
  connections(): number
  /** Whether what others say is heard now. */
  hears(): boolean
  close(): void
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
  /** Of a database that other servers may share; `heard` gets what they tell. Left out: there are no others. */
  readonly line?: (heard: (text: string) => void) => Line
  /** Breaks every connection of calls: what waits for an answer that may never come fails now. */
  readonly abandon?: () => void
  /** Throws within about two seconds when no statement can be run. */
  ready(): Promise<void>
  /** Waits for what is under way and closes. */
  close(): Promise<void>
  /** Where there is a pool of connections. */
  pool?(): PoolState
  /** Never with a password. */
  readonly description: string
}
