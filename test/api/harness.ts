// A whole server without its sockets: real store, real signatures, real policies; time and chance are the test's own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { makeRootAccount } from '../../src/actions/account/root.ts'
import { actions } from '../../src/actions/index.ts'
import { quotasWith } from '../../src/actions/quotas.ts'
import type { Log, Rules, World } from '../../src/actions/world.ts'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { ownCatalogs } from '../../src/catalog/own.ts'
import { loadPresets, type Preset, tableOf } from '../../src/catalog/presets.ts'
import { type Answer, buildCall, type CallTarget, readAnswer, type WireRequest } from '../../src/client/call.ts'
import { versions } from '../../src/dispatch/find.ts'
import { createDispatcher, type Dispatcher } from '../../src/dispatch/pipeline.ts'
import type { FetchText } from '../../src/dispatch/provider-keys.ts'
import type { ThrottleParts } from '../../src/dispatch/throttle.ts'
import { type Gateway, type GatewaySettings, openGateway } from '../../src/gateway/open.ts'
import { virtualClock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Reply, StreamedReply } from '../../src/protocol/door.ts'
import type { HttpRequest } from '../../src/protocol/request.ts'
import type { HttpResponse } from '../../src/protocol/response.ts'
import { openStore } from '../../src/store/open.ts'
import { sealer as createSealer } from '../../src/store/seal.ts'
import type { Store } from '../../src/store/store.ts'
import { createRecorder } from './coverage.ts'

/** Where every test's clock begins: 2026-01-02 03:04:05 UTC. */
export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5)

/** Somebody who signs. */
export interface Identity {
  readonly account: number
  readonly uin: number
  readonly uid: number
  readonly name: string
  readonly secretId: string
  readonly secretKey: string
  /** Of a temporary key. */
  readonly token?: string
}

export interface HarnessOptions {
  readonly rules?: Partial<Rules>
  readonly quotas?: Readonly<Record<string, number>>
  /** PostgreSQL instead of SQLite in a folder of its own. */
  readonly databaseUrl?: string
  readonly seed?: number
  readonly verified?: boolean
  /** Stands between the dispatcher and the store, to inject faults. */
  readonly wrap?: (store: Store) => Store
  readonly log?: Log
  /** Catalogs beside the shipped ones. */
  readonly catalogDir?: string
  /** Stands for the network where the server fetches something; nothing answers by default. */
  readonly fetchText?: FetchText
  /** Of the gateway; without upstreams, calls of catalogued services are rehearsed. */
  readonly gateway?: Partial<GatewaySettings>
  /** Presets besides those of the table. */
  readonly presets?: readonly Preset[]
  /** Folder of the SQLite database; it stays when the server closes. */
  readonly dataDir?: string
  /** Another server over the same database: its root account, master key and clock. */
  readonly beside?: Pick<Harness, 'root' | 'world' | 'clock'>
  /** Limits of the operator, and other servers to keep rates with. */
  readonly rates?: ThrottleParts
}

export interface CallOptions extends Partial<Omit<CallTarget, 'action'>> {
  readonly as?: Identity
  /** Source address; 127.0.0.1 by default. */
  readonly from?: string
  /** `Authorization: SKIP` and no key at all. */
  readonly unsigned?: boolean
}

export interface Harness {
  readonly world: World
  readonly dispatcher: Dispatcher<StreamedReply>
  readonly gateway: Gateway
  readonly clock: ReturnType<typeof virtualClock>
  /** The first root account. */
  readonly root: Identity
  /** Signs as root unless told otherwise, and answers whatever came. */
  call(action: string, parameters?: object, options?: CallOptions): Promise<Answer>
  /** The result of a call that must succeed, without its RequestId. */
  ok(action: string, parameters?: object, options?: CallOptions): Promise<Record<string, unknown>>
  /** A call that must be refused with the code; gives its message. */
  refused(code: string, action: string, parameters?: object, options?: CallOptions): Promise<string>
  /** A sub-user with a key; each document becomes a policy attached to it. */
  user(name: string, ...documents: readonly object[]): Promise<Identity>
  /** Another root account in the same store. */
  account(name: string, given?: { readonly verified?: boolean }): Promise<Identity>
  /** A session of a role, given by its six-segment name; signs like anybody else. */
  assume(roleArn: string, parameters?: object, options?: CallOptions): Promise<Identity>
  respond(request: HttpRequest): Promise<HttpResponse>
  close(): Promise<void>
}

/** Where an action is called: product, host and version of its row; those of cam for a name without one. */
export function homeOf(action: string): { readonly host: string; readonly product: string; readonly version: string } {
  const product = actions.find((row) => row.name === action)?.product ?? 'cam'
  return { host: `${product}.tencentcloudapi.com`, product, version: versions.get(product) ?? '' }
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export const allow = (action: string | readonly string[], resource: string | readonly string[] = '*'): object => ({
  version: '2.0',
  statement: [{ effect: 'allow', action, resource }],
})
export const deny = (action: string | readonly string[], resource: string | readonly string[] = '*'): object => ({
  version: '2.0',
  statement: [{ effect: 'deny', action, resource }],
})

let opened = 0

const rehearsing: GatewaySettings = {
  upstreams: new Map(),
  hosts: new Map(),
  mode: 'enforce',
  modes: new Map(),
  perSecond: 20,
  keyNumber: 1,
}

/** The body of an answer that came whole. */
export function textOf({ body }: Reply | StreamedReply): string {
  if (typeof body === 'string') return body
  throw new Error('the answer is not a text')
}

/** Opens a server of its own with one root account. Close it after the test. */
export async function openHarness(options: HarnessOptions = {}): Promise<Harness> {
  opened += 1
  const { beside } = options
  const clock = beside?.clock ?? virtualClock(startMs)
  // Two servers of one database draw other ids.
  const random = seededRandom((options.seed ?? 1) + (beside === undefined ? 0 : 1000 * opened))
  const folder = mkdtempSync(join(tmpdir(), 'opencam-api-'))
  const store = await openStore({ dataDir: options.dataDir ?? folder, databaseUrl: options.databaseUrl })
  const sealer = beside?.world.sealer ?? createSealer({ current: { id: 'test', key: random.bytes(32) }, others: [] })
  const catalogs = loadCatalogs(options.catalogDir, ownCatalogs(actions))
  const rules: Rules = {
    rateLimits: 'off',
    resourceLevel: 'vendor',
    policyPrincipal: 'refuse',
    catalogFlags: 'strict',
    strictServices: false,
    language: 'en-US',
    site: 'default',
    fetchesKeys: true,
    auditReads: false,
    samlRecipients: ['https://cam.example/login/saml'],
    ...options.rules,
  }
  const log = options.log ?? silent
  const gateway = openGateway({
    catalogs: catalogs.all.filter(({ own }) => own !== true),
    settings: { ...rehearsing, ...options.gateway },
    sealer,
    log,
    folder,
  })
  const dispatcher = createDispatcher(
    {
      store: options.wrap === undefined ? store : options.wrap(store),
      clock,
      random,
      sealer,
      presets: tableOf([...loadPresets(catalogs).all, ...(options.presets ?? [])]),
      catalogs,
      vocabulary: catalogs.vocabulary(rules.catalogFlags),
      quotas: quotasWith(new Map(Object.entries(options.quotas ?? {}))),
      rules,
      log,
      fetchText: options.fetchText,
      rates: options.rates,
    },
    actions,
    gateway.elsewhere,
  )
  const recorder = createRecorder()
  const recordName = `api-${process.pid}-${opened}-${Math.trunc(performance.now() * 1000)}`

  async function account(name: string, given: { readonly verified?: boolean } = {}): Promise<Identity> {
    const made = await store.transaction((writes) =>
      makeRootAccount(
        writes,
        { random, sealer },
        { name, verified: given.verified ?? true, site: rules.site, passwordHash: undefined, nowMs: clock() },
      ),
    )
    if (made === 'taken') throw new Error(`account ${name} could not be made`)
    const { secretId, secretKey } = made
    return { account: made.account, uin: made.account, uid: 0, name, secretId, secretKey }
  }
  const root = beside?.root ?? (await account('root', { verified: options.verified ?? true }))

  async function call(action: string, parameters: object = {}, given: CallOptions = {}): Promise<Answer> {
    const target = { ...homeOf(action), ...given, action }
    const moment = { timestamp: Math.floor(clock() / 1000), nonce: 1 + Math.floor(random.next() * 65_535) }
    const signed = buildCall(target, parameters, given.as ?? root, moment)
    const request = given.unsigned === true ? withoutSignature(signed) : signed
    const reply = await dispatcher.respond(asHttp(request, given.from))
    const answer = readAnswer(textOf(reply))
    // Other products have actions of the same names.
    if (!actions.some((row) => row.name === action && row.product === target.product)) return answer
    if (answer.Error === undefined) recorder.answered(action, parameters, answer)
    else recorder.refused(action, answer.Error.Code)
    return answer
  }

  const harness: Harness = {
    world: dispatcher.world,
    dispatcher,
    gateway,
    clock,
    root,
    call,
    account,
    async ok(action, parameters, given) {
      const { RequestId: _, ...result } = await call(action, parameters, given)
      if (result.Error !== undefined) expect.fail(`${action}: ${result.Error.Code} ${result.Error.Message}`)
      return result
    },
    async refused(code, action, parameters, given) {
      const answer = await call(action, parameters, given)
      expect(answer.Error?.Code ?? 'no error', `${action}: ${answer.Error?.Message}`).toBe(code)
      return answer.Error?.Message ?? ''
    },
    async user(name, ...documents) {
      const made = await harness.ok('AddUser', { Name: name, UseApi: 1 })
      const {
        Uin: uin,
        Uid: uid,
        SecretId: secretId,
        SecretKey: secretKey,
      } = made as {
        Uin: number
        Uid: number
        SecretId: string
        SecretKey: string
      }
      for (const [index, document] of documents.entries()) {
        const policy = await harness.ok('CreatePolicy', {
          PolicyName: `${name}-${index}`,
          PolicyDocument: JSON.stringify(document),
        })
        await harness.ok('AttachUserPolicy', { PolicyId: policy['PolicyId'], AttachUin: uin })
      }
      return { account: root.account, uin, uid, name, secretId, secretKey }
    },
    async assume(roleArn, parameters, given) {
      const answer = await harness.ok('AssumeRole', { RoleArn: roleArn, RoleSessionName: 'test', ...parameters }, given)
      return sessionIdentity(answer, given?.as ?? root)
    },
    async respond(request) {
      const reply = await dispatcher.respond(request)
      if ('code' in reply) return reply
      throw new Error('the call went on to an upstream')
    },
    async close() {
      gateway.close()
      await dispatcher.flush()
      await store.close()
      recorder.write(recordName)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return harness
}

/** Who signs with the credential of an answer. */
export function sessionIdentity(answer: object, of: Identity): Identity {
  const { Credentials } = answer as {
    Credentials: { TmpSecretId: string; TmpSecretKey: string; Token: string }
  }
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = Credentials
  return { ...of, secretId, secretKey, token }
}

/** The request as the SDKs send the calls that nobody signs. */
function withoutSignature(request: WireRequest): WireRequest {
  const { 'X-TC-Token': _, ...headers } = request.headers
  return { ...request, headers: { ...headers, Authorization: 'SKIP' } }
}

/** A request as the socket layer hands it over. */
export function asHttp(
  request: { method: 'GET' | 'POST'; query: string; headers: Readonly<Record<string, string>>; body: Uint8Array },
  address = '127.0.0.1',
): HttpRequest {
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: request.method,
    path: '/',
    rawQuery: request.query,
    header: (name) => headers.get(name),
    body: request.body,
    from: { address, tls: false },
  }
}
