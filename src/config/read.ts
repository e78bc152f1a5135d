// Reads settings from arguments and environment by a table of rows. Pure: no process, no files. A flag wins over the
// environment, the environment over the default. Whatever is not known is an error that names the nearest known one.
import { nearest } from '../kernel/nearest.ts'
import type { OptionRow } from './row.ts'

/** Something wrong in how the program was called: said in one line, exit code 2. */
export class UsageError extends Error {}

type SettingOf<R> = R extends { pattern: true } & OptionRow<string, infer T>
  ? ReadonlyMap<string, T>
  : R extends OptionRow<string, infer T>
    ? T
    : never

/** The settings that a table of rows gives. */
export type SettingsOf<Rows extends readonly OptionRow[]> = {
  readonly [R in Rows[number] as R['name']]: SettingOf<R>
}

export type Environment = Readonly<Record<string, string | undefined>>

interface Given {
  readonly row: OptionRow
  /** What stands for the hole of a pattern. */
  readonly key: string
  /** How it was given, for messages. */
  readonly where: string
  readonly text: string
}

/** Settings of the rows from flags and environment. Throws UsageError. An empty variable counts as not set. */
export function readRows<const Rows extends readonly OptionRow[]>(
  rows: Rows,
  argv: readonly string[],
  env: Environment,
): SettingsOf<Rows> {
  const given = new Map<string, Given>()
  for (const found of [...fromEnvironment(rows, env), ...fromFlags(rows, argv)]) {
    given.set(`${found.row.name} ${found.key}`, found)
  }
  const values: Record<string, unknown> = {}
  for (const row of rows) {
    if (row.pattern) {
      const entries = [...given.values()].filter((found) => found.row === row)
      values[row.name] = new Map(entries.map((found) => [found.key, parsed(found)]))
    } else {
      const found = given.get(`${row.name} `) ?? byDefault(row)
      values[row.name] = found === undefined ? undefined : parsed(found)
    }
  }
  assertFilled(rows, values)
  return values
}

/** Each value came through the parser of its own row, so what is left to show is that no row was forgotten. */
function assertFilled<const Rows extends readonly OptionRow[]>(
  rows: Rows,
  values: Record<string, unknown>,
): asserts values is SettingsOf<Rows> {
  for (const row of rows) if (!Object.hasOwn(values, row.name)) throw new Error(`no value for ${row.name}`)
}

function byDefault(row: OptionRow): Given | undefined {
  return row.default === undefined ? undefined : { row, key: '', where: `default of ${row.env}`, text: row.default }
}

/** Variables of commands that call a server, which somebody may have set for good: no options of the server. */
const ofClients = new Set(['OPENCAM_ENDPOINT', 'OPENCAM_PROFILE'])

function fromEnvironment(rows: readonly OptionRow[], env: Environment): readonly Given[] {
  const found: Given[] = []
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('OPENCAM_') || ofClients.has(name)) continue
    const match = matchRow(rows, (row) => row.env, name, '[A-Z0-9][A-Z0-9_]*')
    if (match === undefined)
      throw unknown(
        `environment variable ${name}`,
        name,
        rows.map((row) => row.env),
      )
    if (text !== undefined && text !== '') found.push({ ...match, where: name, text })
  }
  return found
}

function fromFlags(rows: readonly OptionRow[], argv: readonly string[]): readonly Given[] {
  const found = new Map<string, Given>()
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? ''
    if (!argument.startsWith('--')) throw new UsageError(`unexpected argument ${JSON.stringify(argument)}`)
    const equals = argument.indexOf('=')
    const name = equals < 0 ? argument : argument.slice(0, equals)
    const match = matchRow(rows, (row) => row.flag, name, '[a-z0-9][a-z0-9-]*')
    if (match === undefined)
      throw unknown(
        `option ${name}`,
        name,
        rows.map((row) => row.flag),
      )
    if (found.has(name)) throw new UsageError(`${name} is given twice`)
    if (equals < 0) at += 1
    const text = equals < 0 ? argv[at] : argument.slice(equals + 1)
    // A value that begins with two dashes is far more often a forgotten value than meant; `--flag=--text` is open.
    if (text === undefined || (equals < 0 && text.startsWith('--'))) throw new UsageError(`${name} needs a value`)
    found.set(name, { ...match, where: name, text })
  }
  return [...found.values()]
}

/** The row whose name this is, and what fills its hole. */
function matchRow(
  rows: readonly OptionRow[],
  nameOf: (row: OptionRow) => string,
  name: string,
  hole: string,
): { readonly row: OptionRow; readonly key: string } | undefined {
  const exact = rows.find((row) => !row.pattern && nameOf(row) === name)
  if (exact !== undefined) return { row: exact, key: '' }
  for (const row of rows) {
    if (!row.pattern) continue
    const match = new RegExp(`^${nameOf(row).replace(/<[^>]+>/, `(${hole})`)}$`).exec(name)
    if (match?.[1] !== undefined) return { row, key: match[1].toLowerCase().replaceAll('_', '-') }
  }
  return undefined
}

function unknown(what: string, name: string, known: readonly string[]): UsageError {
  const near = nearest(name, known)
  return new UsageError(`unknown ${what}${near === undefined ? '' : `; the nearest known one is ${near}`}`)
}

function parsed({ row, where, text }: Given): unknown {
  const result = row.parse.safeParse(text)
  if (result.success) return result.data
  const value = row.secret ? '' : `, not ${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)}`
  throw new UsageError(`${where} ${result.error.issues[0]?.message ?? 'cannot be read'}${value}`)
}
