// The server's log: JSON lines on standard error. Never holds a secret: errors are cut down to their words and stack,
// because a database's error also carries the values of the row.
import { destination, type Level, pino } from 'pino'
import type { Log } from '../actions/world.ts'

interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code: string | undefined
  readonly stack: string | undefined
  readonly cause: LoggedError | undefined
}

const causesMax = 5

/** An error as the log shows it. */
export function errorFields(error: unknown, depth = 0): LoggedError | undefined {
  if (error === undefined || depth > causesMax) return undefined
  if (!(error instanceof Error)) {
    return { type: typeof error, message: String(error), code: undefined, stack: undefined, cause: undefined }
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const { name: type, message, stack } = error
  return { type, message, code, stack, cause: errorFields(error.cause, depth + 1) }
}

/** A log from that level up; `write` takes each line (standard error by default). */
export function createLog(level: Level | 'silent', write?: (line: string) => void): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { error: errorFields } }
  return pino(options, write === undefined ? destination({ dest: 2, sync: true }) : { write })
}
