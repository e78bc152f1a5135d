// A signed GetUser through the whole pipeline on SQLite, beside a bare server that only verifies the same signatures:
// requests per second and CPU per request, as ratios of one run. 32 keep-alive connections, one process each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './child.ts'
import { show } from './figures.ts'
import { credential, getUsers, makeUsers, measure, type Round, settingsIn } from './signed.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const perRound = Number(process.env['BENCH_REQUESTS'] ?? 20_000)
const connections = 32

// What counting costs: the same with BENCH_METRICS=on.
const metrics = process.env['BENCH_METRICS'] === 'on' ? { OPENCAM_METRICS_PORT: '0' } : {}
const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
const bare = await startServer('bare.ts', credential)
const full = await startServer('opencam.ts', settingsIn(folder, metrics))
try {
  await makeUsers(full)
  const pairs: { readonly bare: Round; readonly full: Round }[] = []
  // Pairs in alternating order, so that neither always comes after the other; the first is for warming up.
  for (let round = 0; round <= rounds; round++) {
    const one = (server: typeof bare): Promise<Round> => measure(server, getUsers(server, perRound), connections)
    const first = round % 2 === 0 ? await one(bare) : undefined
    const ours = await one(full)
    pairs.push({ bare: first ?? (await one(bare)), full: ours })
  }
  const figures = pairs.slice(1)
  const of = (pick: (pair: (typeof pairs)[number]) => number): readonly number[] => figures.map(pick)
  show(
    'bare server, verify and a constant',
    of((pair) => pair.bare.rate),
    'requests/s',
  )
  show(
    'OpenCAM, signed GetUser on SQLite',
    of((pair) => pair.full.rate),
    'requests/s',
  )
  show(
    'bare server',
    of((pair) => pair.bare.cpuMicros),
    'µs CPU/request',
  )
  show(
    'OpenCAM',
    of((pair) => pair.full.cpuMicros),
    'µs CPU/request',
  )
  show(
    'rate, OpenCAM ÷ bare',
    of((pair) => pair.full.rate / pair.bare.rate),
    '',
    { atLeast: 0.85 },
  )
  show(
    'CPU, OpenCAM ÷ bare',
    of((pair) => pair.full.cpuMicros / pair.bare.cpuMicros),
    '',
    { atMost: 1.5 },
  )
} finally {
  await bare.stop()
  await full.stop()
  rmSync(folder, { recursive: true, force: true })
}
