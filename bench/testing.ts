// What isolation costs a test: forks and resets of a small world, and a thousand tests that have a server each.
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Answer, buildCall, readAnswer } from '../src/client/call.ts'
import { allow, type Identity, startOpenCam, type TestServer } from '../src/testing/index.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 300)
const tests = Number(process.env['BENCH_TESTS'] ?? 1_000)
const stepMsMax = 5
const testsSecondsMax = 10

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN

function line(name: string, value: number, unit: string, goal?: number): void {
  const wanted = goal === undefined ? '' : ` (goal ≤ ${goal.toFixed(2)})`
  console.log(`${`${name}${wanted}`.padEnd(66)} ${value.toFixed(2).padStart(9)} ${unit}`)
}

interface Took {
  readonly ms: number
  /** Of all threads: what is left of a time on a machine that does something else besides. */
  readonly cpuMs: number
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  await work()
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(before)
  return { ms, cpuMs: (user + system) / 1000 }
}

function tell(name: string, times: readonly Took[], goal?: number): void {
  const sorted = times.map(({ ms }) => ms).toSorted((a, b) => a - b)
  line(`${name}: median`, quantile(sorted, 0.5), 'ms', goal)
  line(`${name}: 95th percentile`, quantile(sorted, 0.95), 'ms', goal)
  line(`${name}: slowest of ${sorted.length}`, sorted.at(-1) ?? Number.NaN, 'ms')
  line(`${name}: processor, mean`, times.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / times.length, 'ms')
}

/** A call over HTTP by a client that costs as little as one can, in this process as a test's client is. */
async function call({ port, host }: TestServer, as: Identity, action: string, parameters: object): Promise<Answer> {
  const target = { host, product: 'cam', version: '2019-01-16', action }
  const moment = { timestamp: Math.floor(Date.now() / 1000), nonce: 1 }
  const { method, headers, body } = buildCall(target, parameters, as, moment)
  const sent = { ...headers, 'Content-Length': body.length }
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, headers: sent, agent: false }
    request(options, (reply) => text(reply).then((told) => resolve(readAnswer(told)), reject))
      .on('error', reject)
      .end(body)
  })
}

async function populate(server: TestServer, users: number): Promise<Identity> {
  const readers = await server.group('readers', { policies: [allow('cam:GetUser')] })
  for (let index = 1; index < users; index++) {
    await server.user(`user-${index}`, index % 100 === 0 ? {} : index < 100 ? { groups: [readers] } : {})
  }
  const role = await server.role('deploy', { trusts: [server.root], policies: [allow('cam:ListUsers')] })
  await server.assume(role)
  return server.user('user-0', { policies: [allow(['cam:AddUser', 'cam:GetUser'])] })
}

/** What a test of a program does: some calls that are allowed, one that is not. */
async function smallTest(server: TestServer, as: Identity): Promise<void> {
  const made = await call(server, as, 'AddUser', { Name: 'made-by-test' })
  const read = await call(server, as, 'GetUser', { Name: 'made-by-test' })
  const refused = await call(server, as, 'DeleteUser', { Name: 'made-by-test' })
  if (made.Error !== undefined || read['Uin'] !== made['Uin']) throw new Error('a test saw another state than its own')
  if (refused.Error?.Code !== 'AuthFailure.UnauthorizedOperation') throw new Error('a test was not refused')
}

async function steps(server: TestServer, as: Identity, goal?: number): Promise<void> {
  const what = goal === undefined ? ', 1,000 users' : ''
  const mark = await server.mark()
  for (let index = 0; index < 20; index++) {
    await (await server.fork(mark)).close()
    await server.reset(mark)
  }
  const [forks, forksOfNow, resets, ends]: [Took[], Took[], Took[], Took[]] = [[], [], [], []]
  for (let index = 0; index < rounds; index++) {
    let other: TestServer | undefined
    forks.push(
      await timed(async () => {
        other = await server.fork(mark)
      }),
    )
    if (other !== undefined) await smallTest(other, as)
    ends.push(await timed(async () => other?.close()))
    forksOfNow.push(
      await timed(async () => {
        other = await server.fork()
      }),
    )
    await other?.close()
    await smallTest(server, as)
    resets.push(await timed(() => server.reset(mark)))
  }
  tell(`fork of a mark${what}`, forks, goal)
  tell(`fork of the state of now${what}`, forksOfNow, goal)
  tell(`reset after three calls${what}`, resets, goal)
  tell(`closing a fork${what}`, ends)
}

async function thousand(name: string, work: () => Promise<void>): Promise<void> {
  const { ms, cpuMs } = await timed(async () => {
    for (let index = 0; index < tests; index++) await work()
  })
  line(`${tests} tests of three calls over HTTP, ${name}`, ms / 1000, 's', testsSecondsMax)
  line(`${tests} tests, ${name}: processor`, cpuMs / 1000, 's')
}

const first = await timed(async () => (await startOpenCam()).close())
line('first start in a process', first.ms, 'ms')
line('first start in a process: processor', first.cpuMs, 'ms')
const starts: Took[] = []
for (let index = 0; index < 50; index++) {
  let server: TestServer | undefined
  starts.push(
    await timed(async () => {
      server = await startOpenCam()
    }),
  )
  await server?.close()
}
tell('start', starts)

{
  await using server = await startOpenCam()
  const as = await populate(server, 20)
  await steps(server, as, stepMsMax)
  const mark = await server.mark()
  await thousand('each with a fork', async () => {
    await using own = await server.fork(mark)
    await smallTest(own, as)
  })
  await thousand('each after a reset', async () => {
    await server.reset(mark)
    await smallTest(server, as)
  })
}
{
  await using server = await startOpenCam({ quotas: { users: 5000 } })
  await steps(server, await populate(server, 1_000))
}
