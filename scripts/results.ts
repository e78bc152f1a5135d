// Runs commands whose output stands in docs/operating/results.md, one after the other, and writes their sections anew:
// `npm run results -- NAME…`, all of them with `--all`; `--list` says what there is. Exit code 1 where a goal was missed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, homedir, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { judge } from './results/judge.ts'
import { pagePath, type Ran, renderPage } from './results/page.ts'
import { commandOf, type ResultRow, resultRows } from './results/rows.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = join(root, pagePath)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
})

function git(...args: readonly string[]): string {
  return spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? ''
}

/** Files that differ from the commit, but for the page itself, make it another one. */
function commitNow(): string {
  const changed = git('status', '--porcelain', '--', '.', `:!${pagePath}`)
  return `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${changed === '' ? '' : ' with changes'}`
}

function machineNow(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const [first] = cpus()
  return `${availableParallelism()} processors (${first?.model.trim() ?? 'unknown'}), ${gigabytes} GB, Node ${process.versions.node}`
}

/** Where this machine keeps things is nobody's business. */
const placeless = (line: string): string =>
  [
    [root, ''],
    [tmpdir(), '/tmp'],
    [homedir(), '~'],
  ].reduce((text, [from = '', to = '']) => text.replaceAll(from, to), stripVTControlCharacters(line))

/** Runs it as anybody would; what it prints is seen at once, and its standard output is kept. */
async function output(row: ResultRow): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const args = ['scripts/launch.mjs', 'run', row.script, ...(row.args ?? [])]
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    process.stdout.write(chunk)
  })
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? 1)))
  return { code, lines: text.trimEnd().split('\n').map(placeless) }
}

async function run(row: ResultRow): Promise<Ran> {
  const began = performance.now()
  const { code, lines } = await output(row)
  return {
    row,
    commit: commitNow(),
    date: new Date().toISOString().slice(0, 10),
    machine: machineNow(),
    seconds: (performance.now() - began) / 1000,
    output: lines,
    verdict: judge(row, code, lines),
  }
}

function write(ran: readonly Ran[]): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, renderPage(page, ran))
}

function list(): void {
  for (const row of resultRows)
    console.log(`${row.name.padEnd(38)} ${String(row.minutes).padStart(3)} min  ${commandOf(row).join(' ')}`)
}

const unknown = positionals.filter((name) => resultRows.every((row) => row.name !== name))
const chosen = values.all ? resultRows : resultRows.filter(({ name }) => positionals.includes(name))
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(', ')}: --list says what there is`)
  process.exitCode = 2
} else if (values.list || chosen.length === 0) {
  list()
  // Rows that came or went are seen in the page all the same.
  write([])
} else {
  for (const row of chosen) {
    console.log(`\n— ${row.name}: ${commandOf(row).join(' ')} —`)
    const ran = await run(row)
    // After each, so that what was run is kept when the next is stopped.
    write([ran])
    console.log(ran.verdict.met ? 'goal met' : `goal missed: ${ran.verdict.why.join('; ')}`)
    if (!ran.verdict.met) process.exitCode = 1
  }
}
