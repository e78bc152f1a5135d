// Servers over root accounts of 10,000 users, 1,000 groups and 1,500 policies each: `--accounts 1,10` makes one folder
// for each number and says what starting, listing and deciding cost there, beside the smallest. `--signed N` of each kind
// are made by signed calls, the rest in bulk. `--folder PATH` for where there is room.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median, type ServerProcess, startServer } from '../bench/child.ts'
import { buildCall, send } from '../src/client/call.ts'
import { readSettings } from '../src/config.ts'
import { systemRandom } from '../src/kernel/random.ts'
import { sealerOf } from '../src/main.ts'
import type { Credential } from '../src/signing/index.ts'
import { openStore } from '../src/store/open.ts'
import { type Account, documentOf, fill, makeAccount } from './size/load.ts'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1,10' },
    users: { type: 'string', default: '10000' },
    groups: { type: 'string', default: '1000' },
    policies: { type: 'string', default: '1500' },
    signed: { type: 'string', default: '50' },
    times: { type: 'string', default: '31' },
    folder: { type: 'string', default: tmpdir() },
  },
})
const plan = { users: Number(values.users), groups: Number(values.groups), policies: Number(values.policies) }
const signed = Number(values.signed)
const times = Number(values.times)

type Figures = Readonly<Record<string, { readonly value: number; readonly unit: string }>>
type Caller = (action: string, parameters: object) => Promise<Readonly<Record<string, unknown>>>

const envOf = (dataDir: string): Record<string, string> => ({
  OPENCAM_PORT: '0',
  OPENCAM_DATA_DIR: dataDir,
  OPENCAM_RATE_LIMITS: 'off',
  OPENCAM_LOG_LEVEL: 'warn',
  OPENCAM_CONSOLE: 'off',
  OPENCAM_QUOTAS: `users=${2 * plan.users},groups=${2 * plan.groups},policies=${2 * plan.policies},users-per-group=${plan.users}`,
})

function callerOf({ ready }: ServerProcess, credential: Credential): Caller {
  const host = `127.0.0.1:${ready.port}`
  let nonce = 0
  return async (action, parameters) => {
    nonce += 1
    const target = { host, product: 'cam', version: '2019-01-16', action }
    const moment = { timestamp: Math.floor(Date.now() / 1000), nonce }
    const answer = await send(`http://${host}`, buildCall(target, parameters, credential, moment))
    if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
    return answer
  }
}

/** The part that goes the way of clients: each with its signature, its verdict and its audit event. */
async function bySignedCalls(call: Caller): Promise<void> {
  for (let index = 0; index < signed; index++) {
    const { PolicyId } = await call('CreatePolicy', { PolicyName: `call-${index}`, PolicyDocument: documentOf(index) })
    const { Uin } = await call('AddUser', { Name: `call-${index}` })
    const { GroupId } = await call('CreateGroup', { GroupName: `call-${index}` })
    await call('AttachUserPolicy', { PolicyId, AttachUin: Uin })
    await call('AttachGroupPolicy', { PolicyId, AttachGroupId: GroupId })
  }
}

/** Median milliseconds of one call after another; each a few times before, so that what is compiled is compiled. */
async function timeOf(work: (index: number) => Promise<unknown>, count = times): Promise<number> {
  for (let index = 0; index < 3; index++) await work(index)
  const taken: number[] = []
  for (let index = 0; index < count; index++) {
    const began = performance.now()
    await work(index)
    taken.push(performance.now() - began)
  }
  return median(taken)
}

async function load(dataDir: string, count: number): Promise<readonly Account[]> {
  const settings = readSettings([], envOf(dataDir))
  const [sealer, random, nowMs] = [sealerOf(settings), systemRandom, Date.now()]
  const roots: { readonly account: number; readonly root: Credential }[] = []
  let store = await openStore({ dataDir, role: 'server' })
  for (let index = 0; index < count; index++) roots.push(await makeAccount({ store, sealer, random, nowMs }))
  await store.close()
  const server = await startServer('opencam.ts', { env: envOf(dataDir) })
  for (const { root } of roots) await bySignedCalls(callerOf(server, root))
  await server.stop()
  store = await openStore({ dataDir, role: 'server' })
  const rest = { users: plan.users - signed, groups: plan.groups - signed, policies: plan.policies - signed }
  const accounts: Account[] = []
  for (const { account, root } of roots) {
    accounts.push({ account, root, keys: await fill({ store, sealer, random, nowMs }, account, rest) })
  }
  await store.close()
  return accounts
}

async function figuresOf(dataDir: string, accounts: readonly Account[]): Promise<Figures> {
  const starts: number[] = []
  let server: ServerProcess | undefined
  for (let start = 0; start < 3; start++) {
    await server?.stop()
    const began = performance.now()
    server = await startServer('opencam.ts', { env: envOf(dataDir) })
    starts.push(performance.now() - began)
  }
  if (server === undefined) throw new Error('there is no server')
  const idle = await server.peakBytes()
  const running = server
  const callers = accounts.map(({ root }) => callerOf(running, root))
  const root = (index: number): Caller => callers[index % callers.length] ?? callers[0] ?? fail()
  const users = accounts
    .flatMap(({ keys }) => keys)
    .map(({ name, credential }) => ({
      name,
      call: callerOf(running, credential),
    }))
  const pageLast = Math.max(1, Math.floor(plan.groups / 200))
  const ms = (value: number) => ({ value, unit: 'ms' })
  const first = users.slice(0, times)
  const cold: number[] = []
  for (const { name, call } of first) {
    const began = performance.now()
    await call('GetUser', { Name: name })
    cold.push(performance.now() - began)
  }
  const figures = {
    'start, from nothing to ready': ms(median(starts)),
    'memory when ready': { value: idle / 2 ** 20, unit: 'MiB' },
    'first decision about a user, its policies compiled': ms(median(cold)),
    'decision about a user known before': ms(
      await timeOf(async (index) => {
        const user = first[index % first.length]
        await user?.call('GetUser', { Name: user.name })
      }),
    ),
    'GetUser by the root account': ms(await timeOf((i) => root(i)('GetUser', { Name: `bulk-${i}` }))),
    'ListUsers, all of an account': ms(await timeOf((i) => root(i)('ListUsers', {}), Math.min(times, 9))),
    'ListGroups, first 200': ms(await timeOf((i) => root(i)('ListGroups', { Page: 1, Rp: 200 }))),
    'ListGroups, last 200': ms(await timeOf((i) => root(i)('ListGroups', { Page: pageLast, Rp: 200 }))),
    'ListPolicies, first 200 of its own': ms(
      await timeOf((i) => root(i)('ListPolicies', { Scope: 'Local', Page: 1, Rp: 200 })),
    ),
    'CreateGroup, durable': ms(
      await timeOf((i) => root(i)('CreateGroup', { GroupName: `later-${i}-${Math.random()}` })),
    ),
    'memory after all of it, most': { value: (await server.peakBytes()) / 2 ** 20, unit: 'MiB' },
  }
  await server.stop()
  return figures
}

function fail(): never {
  throw new Error('there is no account')
}

const counts = values.accounts.split(',').map(Number)
const results: { readonly count: number; readonly figures: Figures }[] = []
for (const count of counts) {
  const dataDir = mkdtempSync(join(values.folder, 'opencam-size-'))
  try {
    const began = performance.now()
    const accounts = await load(dataDir, count)
    const seconds = (performance.now() - began) / 1000
    const megabytes = statSync(join(dataDir, 'opencam.db')).size / 2 ** 20
    const each = `${plan.users} users, ${plan.groups} groups, ${plan.policies} policies each`
    console.log(`${count} root accounts of ${each}: loaded in ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MiB`)
    results.push({ count, figures: await figuresOf(dataDir, accounts) })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

console.log(`\n${'accounts'.padEnd(54)}${counts.map((count) => String(count).padStart(22)).join('')}`)
const [smallest] = results
for (const [name, { value: base, unit }] of Object.entries(smallest?.figures ?? {})) {
  const cells = results.map(({ figures }) => {
    const value = figures[name]?.value ?? Number.NaN
    return `${value.toFixed(2)} ${unit} (${(value / base).toFixed(2)} ×)`.padStart(22)
  })
  console.log(`${name.padEnd(54)}${cells.join('')}`)
}
