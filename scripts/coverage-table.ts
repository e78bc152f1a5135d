// What a full run of the tests has seen of every action, counted against the rows: parameters, results, error codes. Pure.
import type { ActionRow } from '../src/actions/define.ts'
import type { Fields, Shape } from '../src/protocol/shape.ts'

/** What one or all recordings say of an action. Paths as in `Info.Uid`, indexes of lists left out. */
export interface Seen {
  readonly parameters: readonly string[]
  readonly results: readonly string[]
  readonly codes: readonly string[]
}
export type Recording = Readonly<Record<string, Seen>>

export interface Share {
  readonly all: number
  readonly seen: number
  readonly missing: readonly string[]
}

export interface ActionCoverage {
  /** In the API reference, or newer than it. */
  readonly documented: boolean
  readonly parameters: Share
  readonly results: Share
  /** Codes of the action's table without those for faults of the server. */
  readonly codes: Share
  /** InternalError.* and bare FailedOperation, which a test injects. */
  readonly faults: Share
}

export interface Coverage {
  readonly totals: {
    readonly actions: number
    readonly parameters: Share
    readonly results: Share
    readonly codes: Share
    readonly faults: Share
  }
  readonly actions: Readonly<Record<string, ActionCoverage>>
}

export interface Unprovoked {
  readonly action: string
  readonly code: string
  readonly reason: string
}

/** The least share of documented pairs of action and code that tests provoke. */
export const codesGoal = 0.95

/** All recordings as one, sorted. */
export function merge(recordings: readonly Recording[]): Recording {
  const names = sorted(recordings.flatMap((one) => Object.keys(one)))
  const gather = (name: string, part: keyof Seen): readonly string[] =>
    sorted(recordings.flatMap((one) => (Object.hasOwn(one, name) ? (one[name]?.[part] ?? []) : [])))
  return Object.fromEntries(
    names.map((name) => [
      name,
      { parameters: gather(name, 'parameters'), results: gather(name, 'results'), codes: gather(name, 'codes') },
    ]),
  )
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort()

/** Whether a code is for a fault of the server, which no input provokes. */
export const isFault = (code: string): boolean => code === 'FailedOperation' || code.startsWith('InternalError')

/** Every member below the fields, lists and types opened. */
export function pathsOf(fields: Fields, prefix = ''): readonly string[] {
  return Object.entries(fields).flatMap(([name, shape]) => {
    const inner = structOf(shape)
    return [`${prefix}${name}`, ...(inner === undefined ? [] : pathsOf(inner, `${prefix}${name}.`))]
  })
}

function structOf({ data }: Shape<unknown>): Fields | undefined {
  if (data.kind === 'list') return structOf(data.of)
  return data.kind === 'struct' ? data.fields : undefined
}

function share(all: readonly string[], seen: readonly string[]): Share {
  const missing = all.filter((one) => !seen.includes(one)).sort()
  return { all: all.length, seen: all.length - missing.length, missing }
}

function sum(name: string, parts: readonly (readonly [action: string, share: Share])[]): Share {
  const total = { all: 0, seen: 0, missing: [] as string[] }
  for (const [action, { all, seen, missing }] of parts) {
    total.all += all
    total.seen += seen
    total.missing.push(...missing.map((one) => `${action}${name}${one}`))
  }
  return total
}

/** The table. `documented` are the names of the actions that the reference has; totals are theirs. */
export function coverageOf(
  rows: readonly ActionRow[],
  recording: Recording,
  documented: ReadonlySet<string>,
): Coverage {
  const actions = Object.fromEntries(
    [...rows]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((row) => [row.name, coverageOfAction(row, recording[row.name], documented.has(row.name))]),
  )
  const counted = Object.entries(actions).filter(([, one]) => one.documented)
  const total = (part: 'parameters' | 'results' | 'codes' | 'faults'): Share =>
    sum(
      part === 'codes' || part === 'faults' ? ' ' : '.',
      counted.map(([name, one]) => [name, one[part]]),
    )
  const totals = { parameters: total('parameters'), results: total('results'), codes: total('codes') }
  return { totals: { actions: counted.length, ...totals, faults: total('faults') }, actions }
}

function coverageOfAction(row: ActionRow, seen: Seen | undefined, documented: boolean): ActionCoverage {
  const { parameters = [], results = [], codes = [] } = seen ?? {}
  return {
    documented,
    parameters: share(pathsOf(row.params), parameters),
    results: share(pathsOf(row.returns), results),
    codes: share(
      row.errors.filter((code) => !isFault(code)),
      codes,
    ),
    faults: share(row.errors.filter(isFault), codes),
  }
}

/** What is wrong with the table: pairs neither provoked nor listed, listed ones that aren't missing, too small a share. */
export function problemsOf(coverage: Coverage, listed: readonly Unprovoked[]): readonly string[] {
  const known = new Set(listed.map(({ action, code }) => `${action} ${code}`))
  const missing = new Set(
    Object.entries(coverage.actions).flatMap(([action, { codes }]) => codes.missing.map((code) => `${action} ${code}`)),
  )
  const { all, seen } = coverage.totals.codes
  return [
    ...[...missing].filter((pair) => !known.has(pair)).map((pair) => `${pair}: provoked by no test, and not listed`),
    ...[...known]
      .filter((pair) => !missing.has(pair))
      .map((pair) => `${pair}: listed as not provoked, but it isn't missing`),
    ...listed.filter(({ reason }) => reason.trim().length < 10).map((one) => `${one.action} ${one.code}: no reason`),
    ...(known.size < listed.length ? ['a pair is listed twice as not provoked'] : []),
    ...(seen < all * codesGoal ? [`only ${seen} of ${all} pairs of action and code are provoked`] : []),
  ]
}
