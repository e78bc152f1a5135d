// The parent's side of a server whose time it moves: calls by that time, a browser, and how many rows its tables have.
import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { actions } from '../../../src/actions/index.ts'
import { type Answer, buildCall, type CallTarget, send, type WireRequest } from '../../../src/client/call.ts'
import { versions } from '../../../src/dispatch/find.ts'
import type { Door, Reply } from '../../../src/protocol/door.ts'
import { masterKey, root, type Signer } from '../../cluster/nodes.ts'
import { Browser } from '../../session/browser.ts'
import type { Measured, Order } from './server.ts'

export interface DayPlace {
  readonly dataDir: string
  /** `undefined`: SQLite in the data folder. */
  readonly databaseUrl: string | undefined
}

export interface CallGiven extends Partial<Pick<CallTarget, 'form'>> {
  readonly by?: Signer
}

export interface DayServer {
  readonly url: string
  nowMs(): number
  advance(ms: number): Promise<void>
  jump(ms: number): Promise<void>
  measure(): Promise<Measured>
  /** The request of a call made now. */
  build(action: string, parameters?: object, given?: CallGiven): WireRequest
  send(request: WireRequest): Promise<Answer>
  browser(): Browser
  counts(): Promise<ReadonlyMap<string, number>>
  stop(): Promise<void>
}

/** Of a browser, however busy it is: short, so that its end comes several times in a day. */
export const sessionHours = 3

const file = fileURLToPath(new URL('server.ts', import.meta.url))
export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5)

function environment({ dataDir, databaseUrl }: DayPlace): Record<string, string> {
  return {
    ...(databaseUrl === undefined ? {} : { OPENCAM_DATABASE_URL: databaseUrl }),
    OPENCAM_DATA_DIR: dataDir,
    OPENCAM_MASTER_KEY: masterKey,
    OPENCAM_ROOT_SECRET_ID: root.secretId,
    OPENCAM_ROOT_SECRET_KEY: root.secretKey,
    OPENCAM_PORT: '0',
    OPENCAM_LOG_LEVEL: 'error',
    OPENCAM_CONSOLE: 'off',
    OPENCAM_AUDIT_DAYS: '1',
    OPENCAM_SESSION_HOURS: String(sessionHours),
  }
}

export async function startDayServer(place: DayPlace): Promise<DayServer> {
  const settings = JSON.stringify({ env: { ...environment(place), PATH: process.env['PATH'] ?? '' }, startMs })
  const child = fork(file, [settings], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--expose-gc', '--no-warnings'],
  })
  const { url } = (await heard(child)) as { url: string }
  let nowMs = startMs
  let nonce = 0
  const tell = async (order: Order): Promise<unknown> => {
    const answer = heard(child)
    child.send(order)
    return answer
  }
  const move = async (order: Order & { readonly ms: number }): Promise<void> => {
    nowMs += order.ms
    await tell(order)
  }
  return {
    url,
    nowMs: () => nowMs,
    advance: (ms) => move({ do: 'advance', ms }),
    jump: (ms) => move({ do: 'jump', ms }),
    measure: async () => (await tell({ do: 'measure' })) as Measured,
    build(action, parameters = {}, { by = root, form } = {}) {
      nonce += 1
      const product = actions.find((row) => row.name === action)?.product ?? 'cam'
      const target = { host: new URL(url).host, product, version: versions.get(product) ?? '', action }
      const at = { timestamp: Math.floor(nowMs / 1000), nonce }
      return buildCall(form === undefined ? target : { ...target, form }, parameters, by, at)
    },
    send: (request) => send(url, request),
    browser: () => browserAt(url),
    counts: () => (place.databaseUrl === undefined ? sqliteCounts(place.dataDir) : postgresCounts(place.databaseUrl)),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the server ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}

/** A browser whose requests go over the socket. */
function browserAt(url: string): Browser {
  const door: Door = {
    path: '/',
    bodyBytesMax: 0,
    respond: ({ method, path, rawQuery, header, body }) =>
      new Promise<Reply>((resolve, reject) => {
        const names = ['cookie', 'content-type', 'origin', 'x-csrf-token']
        const headers = Object.fromEntries(names.map((name) => [name, header(name)] as const).filter(([, it]) => it))
        const target = `${url}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`
        const sent = httpRequest(
          target,
          { method, headers: { ...headers, 'content-length': body.length } },
          (reply) => {
            const chunks: Buffer[] = []
            reply.on('data', (chunk: Buffer) => chunks.push(chunk))
            reply.on('error', reject)
            reply.on('end', () => {
              const { statusCode = 0, rawHeaders } = reply
              resolve({ status: statusCode, headers: rawHeaders, body: Buffer.concat(chunks).toString() })
            })
          },
        )
        sent.on('error', reject)
        sent.end(body)
      }),
  }
  const settings = { idleMs: 0, lifetimeMs: 0, mail: undefined, phone: undefined, customFactors: new Map() }
  return new Browser([door], { ...settings, origins: () => [url] })
}

async function sqliteCounts(dataDir: string): Promise<ReadonlyMap<string, number>> {
  const files = readdirSync(dataDir).filter((name) => name === 'opencam.db' || /^fleeting-\w+\.db$/.test(name))
  const counts = new Map<string, number>()
  for (const name of files) {
    const db = new DatabaseSync(join(dataDir, name), { readOnly: true, timeout: 10_000 })
    try {
      const tables = db
        .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        .all()
      for (const { name: table } of tables) {
        const row = db.prepare(`select count(*) as rows from "${table}"`).get()
        counts.set(String(table), Number(row?.['rows']))
      }
    } finally {
      db.close()
    }
  }
  return counts
}

async function postgresCounts(url: string): Promise<ReadonlyMap<string, number>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'")
    const counts = new Map<string, number>()
    for (const { tablename } of rows) {
      const counted = await client.query(`select count(*) as rows from "${tablename}"`)
      counts.set(tablename, Number(counted.rows[0].rows))
    }
    return counts
  } finally {
    await client.end()
  }
}
