// Which rows of the catalogs a run has seen allowed, refused and filled. Written as the tests run; the table of coverage
// is made from it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tidy/source.ts'

export const rowCoverageFolder = join(root, '.test-results', 'catalog-coverage')

export interface RowRecorder {
  allowed(action: string): void
  refused(action: string): void
  /** A template whose resource was decided on, with nothing left open in it. */
  filled(action: string, template: string): void
  /** Writes what was seen to the service's file. */
  write(): void
}

export function createRowRecorder(service: string): RowRecorder {
  const seen = { allowed: new Set<string>(), refused: new Set<string>(), filled: new Set<string>() }
  return {
    allowed: (action) => seen.allowed.add(action),
    refused: (action) => seen.refused.add(action),
    filled: (action, template) => seen.filled.add(`${action} ${template}`),
    write() {
      mkdirSync(rowCoverageFolder, { recursive: true })
      const text = Object.fromEntries(Object.entries(seen).map(([kind, names]) => [kind, [...names]]))
      writeFileSync(join(rowCoverageFolder, `${service}.json`), JSON.stringify({ [service]: text }))
    },
  }
}
