// What tests have seen of each action: parameters sent, results received, codes provoked. Written as the tests run;
// `scripts/coverage.ts` makes the table from it, and nothing else does.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tidy/source.ts'

export interface Seen {
  readonly parameters: Set<string>
  readonly results: Set<string>
  readonly codes: Set<string>
}

export const coverageFolder = join(root, '.test-results', 'coverage')

/** Paths of everything in a value that is not null: `Info.Uid` for `{ Info: [{ Uid: 1 }] }`. */
export function pathsOf(value: unknown, prefix = ''): readonly string[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, prefix))
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, entry]) =>
    entry === null || entry === undefined ? [] : [`${prefix}${name}`, ...pathsOf(entry, `${prefix}${name}.`)],
  )
}

export interface CoverageRecorder {
  answered(action: string, parameters: object, result: object): void
  refused(action: string, code: string): void
  /** Writes what was seen to a file of its own. */
  write(name: string): void
}

export function createRecorder(): CoverageRecorder {
  const seen = new Map<string, Seen>()
  const of = (action: string): Seen => {
    const found = seen.get(action) ?? { parameters: new Set(), results: new Set(), codes: new Set() }
    seen.set(action, found)
    return found
  }
  return {
    answered(action, parameters, result) {
      const entry = of(action)
      for (const path of pathsOf(parameters)) entry.parameters.add(path)
      for (const path of pathsOf(result)) entry.results.add(path)
    },
    refused(action, code) {
      of(action).codes.add(code)
    },
    write(name) {
      if (seen.size === 0) return
      mkdirSync(coverageFolder, { recursive: true })
      const text = JSON.stringify(
        Object.fromEntries(
          [...seen].map(([action, entry]) => [
            action,
            { parameters: [...entry.parameters], results: [...entry.results], codes: [...entry.codes] },
          ]),
        ),
      )
      writeFileSync(join(coverageFolder, `${name}.json`), text)
    },
  }
}
