// `npm run cluster`: three equal servers over one PostgreSQL on this machine, to try a cluster with. Everything is kept in
// .cluster/ between starts; Ctrl-C ends all of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Embedded, startEmbedded } from '../test/store/embedded-postgres.ts'

const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '3' },
    port: { type: 'string', default: '8600' },
    folder: { type: 'string', default: '.cluster' },
  },
})
const [count, firstPort] = [Number(values.nodes), Number(values.port)]
if (!Number.isInteger(count) || count < 1 || count > 9) throw new Error('--nodes wants a number from 1 to 9')
if (!Number.isInteger(firstPort) || firstPort < 1 || firstPort + count > 65_535) throw new Error('--port wants a port')
const folder = resolve(values.folder)
const cut = (text: string): string => text.replace(homedir(), '~')

interface Secrets {
  readonly masterKey: string
  readonly secretId: string
  readonly secretKey: string
  readonly password: string
}

/** Made at the first start and kept beside the data: the servers must have one master key. */
function secretsOf(): Secrets {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  const letters = (bytes: number): string => randomBytes(bytes).toString('hex')
  const made = {
    masterKey: letters(32),
    secretId: `AKID${letters(16)}`,
    secretKey: letters(16),
    password: `Aa1-${letters(8)}`,
  }
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 })
  return made
}

function serve(postgres: Embedded, secrets: Secrets, index: number): ChildProcess {
  const env = {
    ...process.env,
    OPENCAM_DATABASE_URL: postgres.url,
    OPENCAM_DATA_DIR: join(folder, `node-${index}`),
    OPENCAM_MASTER_KEY: secrets.masterKey,
    OPENCAM_ROOT_SECRET_ID: secrets.secretId,
    OPENCAM_ROOT_SECRET_KEY: secrets.secretKey,
    OPENCAM_ROOT_PASSWORD: secrets.password,
  }
  const args = [cli, 'serve', '--port', String(firstPort + index)]
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
}

/** Resolves once the server says that it is ready; its own banner is not shown, because ours says all of it once. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('Stop with Ctrl-C')) done()
    })
    child.once('exit', (code) => failed(new Error(`a server ended with ${code}`)))
  })
}

function banner(secrets: Secrets): string {
  const endpoints = Array.from({ length: count }, (_, index) => `http://127.0.0.1:${firstPort + index}`)
  return [
    '',
    `  OpenCAM, ${count} servers over one PostgreSQL`,
    '',
    ...endpoints.map((endpoint, index) => `  Node ${index + 1}       ${endpoint}`),
    `  Data         ${cut(folder)}`,
    `  SecretId     ${secrets.secretId}`,
    `  SecretKey    ${secrets.secretKey}`,
    `  Password     ${secrets.password} (of the owner, at /signin/)`,
    '',
    '  For trying out on this machine: plain HTTP, and secrets that stand in the folder above.',
    '  Stop with Ctrl-C',
    '',
  ].join('\n')
}

const secrets = secretsOf()
const postgres = await startEmbedded({ durable: true, folder: join(folder, 'postgres') })
const servers: ChildProcess[] = []
let ending = false

async function end(code: number): Promise<never> {
  ending = true
  await Promise.all(
    servers.map((child) => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      return ended
    }),
  )
  await postgres.stop()
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!ending) void end(0)
  })
}
try {
  for (let index = 0; index < count; index += 1) {
    const child = serve(postgres, secrets, index)
    servers.push(child)
    // The first makes the tables and the account.
    await ready(child)
    child.once('exit', (code) => {
      if (ending) return
      console.error(`cluster: node ${index + 1} ended with ${code}; the others go on`)
    })
  }
  console.log(banner(secrets))
} catch (error) {
  console.error(`cluster: ${error instanceof Error ? error.message : String(error)}`)
  await end(1)
}
