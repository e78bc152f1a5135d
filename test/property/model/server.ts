// A server without sockets for many sequences after another: real store, real signatures, real policies, a clock of the
// test's own. Each sequence has a root account of its own; a foreign account is shared, for nothing in it changes.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRootAccount } from '../../../src/actions/account/root.ts'
import type { Caller } from '../../../src/actions/define.ts'
import { actions } from '../../../src/actions/index.ts'
import { bindSoftToken } from '../../../src/actions/mfa/totp.ts'
import { quotasWith } from '../../../src/actions/quotas.ts'
import type { Log, Rules } from '../../../src/actions/world.ts'
import { loadCatalogs } from '../../../src/catalog/load.ts'
import { camCatalog, stsCatalog } from '../../../src/catalog/own.ts'
import { loadPresets } from '../../../src/catalog/presets.ts'
import { type Answer, buildCall, type Form, readAnswer } from '../../../src/client/call.ts'
import { createDispatcher } from '../../../src/dispatch/pipeline.ts'
import { virtualClock } from '../../../src/kernel/clock.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import { decide } from '../../../src/policy/index.ts'
import type { AccessRequest } from '../../../src/policy/types.ts'
import { openStore } from '../../../src/store/open.ts'
import { sealer as createSealer } from '../../../src/store/seal.ts'
import { createProbes } from './probes.ts'
import type { Key } from './state.ts'

const startMs = Date.UTC(2026, 0, 2, 3, 4, 5)
const versions = { cam: '2019-01-16', sts: '2018-08-13' } as const

/** Of every software token here. */
export const deviceSecret = new Uint8Array(20).fill(5)

export interface Signer {
  readonly secretId: string
  readonly secretKey: string
  readonly token?: string
}
export interface Request {
  readonly product: 'cam' | 'sts'
  readonly action: string
  readonly params: object
  readonly form: Form
  /** Whether our own calls are checked on the objects that they name. */
  readonly fine: boolean
}

export interface Server {
  readonly clock: ReturnType<typeof virtualClock>
  readonly foreign: { readonly root: Key; readonly user: Key }
  account(): Promise<Key>
  call(signer: Signer, request: Request): Promise<Answer>
  /** Binds a software token with the known secret, in place of the one that there is. */
  bindDevice(account: number, uin: number): Promise<void>
  /** Who made the last probing call, if it was recognised at all. */
  recognised(): Caller | undefined
  /** The engine for somebody that was recognised, as things are now: what it allows. */
  engineFor(caller: Caller): Promise<(request: AccessRequest) => boolean>
  close(): Promise<void>
}

/** Rows kept in memory where the machine offers it: nothing here speaks of what a power cut leaves. */
function scratchFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'opencam-model-'))
}

/** What goes wrong inside the server is a finding, whatever the call was. */
const log: Log = {
  debug() {},
  info() {},
  warn() {},
  error(fields, message) {
    const error = 'error' in fields ? fields.error : fields
    throw new Error(`${message}: ${error instanceof Error ? error.stack : JSON.stringify(error)}`)
  },
}

export async function openServer(databaseUrl?: string): Promise<Server> {
  const clock = virtualClock(startMs)
  const random = systemRandom
  const folder = scratchFolder()
  const store = await openStore({ dataDir: folder, databaseUrl })
  const sealer = createSealer({ current: { id: 'model', key: new Uint8Array(32).fill(7) }, others: [] })
  const probes = createProbes()
  const rows = [...actions, ...probes.rows]
  const catalogs = loadCatalogs(undefined, [camCatalog(rows), stsCatalog(rows)])
  const presets = loadPresets(catalogs)
  const dispatcherWith = (resourceLevel: Rules['resourceLevel']) =>
    createDispatcher(
      {
        store,
        clock,
        random,
        sealer,
        presets,
        catalogs,
        vocabulary: catalogs.vocabulary(),
        quotas: quotasWith(new Map([['policy-versions', 1000]])),
        rules: {
          rateLimits: 'off',
          resourceLevel,
          policyPrincipal: 'refuse',
          catalogFlags: 'strict',
          strictServices: false,
          language: 'en-US',
          site: 'default',
          fetchesKeys: false,
          auditReads: false,
          samlRecipients: [],
        },
        log,
      },
      rows,
    )
  const dispatchers = { vendor: dispatcherWith('vendor'), fine: dispatcherWith('fine') }
  let nonce = 0

  async function call(signer: Signer, { product, action, params, form, fine }: Request): Promise<Answer> {
    nonce = (nonce % 1_000_000) + 1
    const target = { host: `${product}.tencentcloudapi.com`, product, version: versions[product], action, form }
    const request = buildCall(target, params, signer, { timestamp: Math.floor(clock() / 1000), nonce })
    const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
    const reply = await dispatchers[fine ? 'fine' : 'vendor'].respond({
      method: request.method,
      path: '/',
      rawQuery: request.query,
      header: (name) => headers.get(name),
      body: request.body,
      from: { address: '127.0.0.1', tls: false },
    })
    return readAnswer(reply.body)
  }

  async function account(): Promise<Key> {
    const given = { name: 'root', verified: true, site: 'default', passwordHash: undefined, nowMs: clock() }
    const made = await store.transaction((writes) => makeRootAccount(writes, { random, sealer }, given))
    if (made === 'taken') throw new Error('no account could be made')
    const { account, secretId, secretKey } = made
    return { type: 'key', name: 'root', account, uin: account, secretId, secretKey, state: 'active' }
  }

  return {
    clock,
    foreign: await makeForeign(account, call),
    account,
    call,
    bindDevice: (account, uin) =>
      store.transaction(async (writes) => {
        const known = { bytes: () => deviceSecret, uuid: random.uuid }
        await bindSoftToken(writes, { random: known, sealer }, { account, uin }, clock())
      }),
    recognised: probes.recognised,
    async engineFor(caller) {
      const program = await dispatchers.vendor.world.decider.programOf(caller)
      return (request) => decide(program, request).effect === 'allow'
    },
    async close() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Another account with a user that may do everything as far as its own policies go. */
async function makeForeign(account: Server['account'], call: Server['call']): Promise<Server['foreign']> {
  const root = await account()
  const ok = async (action: string, params: object): Promise<Answer> => {
    const answer = await call(root, { product: 'cam', action, params, form: 'tc3-json', fine: false })
    if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Message}`)
    return answer
  }
  const statement = [{ effect: 'allow', action: '*', resource: '*' }]
  const user = await ok('AddUser', { Name: 'stranger', UseApi: 1 })
  const PolicyDocument = JSON.stringify({ version: '2.0', statement })
  const policy = await ok('CreatePolicy', { PolicyName: 'everything', PolicyDocument })
  await ok('AttachUserPolicy', { PolicyId: policy['PolicyId'], AttachUin: user['Uin'] })
  const { Uin, SecretId, SecretKey } = user
  const secrets = { secretId: String(SecretId), secretKey: String(SecretKey) }
  return {
    root: { ...root, name: 'x-root' },
    user: { type: 'key', name: 'x-user', account: root.account, uin: Number(Uin), ...secrets, state: 'active' },
  }
}
