// Finds policy tests by their names below folders.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CommandFailure, harmless } from '../io.ts'

const isTest = (name: string): boolean => /\.policy-test\.(?:yaml|yml|json)$/.test(name)

/** Folders that hold what others made. */
const skipped = new Set(['node_modules', '.git'])

/** Files that were named, and all tests below folders that were, in order of their paths. */
export function findTests(paths: readonly string[]): readonly string[] {
  const found = paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) throw new CommandFailure(`${harmless(path)} cannot be read: it is not there`)
    if (!stat.isDirectory()) {
      if (isTest(path)) return [path]
      throw new CommandFailure(
        `${harmless(path)} is no policy test: those are called *.policy-test.yaml, .yml or .json`,
      )
    }
    return below(path)
  })
  return [...new Set(found)]
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : join(folder, entry.name)
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : below(path)
      return isTest(entry.name) ? [path] : []
    })
}
