// Kills a real server at awaits of its writes and says what the database then held: `--rounds N` of them drawn by `--seed S`, or
// `--every` one of each kind of write; `--database postgres` on a PostgreSQL of its own. Exit code 1 where anything was wrong.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { killRounds } from '../test/faults/kill.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    every: { type: 'boolean', default: false },
    database: { type: 'string', default: 'sqlite' },
  },
})

/** A server for this run, as a process of its own that ends with it. */
async function startPostgres(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const keeper = fileURLToPath(new URL('../test/store/postgres-server.ts', import.meta.url))
  const child = fork(keeper, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  const { url, error } = await new Promise<{ url?: string; error?: string }>((resolve) => {
    child.once('message', (message) => resolve(message as { url?: string; error?: string }))
    child.once('exit', (code) => resolve({ error: `PostgreSQL's keeper ended with ${code}` }))
  })
  if (url === undefined) throw new Error(error ?? 'PostgreSQL did not start')
  return { url, child }
}

const began = performance.now()
const dataDir = mkdtempSync(join(tmpdir(), 'opencam-faults-'))
const postgres = values.database === 'postgres' ? await startPostgres() : undefined
try {
  const seed = Number(values.seed)
  const rounds = values.every ? undefined : Number(values.rounds)
  const place = { dataDir, databaseUrl: postgres?.url }
  console.log(`seed ${seed}, ${rounds ?? 'all'} points, ${postgres === undefined ? 'SQLite' : 'PostgreSQL'}`)
  const report = await killRounds(place, { seed, rounds, say: console.log })
  for (const [kind, count] of Object.entries(report.points))
    console.log(`${String(count).padStart(5)} awaits of ${kind}`)
  const { killed, notReached, acknowledged, there, absent, wrong } = report
  console.log(`${killed} killed at their point, ${notReached} had ended before it`)
  console.log(`${acknowledged} acknowledged all the same; afterwards ${there} there whole, ${absent} not at all`)
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`)
  console.log(`wrong: ${wrong.length}`)
  if (wrong.length > 0) process.exitCode = 1
} finally {
  postgres?.child.disconnect()
  rmSync(dataDir, { recursive: true, force: true })
}
