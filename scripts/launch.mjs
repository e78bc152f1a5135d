#!/usr/bin/env node
// The one door to everything this repository runs: brings a new enough Node and the packages of the lock file, then
// hands over. Plain JavaScript for Node 18 and newer; it must import nothing that is not part of Node.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringConsole, bringConsoleIfPossible, bringConsolePackages, wantsConsole } from './launcher/console.mjs'
import { newEnoughNode } from './launcher/node.mjs'
import { Trouble } from './launcher/npm.mjs'
import { bringPackages } from './launcher/packages.mjs'
import { runAll } from './launcher/run.mjs'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const benches = [
  'verify',
  'signed-read',
  'processes',
  'decisions',
  'durable-write',
  'signed-write',
  'store-write',
  'store-sessions',
  'gateway',
  'noisy',
  'who-can',
]

/** What `run <name>` runs: one or more commands, each the arguments of one Node process, in order. */
const scripts = {
  check: [
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
    ['node_modules/typescript/bin/tsc', '-p', 'console/tsconfig.json'],
    ['node_modules/@biomejs/biome/bin/biome', 'ci'],
  ],
  format: [['node_modules/@biomejs/biome/bin/biome', 'check', '--write']],
  docs: [['scripts/docs.ts']],
  documents: [['scripts/documents.ts']],
  bench: benches.map((name) => [`bench/${name}.ts`]),
  ...Object.fromEntries(['sessions', 'testing', ...benches].map((name) => [`bench:${name}`, [[`bench/${name}.ts`]]])),
  'bench:policy': [['bench/policy/peers.ts'], ['bench/policy/flat.ts']],
  bundle: [['scripts/bundle.ts']],
  package: [['scripts/package.ts']],
  'bench:start': [['bench/start.ts']],
  'prove:policy': [['scripts/prove-policy.ts']],
  'prove:equivalence': [['scripts/prove-equivalence.ts']],
  'prove:reach': [['scripts/prove-reach.ts']],
  fuzz: [['scripts/fuzz.ts']],
  model: [['scripts/model.ts']],
  stress: [['scripts/stress.ts']],
  'faults:kill': [['scripts/faults-kill.ts']],
  'faults:store': [['scripts/faults-store.ts']],
  'faults:day': [['scripts/faults-day.ts']],
  'faults:connections': [['scripts/faults-connections.ts']],
  'faults:clients': [['scripts/faults-clients.ts']],
  results: [['scripts/results.ts']],
  size: [['scripts/size.ts']],
  'faults:new-enemy': [['scripts/new-enemy.ts']],
  cluster: [['scripts/cluster.ts']],
  'bench:cluster': [['bench/cluster-read.ts']],
  words: [['scripts/words.ts']],
  'mutate:policy': [['scripts/mutate-policy.ts']],
  journeys: [['node_modules/vitest/vitest.mjs', 'run', 'test/console']],
  'figures:console': [['scripts/console-figures.ts']],
  'pictures:console': [['scripts/console-pictures.ts']],
}

/** What of the console a script needs first; the others need nothing of it. */
const consoleOf = {
  check: bringConsolePackages,
  journeys: bringConsole,
  package: bringConsole,
  'figures:console': bringConsole,
  'pictures:console': bringConsole,
}

const usage = `usage: node scripts/launch.mjs <start|test|opencam> [arguments]
       node scripts/launch.mjs example <folder/name> [arguments]
       node scripts/launch.mjs run <${Object.keys(scripts).join('|')}> [arguments]`

/** What a mode needs and runs; `undefined` for a mode that does not exist. */
function planOf([mode, ...rest]) {
  const cli = path.join(root, 'src/cli/main.ts')
  if (mode === 'start') {
    const bring = wantsConsole(rest, process.env) ? bringConsoleIfPossible : undefined
    return { packages: 'runtime', console: bring, commands: [[cli, 'serve', ...rest]] }
  }
  if (mode === 'opencam') return { packages: 'runtime', commands: [[cli, ...rest]] }
  if (mode === 'test') {
    return { packages: 'all', console: bringConsole, cwd: root, commands: [['scripts/test.mjs', ...rest]] }
  }
  const [name, ...extra] = rest
  if (mode === 'example') {
    if (name === undefined || !/^[a-z-]+(\/[a-z-]+)?$/.test(name)) return undefined
    return { packages: 'all', cwd: root, commands: [[`examples/${name}.mjs`, ...extra]] }
  }
  if (mode !== 'run' || name === undefined || !Object.hasOwn(scripts, name)) return undefined
  const commands = scripts[name].map((command, at, all) => (at === all.length - 1 ? [...command, ...extra] : command))
  return { packages: 'all', console: Object.hasOwn(consoleOf, name) ? consoleOf[name] : undefined, cwd: root, commands }
}

/** Does what the arguments ask for and answers the exit code. */
export async function launch(args) {
  const plan = planOf(args)
  if (plan === undefined) {
    console.error(usage)
    return 2
  }
  try {
    const node = await newEnoughNode(root)
    await bringPackages(root, plan.packages, node)
    await plan.console?.(root, node)
    const missing = plan.commands.map(([file]) => path.resolve(root, file)).find((file) => !existsSync(file))
    if (missing !== undefined) throw new Trouble(`${path.relative(root, missing)} is missing from this checkout.`)
    return await runAll(node, plan.commands, { cwd: plan.cwd, cache: path.join(root, '.runtime', 'compiled') })
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    console.error(`opencam: ${error.message}`)
    return 1
  }
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await launch(process.argv.slice(2))
}
