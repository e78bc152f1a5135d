#!/usr/bin/env node
// Runs the commands of docs/own-service.md as they stand there, in a clone of the repository made for it, and says how long
// they took. `--from <folder>` takes the packages of another checkout instead of fetching them. Plain JavaScript for Node 18.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The shell commands of a page, block by block. */
export function commandsOf(page) {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
}

function git(...args) {
  const { status, stderr } = spawnSync('git', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
}

/** A clone with what is not committed yet. */
function clone(folder, packagesFrom) {
  git('clone', '--quiet', '--no-hardlinks', root, folder)
  for (const part of ['docs', 'examples', 'scripts', 'src', 'package.json', 'package-lock.json']) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true })
  }
  if (packagesFrom === undefined) return
  symlinkSync(path.join(packagesFrom, 'node_modules'), path.join(folder, 'node_modules'))
  const runtime = path.join(packagesFrom, '.runtime')
  if (existsSync(runtime)) symlinkSync(runtime, path.join(folder, '.runtime'))
}

/** A port of this machine that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(String(port)))
    })
  })
}

/** Runs the commands in one shell, which stops at the first that fails, and ends what they left running. */
function run(commands, cwd, ports) {
  const env = { ...process.env, ...ports, OPENCAM_LOG_LEVEL: 'warn' }
  const script = `set -e\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n${commands.join('\n')}`
  // A group of its own, so that nothing of it can be left behind.
  const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Everybody has ended already.
      }
      resolve(code ?? 1)
    })
  })
}

async function main(args) {
  const [flag, from] = args
  if (args.length > 0 && (flag !== '--from' || from === undefined)) {
    console.error('usage: node scripts/try-own-service.mjs [--from <folder with node_modules>]')
    return 2
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'opencam-own-service-'))
  try {
    const start = Date.now()
    clone(path.join(folder, 'opencam'), from === undefined ? undefined : path.resolve(from))
    const cwd = path.join(folder, 'opencam')
    const commands = commandsOf(readFileSync(path.join(cwd, 'docs', 'own-service.md'), 'utf8'))
    const code = await run(commands, cwd, { OPENCAM_PORT: await freePort(), NOTES_PORT: await freePort() })
    const seconds = ((Date.now() - start) / 1000).toFixed(1)
    console.log(
      code === 0 ? `docs/own-service.md: ${seconds} s from clone to the last call` : `failed after ${seconds} s`,
    )
    return code
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2))
}
