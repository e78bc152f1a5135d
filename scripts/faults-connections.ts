// Holds 80 % of a server's file limit (`--files N`) open, asks for more than there is, and makes `--count N` connections in turn from
// sixteen loopback addresses, each with a call drawn by `--seed S`. `--told`: the server is told to
// serve fewer than it could have files. Exit code 1 where an answer was wrong, something was lost or something stayed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { whole } from '../test/faults/chance.ts'
import { runConnections } from '../test/faults/connections.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '4096' },
    told: { type: 'boolean', default: false },
  },
})
const [count, seed] = [whole(values.count, 'count', 10), whole(values.seed, 'seed', 0)]
const files = whole(values.files, 'files', 128)
const { told } = values
const began = performance.now()
const dataDir = mkdtempSync(join(tmpdir(), 'opencam-connections-'))
const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, times]) => `${times} ${what}`).join(', ')
try {
  console.log(`seed ${seed}, ${count} connections, ${files} files, ${told ? 'fewer' : 'no limit of'} connections told`)
  const report = await runConnections({ dataDir, count, seed, files, told, say: console.log })
  const { before, held, after } = report.descriptors
  console.log(
    `held open ${report.held}, ${report.kept} calls on them; descriptors ${before}, ${held}, ${after} afterwards`,
  )
  console.log(`beyond the limit: ${listed(report.beyond)}`)
  console.log(`in turn: ${listed(report.turns)}`)
  console.log(`resident MB: ${report.residentMb.map((size) => size.toFixed(0)).join(', ')}`)
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`)
  for (const line of report.wrong) console.log(`WRONG ${line}`)
  console.log(`wrong: ${report.wrong.length}`)
  if (report.wrong.length > 0) process.exitCode = 1
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
