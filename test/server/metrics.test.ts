import { request } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { createMetrics } from '../../src/observe/metrics.ts'
import { metricRows } from '../../src/observe/rows.ts'
import { renderMetrics } from '../../src/observe/text.ts'
import { storeWatch } from '../../src/observe/watch.ts'
import { serveMetrics } from '../../src/server/metrics.ts'
import { temporaryFolder } from './cli.ts'
import { exposition, numberOf, type Sample } from './exposition.ts'
import { callerOn } from './load.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

async function start(...argv: readonly string[]): Promise<RunningServer> {
  const args = ['--port', '0', '--data', temporaryFolder(), '--metrics-port', '0', ...argv]
  const server = await startServer(readSettings(args, {}), { log: silent })
  onTestFinished(() => server.close())
  return server
}

function rootOf({ firstRoot }: RunningServer) {
  const { secretId = '', secretKey = '' } = firstRoot ?? {}
  return { secretId, secretKey }
}

async function scrape(server: RunningServer): Promise<readonly Sample[]> {
  const answer = await fetch(`${server.metrics?.listening}/metrics`)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return exposition(await answer.text())
}

describe('the metrics', () => {
  test('count calls by action and outcome, their time, their verdicts and why senders are unknown', async () => {
    const server = await start()
    const call = callerOn(server.url, rootOf(server))
    await call('AddUser', { Name: 'one', UseApi: 1 })
    await call('GetUser', { Name: 'one' })
    await call('GetUser', { Name: 'two' })
    await call('GetUser', {})
    const made = await server.world.store.read.users.byName(server.firstRoot?.account ?? 0, 'one')
    const [key] = await server.world.store.read.keys.list(server.firstRoot?.account ?? 0, made?.uin ?? 0)
    expect(key).toBeDefined()
    const wrong = callerOn(server.url, { ...rootOf(server), secretKey: 'x'.repeat(32) })
    await wrong('GetUser', { Name: 'one' })
    const nobody = callerOn(server.url, { secretId: 'AKIDnobody', secretKey: 'x'.repeat(32) })
    await nobody('GetUser', { Name: 'one' })
    const seen = await scrape(server)
    const calls = (action: string, outcome: string): number =>
      numberOf(seen, 'opencam_calls_total', { product: 'cam', action, outcome })
    expect([calls('AddUser', 'ok'), calls('GetUser', 'ok')]).toEqual([1, 1])
    expect([calls('GetUser', 'invalid'), calls('GetUser', 'unauthenticated')]).toEqual([2, 2])
    expect(numberOf(seen, 'opencam_call_seconds_count', { action: 'GetUser' })).toBe(5)
    expect(numberOf(seen, 'opencam_authentication_failures_total', { reason: 'signature' })).toBe(1)
    expect(numberOf(seen, 'opencam_authentication_failures_total', { reason: 'unknown-key' })).toBe(1)
    expect(numberOf(seen, 'opencam_decisions_total', { layer: 'root', effect: 'allow' })).toBeGreaterThan(0)
    expect(numberOf(seen, 'opencam_store_transactions_total', { outcome: 'committed' })).toBeGreaterThan(0)
    expect(numberOf(seen, 'opencam_store_commit_works_count', {})).toBeGreaterThan(0)
    expect(numberOf(seen, 'opencam_ready', {})).toBe(1)
    expect(numberOf(seen, 'opencam_memory_bytes', { kind: 'resident' })).toBeGreaterThan(1e6)
  })

  test('count a refusal under the layer that settled it, and a call over its rate', async () => {
    const server = await start()
    const root = callerOn(server.url, rootOf(server))
    const { SecretId, SecretKey } = (await root('AddUser', { Name: 'poor', UseApi: 1 })) as Record<string, string>
    const poor = callerOn(server.url, { secretId: SecretId ?? '', secretKey: SecretKey ?? '' })
    expect((await poor('ListUsers')).Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
    // One second's calls and as many more: whichever second of the clock they fall into, some are over the rate.
    const answers = await Promise.all(Array.from({ length: 60 }, () => poor('ListUsers')))
    const throttled = answers.filter((answer) => answer.Error?.Code === 'RequestLimitExceeded').length
    const seen = await scrape(server)
    expect(numberOf(seen, 'opencam_decisions_total', { layer: 'identity', effect: 'deny' })).toBe(61 - throttled)
    expect(numberOf(seen, 'opencam_throttled_calls_total', {})).toBe(throttled)
    expect(numberOf(seen, 'opencam_calls_total', { action: 'ListUsers', outcome: 'refused' })).toBe(61 - throttled)
  })

  test('have no more series after ten thousand hostile names, and repeat none of them', async () => {
    const server = await start('--rate-limits', 'off')
    const respond = server.dispatcher.respond
    const credential = rootOf(server)
    const host = new URL(server.url).host
    const beginnings = ['"x"} 1\n', '\\', '{}', 'constructor', '__proto__']
    const hostile = (index: number): string => `${beginnings[index % 5]}evil${index}`
    const ask = async (index: number): Promise<void> => {
      const name = hostile(index).replaceAll(/[^\w"{}\\-]/g, '')
      const target = {
        host: index % 4 === 0 ? `${name}.example` : host,
        product: index % 4 === 1 ? name : (['cam', 'sts', 'ses', 'tag'][index % 3] ?? 'cam'),
        version: index % 8 === 2 ? name : '2019-01-16',
        action: index % 2 === 0 ? name : 'GetUser',
      }
      const signer = index % 3 === 0 ? { secretId: name, secretKey: 'k'.repeat(16) } : credential
      const built = buildCall(target, { Name: hostile(index) }, signer, {
        timestamp: Math.floor(Date.now() / 1000),
        nonce: 1,
      })
      const headers = new Map(Object.entries(built.headers).map(([key, value]) => [key.toLowerCase(), value]))
      await respond({
        method: built.method,
        path: index % 7 === 0 ? `/${name}` : '/',
        rawQuery: '',
        header: (key: string) => headers.get(key),
        body: built.body,
        from: { address: '127.0.0.1', tls: false },
      } as never)
    }
    for (let index = 0; index < 400; index++) await ask(index)
    const before = await scrape(server)
    for (let index = 400; index < 10_400; index++) await ask(index)
    const after = await scrape(server)
    const keys = (samples: readonly Sample[]): readonly string[] =>
      samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`)
    expect(keys(after)).toEqual(keys(before))
    expect(JSON.stringify(after)).not.toContain('evil')
    expect(numberOf(after, 'opencam_calls_total', {})).toBe(10_400)
  }, 300_000)

  test('are at an address of their own, and nowhere else', async () => {
    const server = await start()
    const other = server.metrics?.listening ?? ''
    expect((await fetch(`${other}/other`)).status).toBe(404)
    expect((await fetch(`${other}/metrics`, { method: 'POST' })).status).toBe(405)
    expect((await fetch(`${other}/healthz`)).status).toBe(200)
    expect((await fetch(`${other}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain('opencam_')
  })

  test('are not there unless asked for', async () => {
    const server = await startServer(readSettings(['--port', '0', '--data', temporaryFolder()], {}), { log: silent })
    onTestFinished(() => server.close())
    expect(server.metrics).toBeUndefined()
  })

  test('say whether calls can be served', async () => {
    const metrics = createMetrics({ product: [], action: [], task: [], version: [] })
    let gone = false
    const ready = async (): Promise<void> => {
      if (gone) throw new Error('gone')
    }
    const server = await serveMetrics({ host: '127.0.0.1', port: 0, metrics, ready, log: silent })
    onTestFinished(() => server.close())
    const ask = async (): Promise<number> =>
      numberOf(exposition(await (await fetch(`${server.listening}/metrics`)).text()), 'opencam_ready', {})
    expect(await ask()).toBe(1)
    gone = true
    expect(await ask()).toBe(0)
    expect((await fetch(`${server.listening}/readyz`)).status).toBe(503)
  })

  test('count open connections', async () => {
    const server = await start()
    const { port } = server
    const held = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': '100' } })
    held.on('error', () => {})
    await new Promise<void>((resolve) => held.once('socket', (socket) => socket.once('connect', () => resolve())))
    held.write('{')
    await fetch(`${server.url}/healthz`)
    const seen = await scrape(server)
    expect(numberOf(seen, 'opencam_connections', {})).toBeGreaterThanOrEqual(1)
    expect(numberOf(seen, 'opencam_request_body_bytes', {})).toBe(100)
    held.destroy()
  })
})

test('every metric is written where it has a value, in the order and under the type of its row', async () => {
  const server = await start()
  await callerOn(server.url, rootOf(server))('GetUserAppId')
  const text = await (await fetch(`${server.metrics?.listening}/metrics`)).text()
  const typed = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map((match) => `${match[1]} ${match[2]}`)
  const rows = metricRows.map(({ name, type }) => `${name} ${type}`)
  expect(typed).toEqual(rows.filter((row) => typed.includes(row)))
  // The others have nothing to show: nothing failed, and SQLite has no pool.
  const silentRows = rows.filter((row) => !typed.includes(row)).map((row) => row.split(' ')[0])
  expect(silentRows).toEqual([
    'opencam_authentication_failures_total',
    'opencam_overloaded_total',
    'opencam_store_pool_connections',
  ])
})

test('a label outside of its list is counted as other, and what could end a line is escaped', () => {
  const metrics = createMetrics({ product: ['a"\n\\'], action: [], task: [], version: [] })
  metrics.cell('opencam_calls_total', 'a"\n\\', 'anything', 'ok').value += 2
  const text = renderMetrics(metrics)
  expect(text).toContain('opencam_calls_total{product="a\\"\\n\\\\",action="other",outcome="ok"} 2\n')
  expect(() => metrics.cell('opencam_calls_total', 'a')).toThrow('has the labels')
})

test('the buckets of a histogram are cumulative and end with all', () => {
  const metrics = createMetrics({ product: [], action: [], task: [], version: [] })
  let moment = 0
  const watch = storeWatch(metrics, () => moment)
  for (const tookMs of [0.4, 3, 40_000]) {
    moment += tookMs
    watch.transactionEnded(moment - tookMs, true)
  }
  const seen = exposition(renderMetrics(metrics))
  const bucket = (le: string): number => numberOf(seen, 'opencam_store_transaction_seconds_bucket', { le })
  expect([bucket('0.0005'), bucket('0.005'), bucket('30'), bucket('+Inf')]).toEqual([1, 2, 2, 3])
  expect(numberOf(seen, 'opencam_store_transaction_seconds_count', {})).toBe(3)
})

test('a metric says in its row what it is, once', () => {
  const names = metricRows.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, type, help } of metricRows) {
    expect(name).toMatch(/^opencam_[a-z_]+$/)
    expect(name.endsWith('_total'), name).toBe(type === 'counter')
    expect(help).toMatch(
      /^(A|When|Always|Calls|Time|Verdicts|Requests|Open|Bytes|Write|Transactions|Connections|Looks|Compiled|Statements|Runs|How|Memory|Processor|1)/,
    )
    expect(help).not.toMatch(/\.$/)
  }
})

test('a call is answered the same with metrics and without', async () => {
  const server = await start()
  const { host } = new URL(server.url)
  const target = { host, product: 'cam', version: '2019-01-16', action: 'GetUserAppId' }
  const built = buildCall(target, {}, rootOf(server), { timestamp: Math.floor(Date.now() / 1000), nonce: 1 })
  expect(await send(server.url, built)).toMatchObject({ Uin: '100000000001' })
})
