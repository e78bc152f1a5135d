// The table of what tests have seen of each action. The tests leave recordings as they run; `npm test` calls this file
// around a full run: --begin drops the recordings of earlier runs, --check merges what the run left and judges it.
// Partial runs never come here. `npm run documents` writes the documents from the last full run.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { actions } from '../src/actions/index.ts'
import { loadCatalogs } from '../src/catalog/load.ts'
import { coverageFolder } from '../test/api/coverage.ts'
import { rowCoverageFolder } from '../test/gateway/row-coverage.ts'
import { camApi } from '../test/reference/cam-api.ts'
import { unprovoked } from '../test/reference/unprovoked.ts'
import {
  type CatalogCoverage,
  catalogCoverageOf,
  catalogProblems,
  mergeRows,
  type RowRecording,
} from './catalog-coverage.ts'
import { renderData, renderPage, renderReadme } from './coverage-render.ts'
import { coverageOf, merge, problemsOf, type Recording } from './coverage-table.ts'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
/** The recordings of the last full run as one. */
const mergedFile = path.join(root, '.test-results', 'recorded.json')

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

/** What a full run left: of our own actions, and of the rows of catalogs. */
interface Recorded {
  readonly actions: Recording
  readonly rows: RowRecording
}

const coverageIn = ({ actions: recording, rows }: Recorded) => ({
  coverage: coverageOf(actions, recording, new Set(Object.keys(camApi.actions))),
  catalogs: catalogCoverageOf(loadCatalogs().all, rows),
})

function filesFor(recorded: Recorded): readonly CoverageFile[] {
  const { coverage, catalogs } = coverageIn(recorded)
  const readme = renderReadme(present('README.md') ?? '', coverage, catalogs)
  const files = [
    { path: 'docs/coverage.json', text: renderData(coverage, catalogs) },
    { path: 'docs/coverage.md', text: renderPage(coverage, actions, unprovoked) },
  ]
  return readme === undefined ? files : [...files, { path: 'README.md', text: readme }]
}

const recordingsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')))

function takeRecordings(): Recorded {
  const merged = { actions: merge(recordingsIn(coverageFolder)), rows: mergeRows(recordingsIn(rowCoverageFolder)) }
  mkdirSync(path.dirname(mergedFile), { recursive: true })
  writeFileSync(mergedFile, JSON.stringify(merged))
  return merged
}

function begin(): void {
  for (const folder of [coverageFolder, rowCoverageFolder]) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
  rmSync(mergedFile, { force: true })
}

/** Exit code 1 where the table is not as it should be. */
function check(): void {
  const recording = takeRecordings()
  const { coverage, catalogs } = coverageIn(recording)
  const files = filesFor(recording)
  const problems = [
    ...problemsOf(coverage, unprovoked),
    ...catalogProblems(catalogs),
    ...(files.some((file) => file.path === 'README.md') ? [] : ['README.md has no place for the table of coverage']),
    ...files
      .filter((file) => present(file.path) !== file.text)
      .map((file) => `${file.path} is stale: run npm run documents`),
  ]
  const { codes, faults, actions: count } = coverage.totals
  console.log(
    `${count} documented actions; error codes ${codes.seen}/${codes.all}, injected ${faults.seen}/${faults.all}`,
  )
  console.log(`rows of catalogs: ${rowsText(catalogs)}`)
  for (const problem of problems) console.log(`! ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}

const rowsText = (catalogs: CatalogCoverage): string =>
  Object.entries(catalogs)
    .map(
      ([service, { rows, allowed, refused }]) => `${service} ${rows}, allowed ${allowed.seen}, refused ${refused.seen}`,
    )
    .join('; ')

if (import.meta.main) {
  const [mode] = process.argv.slice(2)
  if (mode === '--begin') begin()
  else if (mode === '--check') check()
  else throw new Error('usage: node scripts/coverage.ts --begin | --check')
}
