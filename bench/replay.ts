// What SQLite itself takes for the store's work: the statements of a transaction are written down with their values, and then run
// bare, without anything around them, so many transactions to one durable commit.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Driver, Session } from '../src/store/driver.ts'
import { bind, type Parameters, type Statement, type Value } from '../src/store/sql/statement.ts'

interface Step {
  readonly text: string
  readonly values: readonly SQLInputValue[]
  readonly kind: 'run' | 'get' | 'all'
}
export type Work = readonly Step[]

const toSqlite = (value: Value): SQLInputValue =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

/** The driver, and what every transaction did. */
export function recording(driver: Driver): { readonly driver: Driver; readonly works: readonly Work[] } {
  const works: Work[] = []
  const transaction: Driver['transaction'] = (work) =>
    driver.transaction((session) => {
      const steps: Step[] = []
      works.push(steps)
      return work(recordingSession(session, steps))
    })
  return { driver: { ...driver, transaction }, works }
}

function recordingSession(session: Session, steps: Step[]): Session {
  const note = (statement: Statement<never, unknown>, parameters: Parameters, kind: Step['kind']): void => {
    const compiled = statement.compiled('sqlite')
    steps.push({ text: compiled.text, values: bind(compiled, parameters, toSqlite), kind })
  }
  return {
    all(statement, parameters) {
      note(statement, parameters, 'all')
      return session.all(statement, parameters)
    },
    first(statement, parameters) {
      note(statement, parameters, 'get')
      return session.first(statement, parameters)
    },
    change(change, parameters) {
      note(change.update, parameters, 'run')
      note(change.select, parameters, 'get')
      return session.change(change, parameters)
    },
    run(statement, parameters) {
      note(statement, parameters, 'run')
      return session.run(statement, parameters)
    },
  }
}

/** Runs works on the file, so many to a commit, in the store's settings. */
export function replayer(file: string): { run(works: readonly Work[], perCommit: number): void; close(): void } {
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  const [begin, commit] = [db.prepare('begin immediate'), db.prepare('commit')]
  const prepared = new Map<string, StatementSync>()
  const queryOf = (text: string): StatementSync => {
    const known = prepared.get(text)
    if (known !== undefined) return known
    const query = db.prepare(text)
    query.setReturnArrays(true)
    prepared.set(text, query)
    return query
  }
  return {
    run(works, perCommit) {
      for (let from = 0; from < works.length; from += perCommit) {
        begin.run()
        for (const work of works.slice(from, from + perCommit)) {
          for (const { text, values, kind } of work) queryOf(text)[kind](...values)
        }
        commit.run()
      }
    },
    close: () => db.close(),
  }
}
