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

/** Median milliseconds of one call after another, and their CPU on the server, which other work on the machine changes less. */
async function costOf(server: ServerProcess, count: number, work: (index: number) => Promise<unknown>): Promise<Cost> {
  const before = await server.cpuSeconds()
  const taken: number[] = []
  for (let index = 0; index < count; index++) {
    const began = performance.now()
    await work(index)
    taken.push(performance.now() - began)
  }
  return { ms: median(taken), cpuMs: (((await server.cpuSeconds()) - before) * 1000) / count }
}

interface Cost {
  readonly ms: number
  readonly cpuMs: number
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

async function startThrice(dataDir: string): Promise<{ readonly server: ServerProcess; readonly cost: Cost }> {
  const costs: Cost[] = []
  for (;;) {
    const began = performance.now()
    const server = await startServer('opencam.ts', { env: envOf(dataDir) })
    costs.push({ ms: performance.now() - began, cpuMs: (await server.cpuSeconds()) * 1000 })
    if (costs.length === 3) {
      return { server, cost: { ms: median(costs.map(({ ms }) => ms)), cpuMs: median(costs.map(({ cpuMs }) => cpuMs)) } }
    }
    await server.stop()
  }
}

async function figuresOf(dataDir: string, accounts: readonly Account[]): Promise<Figures> {
  const { server, cost } = await startThrice(dataDir)
  const figures: Record<string, { readonly value: number; readonly unit: string }> = {}
  const put = (name: string, { ms, cpuMs }: Cost): void => {
    figures[name] = { value: ms, unit: 'ms' }
    figures[`${name}, CPU`] = { value: cpuMs, unit: 'ms' }
  }
  const memory = async (name: string): Promise<void> => {
    figures[name] = { value: (await server.peakBytes()) / 2 ** 20, unit: 'MiB' }
  }
  const roots = accounts.map(({ root }) => callerOf(server, root))
  const root = (index: number): Caller => roots[index % roots.length] ?? fail()
  const users = accounts.flatMap(({ keys }) => keys).slice(0, times)
  const callers = users.map(({ name, credential }) => ({ name, call: callerOf(server, credential) }))
  const byUser = (index: number): Promise<unknown> => {
    const { name, call } = callers[index % callers.length] ?? fail()
    return call('GetUser', { Name: name })
  }
  const pageLast = Math.max(1, Math.floor(plan.groups / 200))
  const works: readonly (readonly [name: string, count: number, work: (index: number) => Promise<unknown>])[] = [
    ['GetUser by the root account', times, (index) => root(index)('GetUser', { Name: `bulk-${index}` })],
    ['first decision about a user', callers.length, byUser],
    ['decision about a user known before', times * 5, byUser],
    ['ListUsers, all of an account', Math.min(times, 9), (index) => root(index)('ListUsers', {})],
    ['ListGroups, first 200', times, (index) => root(index)('ListGroups', { Page: 1, Rp: 200 })],
    ['ListGroups, last 200', times, (index) => root(index)('ListGroups', { Page: pageLast, Rp: 200 })],
    ['ListPolicies, first 200', times, (index) => root(index)('ListPolicies', { Scope: 'Local', Page: 1, Rp: 200 })],
    ['CreateGroup, durable', times, (index) => root(index)('CreateGroup', { GroupName: `later-${index}` })],
  ]
  put('start, from nothing to ready', cost)
  await memory('memory when ready')
  for (const [name, count, work] of works) {
    // What the platform compiles on first use is no matter of size; what is made of a user’s policies is.
    if (work !== byUser) for (let index = 0; index < 3; index++) await work(count + index)
    put(name, await costOf(server, count, work))
  }
  await memory('memory after all of it, most')
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
