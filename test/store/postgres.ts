// A fresh PostgreSQL database for one suite, on the run's server or on the one that OPENCAM_TEST_DATABASE_URL names.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  /** Address with name and password, for `openStore`. */
  readonly url: string
  /** Ends every connection to the database and drops it. */
  drop(): Promise<void>
}

async function serverUrl(): Promise<string> {
  const reply: unknown = await (await fetch(inject('databaseDesk'))).json()
  const { url, error } = reply as { url?: string; error?: string }
  if (url === undefined) throw new Error(error ?? 'no PostgreSQL for the tests')
  return url
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Makes an empty database of its own. The first call of a run starts the server: allow some seconds. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const admin = await serverUrl()
  const name = `opencam_test_${randomBytes(8).toString('hex')}`
  await onServer(admin, `create database ${name} template template0`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(admin, `drop database if exists ${name} with (force)`) }
}
