// A connection of its own by which a server follows what others change: it never waits for calls, gives up quickly, and is
// made anew after every failure. NOTIFY is a hint to look sooner; nothing rests on its arrival.
import { Socket } from 'node:net'
import pg from 'pg'
import type { Line, Session } from './driver.ts'

const channel = 'opencam_changes'
const connectTimeoutMs = 2_000
const queryTimeoutMs = 2_000

interface Connected {
  readonly client: pg.Client
  readonly hears: boolean
}

/** What `sessionOver` of the driver takes. */
export interface Queries {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
}

export class PostgresLine implements Line {
  readonly session: Session
  readonly #config: pg.ClientConfig
  readonly #heard: (text: string) => void
  #connections = 0
  #connecting: Promise<Connected> | undefined
  #connected: Connected | undefined
  /** Ends the connection that there is. */
  #drop = (): void => {}
  /** One statement after another: a connection carries one at a time. */
  #last: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(config: pg.ClientConfig, sessionOver: (queries: Queries) => Session, heard: (text: string) => void) {
    this.#config = config
    this.#heard = heard
    this.session = sessionOver({ query: (query) => this.#inTurn(query) })
  }

  hears(): boolean {
    return this.#connected?.hears === true
  }

  connections(): number {
    return this.#connections
  }

  tell(text: string): void {
    if (!this.hears()) return
    this.#inTurn({ text: 'select pg_notify($1, $2)', values: [channel, text] }).catch(() => {})
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  #inTurn(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const run = (): Promise<pg.QueryResult> => this.#query(query)
    const turn = this.#last.then(run, run)
    this.#last = turn.catch(() => {})
    return turn
  }

  async #query(query: pg.QueryConfig): Promise<pg.QueryResult> {
    this.#connecting ??= this.#connect()
    const { client } = await this.#connecting.catch((fault: unknown) => {
      this.#connecting = undefined
      this.#drop()
      throw fault
    })
    try {
      return await client.query(query)
    } catch (fault) {
      // A statement that the database refused says nothing against the connection; every other failure does.
      if (!(fault instanceof pg.DatabaseError)) this.#drop()
      throw fault
    }
  }

  async #connect(): Promise<Connected> {
    if (this.#closed) throw new Error('the store is closed')
    // A socket of ours, because one that is half open cannot be closed in turn.
    const socket = new Socket()
    const client = new pg.Client({
      ...this.#config,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
      stream: () => socket,
    })
    const lost = (): void => {
      socket.destroy()
      if (this.#drop !== lost) return
      this.#connecting = undefined
      this.#connected = undefined
    }
    this.#drop = lost
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ payload = '' }) => this.#heard(payload))
    await client.connect()
    this.#connected = { client, hears: await listens(client) }
    this.#connections += 1
    return this.#connected
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
