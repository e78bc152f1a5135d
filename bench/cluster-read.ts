// A signed GetUser on PostgreSQL, one server: asking the database for key and revision with every call, beside using them from
// memory for as long as it has confirmed them within the bound. 32 keep-alive connections, one process each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCall, send } from '../src/client/call.ts'
import { startEmbedded } from '../test/store/embedded-postgres.ts'
import { median, type ServerProcess, startServer } from './child.ts'
import { load, signedRequests } from './load.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const perRound = Number(process.env['BENCH_REQUESTS'] ?? 10_000)
const connections = 32
const users = 100
const moments = 100

const credential = { secretId: `AKID${'b'.repeat(32)}`, secretKey: 'c'.repeat(32) }
const targetAt = (port: number) =>
  ({ host: `127.0.0.1:${port}`, product: 'cam', version: '2019-01-16', action: 'GetUser' }) as const
const now = (): number => Math.floor(Date.now() / 1000)

interface Round {
  readonly rate: number
  readonly cpuMicros: number
}

async function measure(server: ServerProcess): Promise<Round> {
  const requests = signedRequests(perRound, targetAt(server.ready.port), credential, (index) => ({
    parameters: { Name: `user-${Math.floor(index / moments) % users}` },
    timestamp: now() - (index % moments),
  }))
  const before = await server.cpuSeconds()
  const result = await load(server.ready.port, requests, connections)
  const cpu = (await server.cpuSeconds()) - before
  if (result.errors > 0) throw new Error(`${result.errors} calls were refused`)
  return { rate: result.requests / result.seconds, cpuMicros: (cpu * 1e6) / result.requests }
}

const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
const postgres = await startEmbedded()
const environment = (bound: string) => ({
  OPENCAM_PORT: '0',
  OPENCAM_DATA_DIR: folder,
  OPENCAM_DATABASE_URL: postgres.url,
  OPENCAM_ROOT_SECRET_ID: credential.secretId,
  OPENCAM_ROOT_SECRET_KEY: credential.secretKey,
  OPENCAM_RATE_LIMITS: 'off',
  OPENCAM_LOG_LEVEL: 'warn',
  OPENCAM_DECISION_BOUND_MS: bound,
})
const asking = await startServer('opencam.ts', { env: environment('0') })
const following = await startServer('opencam.ts', { env: environment('100') })
try {
  for (let index = 0; index < users; index++) {
    const target = { ...targetAt(asking.ready.port), action: 'AddUser' }
    const call = buildCall(target, { Name: `user-${index}` }, credential, { timestamp: now(), nonce: 1 })
    const answer = await send(`http://127.0.0.1:${asking.ready.port}`, call)
    if (answer.Error !== undefined) throw new Error(`${answer.Error.Code} ${answer.Error.Message}`)
  }
  await measure(asking)
  await measure(following)
  const pairs: { readonly asking: Round; readonly following: Round }[] = []
  for (let round = 0; round < rounds; round++) {
    pairs.push({ asking: await measure(asking), following: await measure(following) })
  }
  const show = (name: string, pick: (pair: (typeof pairs)[number]) => number, unit: string): void =>
    console.log(`${name.padEnd(44)} ${median(pairs.map(pick)).toFixed(2).padStart(10)} ${unit}`)
  show('asking with every call', (pair) => pair.asking.rate, 'requests/s')
  show('following, bound 100 ms', (pair) => pair.following.rate, 'requests/s')
  show('asking', (pair) => pair.asking.cpuMicros, 'µs CPU/request')
  show('following', (pair) => pair.following.cpuMicros, 'µs CPU/request')
  show('rate, following ÷ asking', (pair) => pair.following.rate / pair.asking.rate, '')
} finally {
  await asking.stop()
  await following.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
// The library that started PostgreSQL keeps the process otherwise.
process.exit(0)
