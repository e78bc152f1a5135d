// A signed CreateGroup over HTTP, on disk when it is answered, beside a signed GetUser of the same server by the same connections,
// in turn: requests a second and CPU per request, as ratios of one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServer } from './child.ts'
import { show } from './figures.ts'
import { signedRequests } from './load.ts'
import { credential, getUsers, makeUsers, measure, nowSeconds, type Round, settingsIn, targetAt } from './signed.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const perRound = Number(process.env['BENCH_REQUESTS'] ?? 8_000)
const connections = 64

let made = 0
function createGroups(server: ServerProcess): readonly Buffer[] {
  return signedRequests(perRound, targetAt(server, 'CreateGroup'), credential, () => {
    made += 1
    return { parameters: { GroupName: `group-${made}` }, timestamp: nowSeconds() }
  })
}

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'opencam-bench-'))
const server = await startServer('opencam.ts', settingsIn(folder, { OPENCAM_QUOTAS: 'groups=100000000' }))
try {
  await makeUsers(server)
  const pairs: { readonly read: Round; readonly write: Round }[] = []
  // The first round is for warming up.
  for (let round = 0; round <= rounds; round++) {
    const read = await measure(server, getUsers(server, perRound), connections)
    pairs.push({ read, write: await measure(server, createGroups(server), connections) })
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number): readonly number[] => pairs.slice(1).map(pick)
  show(
    'signed GetUser',
    of((pair) => pair.read.rate),
    'requests/s',
  )
  show(
    'signed CreateGroup, durable',
    of((pair) => pair.write.rate),
    'requests/s',
  )
  show(
    'signed GetUser',
    of((pair) => pair.read.cpuMicros),
    'µs CPU/request',
  )
  show(
    'signed CreateGroup, durable',
    of((pair) => pair.write.cpuMicros),
    'µs CPU/request',
  )
  show(
    'rate, CreateGroup ÷ GetUser',
    of((pair) => pair.write.rate / pair.read.rate),
    '',
    { atLeast: 0.6 },
  )
  show(
    'CPU, CreateGroup ÷ GetUser',
    of((pair) => pair.write.cpuMicros / pair.read.cpuMicros),
  )
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
