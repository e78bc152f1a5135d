// How much a noisy account slows a quiet one: the quiet account calls GetUserAppId at a fixed, low rate, alone and beside an
// account that sends as fast as it is answered over many connections, from a process of its own and from the same address.
// Milliseconds of the quiet calls, and their ratio. Rates are off: nothing but fair turns holds the noisy account back.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Credential } from '../src/signing/index.ts'
import { median, startServer } from './child.ts'
import { openLoop, signedRequests } from './load.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const quietCalls = Number(process.env['BENCH_REQUESTS'] ?? 1_000)
const connections = Number(process.env['BENCH_CONNECTIONS'] ?? 128)
const quietPerSecond = 100

const noisy = { secretId: `AKID${'b'.repeat(32)}`, secretKey: 'c'.repeat(32) }
const now = (): number => Math.floor(Date.now() / 1000)

function requestsOf(count: number, port: number, credential: Credential): readonly Buffer[] {
  const target = { host: `127.0.0.1:${port}`, product: 'cam', version: '2019-01-16', action: 'GetUserAppId' }
  return signedRequests(count, target, credential, (index) => ({ parameters: {}, timestamp: now() - (index % 200) }))
}

interface Taken {
  readonly p50: number
  readonly p99: number
}

async function quietCallsTake(port: number, credential: Credential): Promise<Taken> {
  const taken = await openLoop(port, requestsOf(quietCalls, port, credential), quietPerSecond, 64)
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

/** Makes noise while the work is done; calls answered to it per second. */
async function beside<T>(port: number, work: () => Promise<T>): Promise<{ readonly result: T; readonly rate: number }> {
  const [request] = requestsOf(1, port, noisy)
  const given = { port, connections, request: request?.toString('base64') }
  const child = fork(fileURLToPath(new URL('./servers/noise.ts', import.meta.url)), [JSON.stringify(given)])
  const message = () => new Promise((resolve) => child.once('message', resolve))
  await message()
  child.send('start')
  const began = performance.now()
  const result = await work()
  child.send('stop')
  const answered = Number(await message())
  child.kill('SIGKILL')
  return { result, rate: (answered * 1000) / (performance.now() - began) }
}

const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
const env = {
  OPENCAM_PORT: '0',
  OPENCAM_DATA_DIR: folder,
  OPENCAM_ROOT_SECRET_ID: noisy.secretId,
  OPENCAM_ROOT_SECRET_KEY: noisy.secretKey,
  OPENCAM_RATE_LIMITS: 'off',
  OPENCAM_LOG_LEVEL: 'warn',
}
const server = await startServer('two-accounts.ts', { env })
try {
  const { port } = server.ready
  const quiet = server.ready['quiet'] as Credential
  await quietCallsTake(port, quiet)
  const pairs: { readonly alone: Taken; readonly beside: Taken; readonly rate: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const alone = await quietCallsTake(port, quiet)
    const { result, rate } = await beside(port, () => quietCallsTake(port, quiet))
    pairs.push({ alone, beside: result, rate })
  }
  const show = (name: string, pick: (pair: (typeof pairs)[number]) => number, unit: string): void =>
    console.log(`${name.padEnd(52)} ${median(pairs.map(pick)).toFixed(2).padStart(10)} ${unit}`)
  show(`noisy account over ${connections} connections, answered`, ({ rate }) => rate, 'requests/s')
  show('quiet account alone, p50', ({ alone }) => alone.p50, 'ms')
  show('quiet account alone, p99', ({ alone }) => alone.p99, 'ms')
  show('quiet account beside a noisy one, p50', (pair) => pair.beside.p50, 'ms')
  show('quiet account beside a noisy one, p99', (pair) => pair.beside.p99, 'ms')
  show('p50, beside ÷ alone', (pair) => pair.beside.p50 / pair.alone.p50, '')
  show('p99, beside ÷ alone', (pair) => pair.beside.p99 / pair.alone.p99, '')
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
