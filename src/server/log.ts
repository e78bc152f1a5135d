// The server's log: JSON lines on standard error. Never holds a secret: whoever logs gives none; behind that, members whose
// names are those of secrets are struck out, errors are cut down to their words and stack, because a database's error also
// carries the values of the row, and what looks like a secret in any error's words is struck out as well.
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

const struck = '[secret]'

/** Names under which a secret could come, up to three levels down; told apart by case, as pino does. */
const secretNames = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'passwordHash',
  'secret',
  'secretKey',
  'sealedSecret',
  'token',
  'x-tc-token',
].flatMap((name) => [name, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`])
const redactedPaths = secretNames.flatMap((name) =>
  ['', '*.', '*.*.'].map((before) => `${before}["${name}"]`.replace('.[', '[')),
)

/** Texts that are secret whatever stands around them. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\$argon2id\$[^\s"']+/g, struck],
  [/\b(Bearer|Basic) +[\w.~+/=-]+/gi, `$1 ${struck}`],
  [/\b(Signature=)[\w%+/=-]+/g, `$1${struck}`],
  // Of an address: the password before the host.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi, `$1${struck}@`],
]

function harmless(text: string): string {
  return secretTexts.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text)
}

/** An error as the log shows it. */
export function errorFields(error: unknown, depth = 0): LoggedError | undefined {
  if (error === undefined || depth > causesMax) return undefined
  if (!(error instanceof Error)) {
    return { type: typeof error, message: harmless(String(error)), code: undefined, stack: undefined, cause: undefined }
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const { name: type, message, stack } = error
  return {
    type,
    message: harmless(message),
    code,
    stack: stack && harmless(stack),
    cause: errorFields(error.cause, depth + 1),
  }
}

/** A log from that level up; `write` takes each line (standard error by default). */
export function createLog(level: Level | 'silent', write?: (line: string) => void): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: errorFields },
    redact: { paths: redactedPaths, censor: struck },
  }
  return pino(options, write === undefined ? destination({ dest: 2, sync: true }) : { write })
}
