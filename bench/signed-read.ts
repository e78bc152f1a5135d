// A signed GetUser through the whole pipeline on SQLite, beside a bare server that only verifies the same signatures:
// requests per second and CPU per request, as ratios of one run. 32 keep-alive connections, one process each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCall, send } from '../src/client/call.ts'
import { median, type ServerProcess, startServer } from './child.ts'
import { load, signedRequests } from './load.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const perRound = Number(process.env['BENCH_REQUESTS'] ?? 20_000)
const connections = 32
const users = 100
const moments = 250

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
    // 250 moments for each of 100 names: no two signatures of a round are the same.
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
const env = {
  OPENCAM_PORT: '0',
  OPENCAM_DATA_DIR: folder,
  OPENCAM_ROOT_SECRET_ID: credential.secretId,
  OPENCAM_ROOT_SECRET_KEY: credential.secretKey,
  OPENCAM_RATE_LIMITS: 'off',
  OPENCAM_LOG_LEVEL: 'warn',
  // What counting costs: the same with BENCH_METRICS=on.
  ...(process.env['BENCH_METRICS'] === 'on' ? { OPENCAM_METRICS_PORT: '0' } : {}),
}
const bare = await startServer('bare.ts', credential)
const full = await startServer('opencam.ts', { env })
try {
  for (let index = 0; index < users; index++) {
    const call = buildCall({ ...targetAt(full.ready.port), action: 'AddUser' }, { Name: `user-${index}` }, credential, {
      timestamp: now(),
      nonce: 1,
    })
    const answer = await send(`http://127.0.0.1:${full.ready.port}`, call)
    if (answer.Error !== undefined) throw new Error(`${answer.Error.Code} ${answer.Error.Message}`)
  }
  const pairs: { readonly bare: Round; readonly full: Round }[] = []
  await measure(bare)
  await measure(full)
  for (let round = 0; round < rounds; round++) pairs.push({ bare: await measure(bare), full: await measure(full) })
  const show = (name: string, pick: (pair: (typeof pairs)[number]) => number, unit: string): void =>
    console.log(`${name.padEnd(44)} ${median(pairs.map(pick)).toFixed(2).padStart(10)} ${unit}`)
  show('bare server, verify and a constant', (pair) => pair.bare.rate, 'requests/s')
  show('OpenCAM, signed GetUser on SQLite', (pair) => pair.full.rate, 'requests/s')
  show('bare server', (pair) => pair.bare.cpuMicros, 'µs CPU/request')
  show('OpenCAM', (pair) => pair.full.cpuMicros, 'µs CPU/request')
  show('rate, OpenCAM ÷ bare (goal ≥ 0.70)', (pair) => pair.full.rate / pair.bare.rate, '')
  show('CPU, OpenCAM ÷ bare (goal ≤ 1.50)', (pair) => pair.full.cpuMicros / pair.bare.cpuMicros, '')
} finally {
  await bare.stop()
  await full.stop()
  rmSync(folder, { recursive: true, force: true })
}
