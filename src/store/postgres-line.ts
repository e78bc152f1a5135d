// A connection of its own by which a server follows what others change: it never waits for calls, gives up quickly, and is
// made anew after every failure. NOTIFY is a hint to look sooner; nothing rests on its arrival.
import { Socket } from 'node:net'
import pg from 'pg'
import type { Line, Session } from './driver.ts'

const channel = 'opencam_changes'
const connectTimeoutMs = 1_000
const queryTimeoutMs = 1_000

interface Connected {
  readonly client: pg.Client
  readonly hears: boolean
}

/** What `sessionOver` of the driver takes. */
export interface Queries {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
}

export function openLine(
  config: pg.ClientConfig,
  sessionOver: (queries: Queries) => Session,
  heard: (text: string) => void,
): Line {
  let connections = 0
  let connecting: Promise<Connected> | undefined
  let connected: Connected | undefined
  let drop = (): void => {}
  let closed = false

  function connection(): Promise<Connected> {
    connecting ??= connect().catch((fault: unknown) => {
      drop()
      throw fault
    })
    return connecting
  }

  async function connect(): Promise<Connected> {
    if (closed) throw new Error('the store is closed')
    // A socket of ours, because one that is half open cannot be closed in turn.
    const socket = new Socket()
    const client = new pg.Client({
      ...config,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
      stream: () => socket,
    })
    const lost = (): void => {
      socket.destroy()
      if (drop !== lost) return
      connecting = undefined
      connected = undefined
    }
    drop = lost
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ payload = '' }) => heard(payload))
    await client.connect()
    const hears = await listens(client)
    connected = { client, hears }
    connections += 1
    return connected
  }

  /** One after another: a connection carries one statement at a time. */
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run, run)
    last = turn.catch(() => {})
    return turn
  }

  async function now(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const { client } = await connection()
    try {
      return await client.query(query)
    } catch (fault) {
      // A statement that the database refused says nothing against the connection; every other failure does.
      if (!(fault instanceof pg.DatabaseError)) drop()
      throw fault
    }
  }

  return {
    session: sessionOver({ query: (query) => inTurn(() => now(query)) }),
    hears: () => connected?.hears === true,
    connections: () => connections,
    tell(text) {
      if (connected?.hears !== true) return
      const notice = { text: 'select pg_notify($1, $2)', values: [channel, text] }
      inTurn(() => now(notice)).catch(() => {})
    },
    close() {
      closed = true
      drop()
    },
  }
}

/** `false` on relatives of PostgreSQL that have no notifications: they are asked more often instead. */
async function listens(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`listen ${channel}`)
    return true
  } catch (fault) {
    if (fault instanceof pg.DatabaseError) return false
    throw fault
  }
}
