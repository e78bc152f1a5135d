// What a full run of the tests has seen of every row of the catalogs: allowed, refused, its templates filled. Pure.
import type { ServiceCatalog } from '../src/catalog/service.ts'

/** What one or all recordings say of a service: names of actions, and `Action template`. */
export interface RowsSeen {
  readonly allowed: readonly string[]
  readonly refused: readonly string[]
  readonly filled: readonly string[]
}
export type RowRecording = Readonly<Record<string, RowsSeen>>

interface Count {
  readonly all: number
  readonly seen: number
  readonly missing: readonly string[]
}

export interface ServiceCoverage {
  readonly rows: number
  readonly allowed: Count
  readonly refused: Count
  readonly filled: Count
}
export type CatalogCoverage = Readonly<Record<string, ServiceCoverage>>

export function mergeRows(recordings: readonly RowRecording[]): RowRecording {
  const services = [...new Set(recordings.flatMap((one) => Object.keys(one)))].sort()
  const gather = (service: string, kind: keyof RowsSeen): readonly string[] =>
    [...new Set(recordings.flatMap((one) => one[service]?.[kind] ?? []))].sort()
  return Object.fromEntries(
    services.map((service) => [
      service,
      {
        allowed: gather(service, 'allowed'),
        refused: gather(service, 'refused'),
        filled: gather(service, 'filled'),
      },
    ]),
  )
}

export function catalogCoverageOf(catalogs: readonly ServiceCatalog[], recording: RowRecording): CatalogCoverage {
  return Object.fromEntries(
    catalogs.map(({ service, actions }) => {
      const { allowed = [], refused = [], filled = [] } = recording[service] ?? {}
      const names = [...actions.keys()]
      const templates = [...actions].flatMap(([name, row]) => row.resources.map((template) => `${name} ${template}`))
      const one = { allowed: count(names, allowed), refused: count(names, refused), filled: count(templates, filled) }
      return [service, { rows: actions.size, ...one }]
    }),
  )
}

function count(all: readonly string[], seen: readonly string[]): Count {
  const known = new Set(seen)
  const missing = all.filter((one) => !known.has(one))
  return { all: all.length, seen: all.length - missing.length, missing }
}

/** Every row must have been allowed and refused, and every template filled. */
export function catalogProblems(coverage: CatalogCoverage): readonly string[] {
  const kinds = [
    ['allowed', 'was never seen allowed'],
    ['refused', 'was never seen refused'],
    ['filled', 'was never filled'],
  ] as const
  return Object.entries(coverage).flatMap(([service, one]) =>
    kinds.flatMap(([kind, problem]) => one[kind].missing.map((name) => `${service}:${name}: ${problem}`)),
  )
}

/** Lines of a table for people. */
export function catalogTable(coverage: CatalogCoverage): readonly string[] {
  const shown = ({ all, seen }: Count): string => (all === 0 ? '–' : `${seen}/${all}`)
  return [
    '| Service | Rows | Allowed | Refused | Templates filled |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(coverage).map(([service, { rows, allowed, refused, filled }]) => {
      return `| ${service} | ${rows} | ${shown(allowed)} | ${shown(refused)} | ${shown(filled)} |`
    }),
  ]
}
