// The project's own files, for the tests that check the repository. Reads the working tree, never the network.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const skipped = new Set(['node_modules', '.git', '.runtime', 'dist', 'data', 'coverage', '.test-results'])

/** Paths below the folder, relative to the project, with forward slashes, sorted. */
export function filesUnder(folder: string, matches: (path: string) => boolean = () => true): readonly string[] {
  const found: string[] = []
  const visit = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue
      const path = join(directory, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (matches(path)) found.push(relative(root, path).split('\\').join('/'))
    }
  }
  visit(join(root, folder))
  return found.sort()
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

export const isTypeScript = (path: string): boolean => path.endsWith('.ts') || path.endsWith('.tsx')
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

export interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const importPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"\n;]*?|\{[^}]*\})\s*from\s*'([^']+)'|import\('([^']+)'\)|(?:^|\n)\s*import\s*'([^']+)'/g

/** Relative imports of a source text that lives at `path`, resolved to project paths. */
export function importsOf(path: string, text: string): readonly Import[] {
  const found: Import[] = []
  for (const match of text.matchAll(importPattern)) {
    const target = match[3] ?? match[4] ?? match[5]
    if (target === undefined || !target.startsWith('.')) continue
    found.push({ from: path, to: posix.join(posix.dirname(path), target), typeOnly: match[2] !== undefined })
  }
  return found
}
