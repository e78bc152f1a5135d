// Many idle connections to a server with a gateway, all from another process: what they cost, that calls go on between
// them, and that nothing of them stays. For the suite with few, for `npm run stress` with many.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildCall, send } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'

export interface IdleReport {
  /** Still open when the client left. */
  readonly open: number
  /** Bytes of memory more with them than before. */
  readonly bytesMore: number
  /** Milliseconds of each of the calls made between them. */
  readonly callMs: readonly number[]
  /** Connections that the upstream saw. */
  readonly upstreamConnections: number
  /** Descriptors of this process before, with, and after them. */
  readonly descriptors: readonly [before: number, during: number, after: number]
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const descriptors = (): number => readdirSync('/proc/self/fd').length

/** Opens them, makes some calls, lets them go. Throws where one is refused or hung up on. */
export async function idleConnections(connections: number, calls: number): Promise<IdleReport> {
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'opencam-idle-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  let upstreamConnections = 0
  const upstream = createServer((_, response) => response.end('{"Response":{"RequestId":"r"}}'))
  upstream.on('connection', () => {
    upstreamConnections += 1
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  opened.defer(() => {
    upstream.closeAllConnections()
    upstream.close()
  })
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  const flags = ['--port', '0', '--data', folder, '--rate-limits', 'off', '--upstream-ses', url]
  const server = await startServer(readSettings(flags, {}), { log: silent, limits: { idleMs: 600_000 } })
  opened.defer(() => server.close())
  const { secretId = '', secretKey = '' } = server.firstRoot ?? {}
  const call = () => {
    const target = { host: new URL(server.url).host, product: 'ses', version: '2020-10-02', region: 'ap-guangzhou' }
    const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
    return buildCall({ ...target, action: 'ListEmailTemplates' }, { Limit: 1 }, { secretId, secretKey }, moment)
  }
  await send(server.url, call())
  const before = descriptors()
  const memoryBefore = process.memoryUsage().rss
  const { headers, body } = call()
  const lines = Object.entries({ ...headers, 'Content-Length': String(body.length) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const bytes = Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${head}\r\n`), body])
  const order = { port: server.port, connections, call: bytes.toString('base64') }
  const client = fork(fileURLToPath(new URL('./idle-client.ts', import.meta.url)), [JSON.stringify(order)])
  opened.defer(() => void client.kill('SIGKILL'))
  await answerOf(client)
  const during = descriptors()
  const bytesMore = process.memoryUsage().rss - memoryBefore
  const callMs: number[] = []
  for (let count = 0; count < calls; count++) {
    const began = performance.now()
    const answer = await send(server.url, call())
    if (answer.Error !== undefined) throw new Error(`${answer.Error.Code} ${answer.Error.Message}`)
    callMs.push(performance.now() - began)
  }
  client.send('leave')
  const open = await answerOf(client)
  while (descriptors() > before + 2) await new Promise((resolve) => setTimeout(resolve, 5))
  return { open, bytesMore, callMs, upstreamConnections, descriptors: [before, during, descriptors()] }
}

function answerOf(client: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the client ended with ${code}`))
    client.once('exit', ended)
    client.once('message', (answer) => {
      client.off('exit', ended)
      resolve(Number(answer))
    })
  })
}
