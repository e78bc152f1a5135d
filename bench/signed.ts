// Signed calls against servers that know one root account, and what they cost there.
import type { CallTarget } from '../src/client/call.ts'
import type { ServerProcess } from './child.ts'
import { load, signedRequests } from './load.ts'

export const credential = { secretId: `AKID${'b'.repeat(32)}`, secretKey: 'c'.repeat(32) }
/** Users that `GetUser` is asked about. */
export const users = 100
const moments = 250

export const targetAt = ({ ready }: ServerProcess, action: string): CallTarget => ({
  host: `127.0.0.1:${ready.port}`,
  product: 'cam',
  version: '2019-01-16',
  action,
})

export const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** Settings of a server in that folder with that root account. */
export const settingsIn = (folder: string, more: Readonly<Record<string, string>> = {}): object => ({
  env: {
    OPENCAM_PORT: '0',
    OPENCAM_DATA_DIR: folder,
    OPENCAM_ROOT_SECRET_ID: credential.secretId,
    OPENCAM_ROOT_SECRET_KEY: credential.secretKey,
    OPENCAM_RATE_LIMITS: 'off',
    OPENCAM_LOG_LEVEL: 'warn',
    ...more,
  },
})

export interface Round {
  readonly rate: number
  /** Of all processes of the server, for each request. */
  readonly cpuMicros: number
}

/** Signed GetUser, every one with a signature of its own: 250 moments for each of 100 names. */
export function getUsers(server: ServerProcess, count: number): readonly Buffer[] {
  return signedRequests(count, targetAt(server, 'GetUser'), credential, (index) => ({
    parameters: { Name: `user-${Math.floor(index / moments) % users}` },
    timestamp: nowSeconds() - (index % moments),
  }))
}

/** Throws where a call was refused. */
export async function measure(server: ServerProcess, requests: readonly Buffer[], connections: number): Promise<Round> {
  const before = await server.cpuSeconds()
  const result = await load(server.ready.port, requests, connections)
  const cpu = (await server.cpuSeconds()) - before
  if (result.errors > 0) throw new Error(`${result.errors} calls were refused`)
  return { rate: result.requests / result.seconds, cpuMicros: (cpu * 1e6) / result.requests }
}

/** Makes the users that `getUsers` asks about. */
export async function makeUsers(server: ServerProcess): Promise<void> {
  const requests = signedRequests(users, targetAt(server, 'AddUser'), credential, (index) => ({
    parameters: { Name: `user-${index}` },
    timestamp: nowSeconds(),
  }))
  await measure(server, requests, 8)
}
