// The gateway beside a plain reverse proxy with the same signature check, before one upstream: milliseconds of a call at
// 300 a second in open loop, and memory under bodies of 10 MB. One process each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, type ServerProcess, startServer } from './child.ts'
import { load, openLoop, signedRequests } from './load.ts'

const runs = Number(process.env['BENCH_ROUNDS'] ?? 5)
const perSecond = 300
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)
const addedMsMax = 1
const largeBytes = 10_000_000
const bodies = Number(process.env['BENCH_BODIES'] ?? 40)
const warmCalls = Number(process.env['BENCH_REQUESTS'] ?? 2_000)

const credential = { secretId: `AKID${'b'.repeat(32)}`, secretKey: 'c'.repeat(32) }
const now = (): number => Math.floor(Date.now() / 1000)

function requestsFor(server: ServerProcess, action: string, count: number, bodyBytes: number): readonly Buffer[] {
  const host = `127.0.0.1:${server.ready.port}`
  const target = { host, product: 'ses', version: '2020-10-02', action, region: 'ap-guangzhou' }
  const Html = 'x'.repeat(bodyBytes)
  return signedRequests(count, target, credential, (index) => ({
    parameters: { Limit: 10, Offset: index, Html },
    timestamp: now() - (index % 200),
  }))
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN

interface Taken {
  readonly p50: number
  readonly p99: number
}

async function run(server: ServerProcess, action: string): Promise<Taken> {
  const requests = requestsFor(server, action, perSecond * seconds, 1_000)
  const taken = await openLoop(server.ready.port, requests, perSecond, 64)
  return { p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) }
}

function show(name: string, value: number, unit: string): void {
  console.log(`${name.padEnd(58)} ${value.toFixed(2).padStart(9)} ${unit}`)
}

async function speed(proxy: ServerProcess, gateway: ServerProcess): Promise<void> {
  for (const server of [proxy, gateway]) {
    await load(server.ready.port, requestsFor(server, 'ListEmailTemplates', warmCalls, 1_000), 16)
  }
  const all: { readonly plain: Taken; readonly read: Taken; readonly write: Taken }[] = []
  for (let index = 0; index < runs; index++) {
    const plain = await run(proxy, 'ListEmailTemplates')
    const read = await run(gateway, 'ListEmailTemplates')
    all.push({ plain, read, write: await run(gateway, 'DeleteEmailTemplate') })
  }
  const of = (pick: (one: (typeof all)[number]) => number): number => median(all.map(pick))
  show(
    'plain proxy with the signature check, p50',
    of((one) => one.plain.p50),
    'ms',
  )
  show(
    'gateway, a read, p50',
    of((one) => one.read.p50),
    'ms',
  )
  show(
    'plain proxy with the signature check, p99',
    of((one) => one.plain.p99),
    'ms',
  )
  show(
    'gateway, a read, p99',
    of((one) => one.read.p99),
    'ms',
  )
  const added = of((one) => one.read.p99 - one.plain.p99)
  show(`added to the p99 of a read (goal ≤ ${addedMsMax} ms)`, added, 'ms')
  show(
    'gateway, a write with its audit event on disk, p99',
    of((one) => one.write.p99),
    'ms',
  )
}

async function memory(start: () => Promise<ServerProcess>): Promise<void> {
  const peakOf = async (bodyBytes: number): Promise<number> => {
    const server = await start()
    const { errors } = await load(server.ready.port, requestsFor(server, 'ListEmailTemplates', bodies, bodyBytes), 4)
    if (errors > 0) throw new Error(`${errors} calls were refused`)
    const peak = await server.peakBytes()
    await server.stop()
    return peak / 2 ** 20
  }
  const small = await peakOf(1_000)
  const large = await peakOf(largeBytes)
  show(`peak memory, ${bodies} bodies of 1 kB, 4 at once`, small, 'MiB')
  show(`peak memory, ${bodies} bodies of 10 MB, 4 at once`, large, 'MiB')
  show('difference in bodies of 10 MB', ((large - small) * 2 ** 20) / largeBytes, '')
}

const folders: string[] = []
const upstream = await startServer('upstream.ts', {})
const startGateway = (): Promise<ServerProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
  folders.push(folder)
  const env = {
    OPENCAM_PORT: '0',
    OPENCAM_DATA_DIR: folder,
    OPENCAM_ROOT_SECRET_ID: credential.secretId,
    OPENCAM_ROOT_SECRET_KEY: credential.secretKey,
    OPENCAM_RATE_LIMITS: 'off',
    OPENCAM_LOG_LEVEL: 'warn',
    OPENCAM_UPSTREAM_SES: `http://127.0.0.1:${upstream.ready.port}`,
  }
  return startServer('opencam.ts', { env })
}
const proxy = await startServer('proxy.ts', { ...credential, upstream: upstream.ready.port })
const gateway = await startGateway()
try {
  await speed(proxy, gateway)
  await memory(startGateway)
} finally {
  await Promise.all([upstream.stop(), proxy.stop(), gateway.stop()])
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
