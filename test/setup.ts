// What one run of the tests shares: a PostgreSQL server, started when the first suite asks for a database and stopped
// at the end. Suites ask over HTTP because they run in other processes.
import { type ChildProcess, fork } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the address of the run's PostgreSQL server: `{ url }` or `{ error }`. */
    databaseDesk: string
  }
}

let desk: Server | undefined
let server: ChildProcess | undefined
let answer: Promise<string> | undefined

function startServer(): Promise<string> {
  const given = process.env['OPENCAM_TEST_DATABASE_URL']
  if (given !== undefined && given !== '') return Promise.resolve(JSON.stringify({ url: given }))
  const child = fork(fileURLToPath(new URL('store/postgres-server.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  server = child
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(JSON.stringify(message)))
    child.once('exit', (code) => resolve(JSON.stringify({ error: `PostgreSQL's keeper ended with ${code}` })))
  })
}

export async function setup(project: TestProject): Promise<void> {
  const opened = createServer(async (_, response) => {
    answer ??= startServer()
    response.end(await answer)
  })
  desk = opened
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve))
  const address = opened.address()
  if (address === null || typeof address === 'string') throw new Error('no port for the tests')
  project.provide('databaseDesk', `http://127.0.0.1:${address.port}/`)
}

export async function teardown(): Promise<void> {
  desk?.close()
  desk?.closeAllConnections()
  const running = server
  if (running === undefined || running.exitCode !== null) return
  const ended = new Promise((resolve) => running.once('exit', resolve))
  running.disconnect()
  await ended
}
