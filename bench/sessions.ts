// Temporary keys beside permanent ones, as ratios of one run: AssumeRole beside CreateGroup, both durable writes; and
// the CPU of a signed GetUser by a session of a role beside the same call by a permanent key of a user.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCall, send } from '../src/client/call.ts'
import type { Credential } from '../src/signing/index.ts'
import { median, type ServerProcess, startServer } from './child.ts'
import { load, signedRequests } from './load.ts'
import { plainRequest } from './request.ts'
import { type BenchWorld, openWorld } from './world.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const writesPerRound = Number(process.env['BENCH_WRITES'] ?? 1_000)
const readsPerRound = Number(process.env['BENCH_REQUESTS'] ?? 20_000)
const connections = 32
/** A round is cut into slices, taken in turn, so that a disk or a neighbour that drifts does so for both. */
const slices = 10

const cam = { product: 'cam', version: '2019-01-16' } as const
const sts = { product: 'sts', version: '2018-08-13' } as const
const now = (): number => Math.floor(Date.now() / 1000)
const trustOf = (account: string): string =>
  JSON.stringify({
    version: '2.0',
    statement: [
      { effect: 'allow', action: 'name/sts:AssumeRole', principal: { qcs: [`qcs::cam::uin/${account}:root`] } },
    ],
  })
const policy = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: 'cam:*', resource: '*' }] })

type Call = (
  of: typeof cam | typeof sts,
  action: string,
  parameters: object,
  credential: Credential,
) => Promise<Record<string, unknown>>

// ---- AssumeRole beside CreateGroup ------------------------------------------------------------------------------------

let serial = 0

function callOn({ dispatcher }: BenchWorld): Call {
  return async (of, action, parameters, credential) => {
    serial += 1
    const target = { ...of, host: `${of.product}.tencentcloudapi.com`, action }
    const moment = { timestamp: now(), nonce: serial }
    const reply = await dispatcher.respond(plainRequest(buildCall(target, parameters, credential, moment)))
    if (reply.code !== undefined) throw new Error(`${action}: ${reply.code}`)
    return JSON.parse(reply.body).Response
  }
}

/** Accounts of a slice: the documents allow 300 groups in each. */
const perAccount = 250

interface Slice {
  readonly credential: Credential
  readonly arn: string
}

async function prepare(world: BenchWorld, call: Call, count: number): Promise<readonly Slice[]> {
  const accounts = Array.from({ length: Math.ceil(count / perAccount) }, () => world.account())
  return Promise.all(
    (await Promise.all(accounts)).map(async (credential) => {
      const { AccountId } = await call(sts, 'GetCallerIdentity', {}, credential)
      await call(cam, 'CreateRole', { RoleName: 'bench', PolicyDocument: trustOf(String(AccountId)) }, credential)
      return { credential, arn: `qcs::cam::uin/${AccountId}:roleName/bench` }
    }),
  )
}

/** Seconds that so many writes take, made by so many callers at once. Signing is done before the clock starts. */
async function writes(
  { dispatcher }: BenchWorld,
  slice: readonly Slice[],
  what: 'AssumeRole' | 'CreateGroup',
  count: number,
  parallel: number,
): Promise<number> {
  const requests = Array.from({ length: count }, (_, index) => {
    const { credential, arn } = slice[index % slice.length] ?? { credential: { secretId: '', secretKey: '' }, arn: '' }
    serial += 1
    const of = what === 'AssumeRole' ? sts : cam
    const parameters =
      what === 'AssumeRole' ? { RoleArn: arn, RoleSessionName: `session-${serial}` } : { GroupName: `group-${serial}` }
    const target = { ...of, host: `${of.product}.tencentcloudapi.com`, action: what }
    return plainRequest(buildCall(target, parameters, credential, { timestamp: now(), nonce: serial }))
  })
  let next = 0
  const began = performance.now()
  const one = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const { code } = await dispatcher.respond(request)
      if (code !== undefined) throw new Error(`${what}: ${code}`)
    }
  }
  await Promise.all(Array.from({ length: parallel }, one))
  return (performance.now() - began) / 1000
}

async function assumeBesideCreate(parallel: number): Promise<readonly number[]> {
  const world = await openWorld()
  try {
    const call = callOn(world)
    const ratios: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const seconds = { AssumeRole: 0, CreateGroup: 0 }
      // Many callers are done with as many writes in a fraction of the time.
      const count = Math.ceil(writesPerRound / slices) * (parallel === 1 ? 1 : 4)
      for (let turn = 0; turn < slices; turn++) {
        const slice = await prepare(world, call, count)
        seconds.CreateGroup += await writes(world, slice, 'CreateGroup', count, parallel)
        seconds.AssumeRole += await writes(world, slice, 'AssumeRole', count, parallel)
      }
      // The first round warms up.
      if (round > 0) ratios.push(seconds.CreateGroup / seconds.AssumeRole)
    }
    return ratios
  } finally {
    await world.close()
  }
}

// ---- a temporary key beside a permanent one ---------------------------------------------------------------------------

const users = 100
const moments = 250

async function cpuOf(server: ServerProcess, credential: Credential): Promise<number> {
  const target = { ...cam, host: `127.0.0.1:${server.ready.port}`, action: 'GetUser' }
  const requests = signedRequests(readsPerRound, target, credential, (index) => ({
    parameters: { Name: `user-${Math.floor(index / moments) % users}` },
    timestamp: now() - (index % moments),
  }))
  const before = await server.cpuSeconds()
  const { errors } = await load(server.ready.port, requests, connections)
  if (errors > 0) throw new Error(`${errors} calls were refused`)
  return (((await server.cpuSeconds()) - before) * 1e6) / readsPerRound
}

async function prepareKeys(call: Call, root: Credential) {
  for (let index = 0; index < users; index++) await call(cam, 'AddUser', { Name: `user-${index}` }, root)
  const { AccountId } = await call(sts, 'GetCallerIdentity', {}, root)
  const { Uin, SecretId, SecretKey } = await call(cam, 'AddUser', { Name: 'reader', UseApi: 1 }, root)
  const { RoleId } = await call(cam, 'CreateRole', { RoleName: 'r', PolicyDocument: trustOf(String(AccountId)) }, root)
  const { PolicyId } = await call(cam, 'CreatePolicy', { PolicyName: 'all', PolicyDocument: policy }, root)
  await call(cam, 'AttachUserPolicy', { PolicyId, AttachUin: Uin }, root)
  await call(cam, 'AttachRolePolicy', { PolicyId, AttachRoleId: RoleId }, root)
  const RoleArn = `qcs::cam::uin/${AccountId}:roleName/r`
  const asked = { RoleArn, RoleSessionName: 'bench', Policy: policy }
  const answer = await call(sts, 'AssumeRole', asked, root)
  const { TmpSecretId, TmpSecretKey, Token } = answer['Credentials'] as Record<string, string>
  const permanent = { secretId: String(SecretId), secretKey: String(SecretKey) }
  const temporary = { secretId: TmpSecretId ?? '', secretKey: TmpSecretKey ?? '', token: Token ?? '' }
  return { permanent, temporary }
}

async function temporaryBesidePermanent(): Promise<readonly { permanent: number; temporary: number }[]> {
  const root = { secretId: `AKID${'b'.repeat(32)}`, secretKey: 'c'.repeat(32) }
  const folder = mkdtempSync(join(tmpdir(), 'opencam-bench-'))
  const env = {
    OPENCAM_PORT: '0',
    OPENCAM_DATA_DIR: folder,
    OPENCAM_ROOT_SECRET_ID: root.secretId,
    OPENCAM_ROOT_SECRET_KEY: root.secretKey,
    OPENCAM_RATE_LIMITS: 'off',
    OPENCAM_LOG_LEVEL: 'warn',
  }
  const server = await startServer('opencam.ts', { env })
  try {
    const host = `127.0.0.1:${server.ready.port}`
    const call: Call = async (of, action, parameters, credential) => {
      const request = buildCall({ ...of, host, action }, parameters, credential, { timestamp: now(), nonce: 1 })
      const answer = await send(`http://${host}`, request)
      if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
      return answer
    }
    const { permanent, temporary } = await prepareKeys(call, root)
    await cpuOf(server, permanent)
    await cpuOf(server, temporary)
    const pairs: { permanent: number; temporary: number }[] = []
    for (let round = 0; round < rounds; round++) {
      pairs.push({ permanent: await cpuOf(server, permanent), temporary: await cpuOf(server, temporary) })
    }
    return pairs
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const show = (name: string, value: number, unit = ''): void =>
  console.log(`${name.padEnd(60)} ${value.toFixed(2).padStart(10)} ${unit}`)
show('AssumeRole ÷ CreateGroup, one caller (goal ≥ 0.50)', median(await assumeBesideCreate(1)))
show('AssumeRole ÷ CreateGroup, 64 callers', median(await assumeBesideCreate(64)))
const pairs = await temporaryBesidePermanent()
show('signed GetUser, permanent key of a user', median(pairs.map((pair) => pair.permanent)), 'µs CPU/request')
show('signed GetUser, session of a role with a policy', median(pairs.map((pair) => pair.temporary)), 'µs CPU/request')
show('temporary ÷ permanent (goal ≤ 1.20)', median(pairs.map((pair) => pair.temporary / pair.permanent)))
