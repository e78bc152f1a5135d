// Runs commands on a Node, with terminal, signals and exit codes passed through as if it were not there.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'
import { isatty } from 'node:tty'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs each command in order until one fails; answers the exit code of the last that ran. */
export async function runAll(node, commands, { cwd, cache }) {
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
    // Stripped and compiled modules are kept between runs: a start does not parse the whole source again.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache,
  }
  for (const command of commands) {
    const code = await run(node, command, { cwd, env })
    if (code !== 0) return code
  }
  return 0
}

/** Runs one command and answers its exit code, 128 + number for a signal. */
export function run(node, args, options) {
  return new Promise((resolve) => {
    // The channel tells the child when this process is gone, however it ended: no server is left behind.
    const child = spawn(node, args, { ...options, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the whole group: the child has it already.
      if (signal !== 'SIGINT' || !isatty(0)) child.kill(signal)
    }
    for (const signal of signals) process.on(signal, forward)
    const orphaned = whenOrphaned(() => child.kill('SIGTERM'))
    child.on('error', (error) => {
      console.error(`opencam: ${node} does not start: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code, signal) => {
      for (const name of signals) process.removeListener(name, forward)
      clearInterval(orphaned)
      resolve(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15))
    })
  })
}

/** Runs one command quietly; answers its exit code and everything that it said. */
export function capture(node, args, options) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => resolve({ code: 1, said: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, said: Buffer.concat(said).toString('utf8') }))
  })
}

/** Calls back when the npm that runs us is gone: it may be killed without a word, and its children live on. */
function whenOrphaned(call) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    call()
  }, 300)
  return timer.unref()
}
