// Goes `--count N` times through the faults beneath the store, each made for real, with `--seed S`. Exit code 1 where anything was
// lost, wrong or said in other words than documented. `--only TEXT`: scenarios whose name contains it.
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { seededRandom } from '../src/kernel/random.ts'
import { runScenario, scenarios } from '../test/faults/store-faults.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
const chosen = scenarios.filter(({ name }) => name.includes(values.only))

const keeper = fork(fileURLToPath(new URL('../test/store/postgres-server.ts', import.meta.url)), {
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  execArgv: [],
})
const server = new Promise<string>((resolve, reject) => {
  keeper.once('message', (message) => {
    const { url, error } = message as { url?: string; error?: string }
    if (url === undefined) reject(new Error(error))
    else resolve(url)
  })
})

/** An empty database on the run's server. */
async function database(): Promise<string> {
  const url = new URL(await server)
  const name = `faults_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`create database ${name} template template0`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}

const began = performance.now()
const { next } = seededRandom(Number(values.seed))
let wrongs = 0
try {
  console.log(`seed ${values.seed}, ${values.count} times ${chosen.length} faults`)
  for (let turn = 0; turn < Number(values.count); turn++) {
    for (const scenario of chosen) {
      const folder = mkdtempSync(join(tmpdir(), 'opencam-fault-'))
      const { by, ledger, wrong } = await runScenario(scenario, { folder, database, next })
      rmSync(folder, { recursive: true, force: true })
      const { acknowledged, failed, faults } = ledger
      const heard = faults.size === 0 ? 'no fault heard' : `heard: ${[...faults].join(', ')}`
      console.log(`${scenario.name}, by ${by}: ${acknowledged.size} acknowledged, ${failed.size} failed, ${heard}`)
      for (const line of wrong) console.log(`WRONG ${line}`)
      wrongs += wrong.length
    }
  }
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`)
  console.log(`wrong: ${wrongs}`)
} finally {
  keeper.disconnect()
}
if (wrongs > 0) process.exitCode = 1
