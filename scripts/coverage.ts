// The table of what tests have seen of each action. The tests leave recordings as they run; `npm test` calls this file
// around a full run: --begin drops the recordings of earlier runs, --check merges what the run left and judges it.
// Partial runs never come here. `npm run docs` writes the documents from the last full run.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { actions } from '../src/actions/index.ts'
import { coverageFolder } from '../test/api/coverage.ts'
import { camApi } from '../test/reference/cam-api.ts'
import { unprovoked } from '../test/reference/unprovoked.ts'
import { renderData, renderPage, renderReadme } from './coverage-render.ts'
import { coverageOf, merge, problemsOf, type Recording } from './coverage-table.ts'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
/** The recordings of the last full run as one. */
const mergedFile = path.join(root, '.test-results', 'coverage.json')

export interface CoverageFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

function present(file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch {
    return undefined
  }
}

/** The documents as the last full run makes them; none where there was no full run. */
export function coverageFiles(): readonly CoverageFile[] {
  const recorded = present(path.relative(root, mergedFile))
  return recorded === undefined ? [] : filesFor(JSON.parse(recorded))
}

function filesFor(recording: Recording): readonly CoverageFile[] {
  const coverage = coverageOf(actions, recording, new Set(Object.keys(camApi.actions)))
  const readme = renderReadme(present('README.md') ?? '', coverage)
  const files = [
    { path: 'docs/coverage.json', text: renderData(coverage) },
    { path: 'docs/coverage.md', text: renderPage(coverage, actions, unprovoked) },
  ]
  return readme === undefined ? files : [...files, { path: 'README.md', text: readme }]
}

function takeRecordings(): Recording {
  const files = readdirSync(coverageFolder).filter((name) => name.endsWith('.json'))
  const merged = merge(files.map((name) => JSON.parse(readFileSync(path.join(coverageFolder, name), 'utf8'))))
  mkdirSync(path.dirname(mergedFile), { recursive: true })
  writeFileSync(mergedFile, JSON.stringify(merged))
  return merged
}

function begin(): void {
  rmSync(coverageFolder, { recursive: true, force: true })
  rmSync(mergedFile, { force: true })
  mkdirSync(coverageFolder, { recursive: true })
}

/** Exit code 1 where the table is not as it should be. */
function check(): void {
  const recording = takeRecordings()
  const coverage = coverageOf(actions, recording, new Set(Object.keys(camApi.actions)))
  const files = filesFor(recording)
  const problems = [
    ...problemsOf(coverage, unprovoked),
    ...(files.some((file) => file.path === 'README.md') ? [] : ['README.md has no place for the table of coverage']),
    ...files
      .filter((file) => present(file.path) !== file.text)
      .map((file) => `${file.path} is stale: run npm run docs`),
  ]
  const { codes, faults, actions: count } = coverage.totals
  console.log(
    `${count} documented actions; error codes ${codes.seen}/${codes.all}, injected ${faults.seen}/${faults.all}`,
  )
  for (const problem of problems) console.log(`! ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}

if (import.meta.main) {
  const [mode] = process.argv.slice(2)
  if (mode === '--begin') begin()
  else if (mode === '--check') check()
  else throw new Error('usage: node scripts/coverage.ts --begin | --check')
}
