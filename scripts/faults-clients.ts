// `--clients N` mixed clients for `--minutes M` on `--nodes` servers over a PostgreSQL of their own, which are killed at random, one about every
// `--kill-every` seconds; choices by `--seed S`, `--pause` milliseconds between two calls of a client. Exit code 1 where a write
// was lost, a refused call acted upon, a decision wrong, or memory grew.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { whole } from '../test/faults/chance.ts'
import { runClients } from '../test/faults/clients/run.ts'
import { startEmbedded } from '../test/store/embedded-postgres.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '3' },
    pause: { type: 'string', default: '4000' },
    'kill-every': { type: 'string', default: '20' },
  },
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error(`--minutes wants a number above 0, not ${values.minutes}`)
const [clients, seed] = [whole(values.clients, 'clients', 6), whole(values.seed, 'seed', 0)]
const nodes = whole(values.nodes, 'nodes', 2)
const options = {
  ...{ clients, seed, nodes, seconds: minutes * 60, say: console.log },
  pauseMs: whole(values.pause, 'pause', 0),
  killEveryMs: whole(values['kill-every'], 'kill-every', 1) * 1000,
}
const began = performance.now()
let wrong = 0
const folder = mkdtempSync(join(tmpdir(), 'opencam-clients-'))
const postgres = await startEmbedded()
try {
  console.log(`seed ${seed}, ${minutes} minutes`)
  const report = await runClients({ ...options, folder, databaseUrl: postgres.url })
  console.log(`ends: ${[...report.ends].map(([what, times]) => `${times} ${what}`).join(', ')}; ${report.kills} kills`)
  console.log(
    `${report.there} acknowledged groups looked for at each server, ${report.notThere} that must not be there`,
  )
  console.log(`most resident MB of a server: ${report.residentMb.map((size) => size.toFixed(0)).join(', ')}`)
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`)
  for (const line of report.wrong) console.log(`WRONG ${line}`)
  console.log(`wrong: ${report.wrong.length}`)
  wrong = report.wrong.length
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
// The database's package listens to the launcher's channel, which would keep this process.
process.exit(wrong === 0 ? 0 : 1)
