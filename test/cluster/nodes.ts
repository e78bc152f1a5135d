// Equal servers over one database, in the test's own process, and calls to one or the other of them with the headers that
// revisions travel in.

import { actions } from '../../src/actions/index.ts'
import { type Answer, buildCall, readAnswer } from '../../src/client/call.ts'
import { readSettings } from '../../src/config.ts'
import { versions } from '../../src/dispatch/find.ts'
import { atLeastHeader, revisionHeader } from '../../src/dispatch/revisions.ts'
import { type Overrides, type RunningServer, startServer } from '../../src/main.ts'

export const masterKey = 'ab'.repeat(32)

export interface Signer {
  readonly secretId: string
  readonly secretKey: string
  readonly token?: string
}

export const root: Signer = { secretId: `AKID${'r'.repeat(32)}`, secretKey: 's'.repeat(32) }

export interface NodeOptions {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly flags?: readonly string[]
  readonly overrides?: Overrides
}

/** Settings that all nodes of a test share. */
export const nodeEnvironment = ({ databaseUrl, dataDir }: Pick<NodeOptions, 'databaseUrl' | 'dataDir'>) => ({
  OPENCAM_DATABASE_URL: databaseUrl,
  OPENCAM_DATA_DIR: dataDir,
  OPENCAM_MASTER_KEY: masterKey,
  OPENCAM_ROOT_SECRET_ID: root.secretId,
  OPENCAM_ROOT_SECRET_KEY: root.secretKey,
  OPENCAM_PORT: '0',
  OPENCAM_RATE_LIMITS: 'off',
  OPENCAM_LOG_LEVEL: 'fatal',
  OPENCAM_CONSOLE: 'off',
})

export const startNode = (options: NodeOptions): Promise<RunningServer> =>
  startServer(readSettings(options.flags ?? [], nodeEnvironment(options)), options.overrides ?? {})

export interface Told {
  readonly answer: Answer
  /** Code of the error, where there was one. */
  readonly code: string | undefined
  /** What a write told. */
  readonly revision: string | undefined
}

export interface CallGiven {
  readonly by?: Signer
  readonly atLeast?: string | undefined
  /** Of the caller's clock, in milliseconds; the machine's by default. */
  readonly nowMs?: number
  readonly timeoutMs?: number
  /** Of another product than ours. */
  readonly product?: { readonly name: string; readonly version: string }
}

/** A signed call to a node. Rejects where there is no answer. */
export async function call(url: string, action: string, parameters: object = {}, given: CallGiven = {}): Promise<Told> {
  const { by = root, atLeast, nowMs = Date.now(), timeoutMs = 20_000 } = given
  const product = given.product?.name ?? actions.find((row) => row.name === action)?.product ?? 'cam'
  const version = given.product?.version ?? versions.get(product) ?? ''
  const target = { host: new URL(url).host, product, version, action }
  const wire = buildCall(target, parameters, by, { timestamp: Math.floor(nowMs / 1000), nonce: 1 })
  const { Host: _, ...signed } = wire.headers
  const headers = atLeast === undefined ? signed : { ...signed, [atLeastHeader]: atLeast }
  const init = { method: 'POST', headers, body: wire.body, signal: AbortSignal.timeout(timeoutMs) }
  const reply = await fetch(`${url}/`, init as RequestInit)
  const answer = readAnswer(await reply.text())
  return { answer, code: answer.Error?.Code, revision: reply.headers.get(revisionHeader) ?? undefined }
}

/** The same for a call that must succeed. */
export async function ok(url: string, action: string, parameters: object = {}, given: CallGiven = {}): Promise<Told> {
  const told = await call(url, action, parameters, given)
  if (told.answer.Error === undefined) return told
  throw new Error(`${action}: ${told.answer.Error.Code}: ${told.answer.Error.Message}`)
}

export const allowAll = (action: string): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] })

export interface Person extends Signer {
  readonly uin: number
  readonly name: string
}

export type MadeUser = Person & { readonly policyIds: readonly number[]; readonly revision: string | undefined }

/** A sub-user with a key, under the policies of the documents; answers the revision of the last write too. */
export const makeUser = (url: string, name: string, ...documents: readonly string[]): Promise<MadeUser> =>
  makeUserBy(url, name, documents, {})

export async function makeUserBy(
  url: string,
  name: string,
  documents: readonly string[],
  given: CallGiven,
): Promise<MadeUser> {
  const made = await ok(url, 'AddUser', { Name: name, UseApi: 1 }, given)
  const { Uin, SecretId, SecretKey } = made.answer as unknown as { Uin: number; SecretId: string; SecretKey: string }
  let { revision } = made
  const policyIds: number[] = []
  for (const [at, PolicyDocument] of documents.entries()) {
    const policy = await ok(url, 'CreatePolicy', { PolicyName: `${name}-${at}`, PolicyDocument }, given)
    const { PolicyId } = policy.answer as unknown as { PolicyId: number }
    revision = (await ok(url, 'AttachUserPolicy', { PolicyId, AttachUin: Uin }, given)).revision
    policyIds.push(PolicyId)
  }
  return { uin: Uin, name, secretId: SecretId, secretKey: SecretKey, policyIds, revision }
}
