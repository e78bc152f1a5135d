// One process and two behind one address, of OpenCAM and of a bare server that only verifies, under the same load: CPU per
// request and requests a second as ratios of one run, round by round. CPU is that of all processes, the keeper's too.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServer } from './child.ts'
import { show } from './figures.ts'
import { credential, getUsers, makeUsers, measure, type Round, settingsIn } from './signed.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const perRound = Number(process.env['BENCH_REQUESTS'] ?? 20_000)
const connections = 64

const folders: string[] = []
async function open(processes: number): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
  folders.push(folder)
  const server = await startServer('opencam.ts', settingsIn(folder, { OPENCAM_PROCESSES: String(processes) }))
  await makeUsers(server)
  return server
}

const servers = {
  bareOne: await startServer('bare.ts', credential),
  bareTwo: await startServer('bare.ts', { ...credential, processes: 2 }),
  one: await open(1),
  two: await open(2),
}
type Name = keyof typeof servers
const names = Object.keys(servers) as Name[]
try {
  const results: Record<Name, Round>[] = []
  // The first round is for warming up.
  for (let round = 0; round <= rounds; round++) {
    const result: Partial<Record<Name, Round>> = {}
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      result[name] = await measure(servers[name], getUsers(servers[name], perRound), connections)
    }
    results.push(result as Record<Name, Round>)
  }
  const of = (pick: (round: Record<Name, Round>) => number): readonly number[] => results.slice(1).map(pick)
  const labels = { bareOne: 'bare, 1 process', bareTwo: 'bare, 2', one: 'OpenCAM, 1 process', two: 'OpenCAM, 2' }
  for (const name of names)
    show(
      labels[name],
      of((round) => round[name].rate),
      'requests/s',
    )
  for (const name of names)
    show(
      labels[name],
      of((round) => round[name].cpuMicros),
      'µs CPU/request',
    )
  const cpu = (round: Record<Name, Round>): number => round.two.cpuMicros / round.one.cpuMicros
  const gain = (round: Record<Name, Round>): number => round.two.rate / round.one.rate
  const bareGain = (round: Record<Name, Round>): number => round.bareTwo.rate / round.bareOne.rate
  show('CPU per request, 2 processes ÷ 1', of(cpu), '', { atMost: 1.1 })
  show(
    'the same of the bare server',
    of((round) => round.bareTwo.cpuMicros / round.bareOne.cpuMicros),
  )
  show('throughput, 2 processes ÷ 1', of(gain))
  show('the same of the bare server', of(bareGain))
  show(
    'gain, OpenCAM ÷ bare',
    of((round) => gain(round) / bareGain(round)),
    '',
    { atLeast: 0.9 },
  )
} finally {
  for (const server of Object.values(servers)) await server.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}
