// A day of calls in minutes, on a clock that is moved: `--hours N` of it, a piece of work every `--every` seconds of that day, drawn
// by `--seed S`; `--database postgres` on a PostgreSQL of its own. Exit code 1 where anything was wrong.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { whole } from '../test/faults/chance.ts'
import { runDay } from '../test/faults/day/run.ts'
import { startEmbedded } from '../test/store/embedded-postgres.ts'

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
    every: { type: 'string', default: '4' },
    database: { type: 'string', default: 'sqlite' },
  },
})
const [hours, seed] = [whole(values.hours, 'hours', 1), whole(values.seed, 'seed', 0)]
const everySeconds = whole(values.every, 'every', 1)
const began = performance.now()
let wrong = 0
const dataDir = mkdtempSync(join(tmpdir(), 'opencam-day-'))
const postgres = values.database === 'postgres' ? await startEmbedded() : undefined
try {
  console.log(`seed ${seed}, ${hours} h, ${postgres === undefined ? 'SQLite' : 'PostgreSQL'}`)
  const report = await runDay({ dataDir, databaseUrl: postgres?.url, hours, seed, everySeconds, say: console.log })
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`${hours} h in ${seconds} s: ${[...report.calls].map(([what, calls]) => `${calls} ${what}`).join(', ')}`)
  console.log(`a month later: ${[...report.left].map(([name, rows]) => `${name} ${rows}`).join(', ')}`)
  for (const line of report.wrong) console.log(`WRONG ${line}`)
  console.log(`wrong: ${report.wrong.length}`)
  wrong = report.wrong.length
} finally {
  await postgres?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
// The database's package listens to the launcher's channel, which would keep this process.
process.exit(wrong === 0 ? 0 : 1)
