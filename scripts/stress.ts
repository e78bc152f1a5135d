// Many idle connections to a server with a gateway, from a client process, and calls between them: `--connections N`
// (default 10,000). Says what they cost; exit code 1 where one was lost or something stayed behind.
import { parseArgs } from 'node:util'
import { idleConnections } from '../test/gateway/idle.ts'

const { values } = parseArgs({ options: { connections: { type: 'string', default: '10000' } } })
const connections = Number(values.connections)
const calls = 200
const began = performance.now()
const report = await idleConnections(connections, calls)
const [before, during, after] = report.descriptors
const sorted = report.callMs.toSorted((a, b) => a - b)
const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(2)
const rows: readonly (readonly [string, string])[] = [
  ['idle connections asked for, and open at the end', `${connections}, ${report.open}`],
  ['memory more with them, for each', `${(report.bytesMore / 1024 / connections).toFixed(1)} KiB`],
  [`${calls} calls between them, p50 and p99`, `${at(0.5)} ms, ${at(0.99)} ms`],
  ['connections to the upstream', String(report.upstreamConnections)],
  ['descriptors before, with them, after', `${before}, ${during}, ${after}`],
  ['time', `${((performance.now() - began) / 1000).toFixed(1)} s`],
]
for (const [name, value] of rows) console.log(`${name.padEnd(50)} ${value}`)
if (report.open !== connections) process.exitCode = 1
