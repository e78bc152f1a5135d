// The server as its users run it, killed in the midst of signed writes: what was acknowledged is there, of the rest
// either all or nothing, and an error left nothing. And what a start after a stop keeps.
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Credential } from '../../src/signing/index.ts'
import { temporaryFolder } from './cli.ts'
import { type Caller, callerOn, type Ground, type Written, writeUntilCutOff } from './load.ts'
import { serverProcess } from './process.ts'

const rounds = 7
const roomy = ['--rate-limits', 'off', '--quotas', 'groups=100000,users=100000,policies=100000,attachments=100000']

/** Key of the root account as the banner of the first start shows it. */
function rootKey(banner: string): Credential {
  const [, secretId, secretKey] = /SecretId +(\S+)\s+SecretKey +(\S+)/.exec(banner) ?? []
  if (secretId === undefined || secretKey === undefined) throw new Error(`no key in ${banner}`)
  return { secretId, secretKey }
}

async function ok(call: Caller, action: string, parameters: object = {}): Promise<Record<string, unknown>> {
  const answer = await call(action, parameters)
  if (answer.Error !== undefined) throw new Error(`${action}: ${answer.Error.Code} ${answer.Error.Message}`)
  return answer
}

type Row = Record<string, unknown>

/** Every row of a list that comes in pages. */
async function everyRow(call: Caller, action: string, parameters: object, member: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let Page = 1; ; Page++) {
    const page = (await ok(call, action, { ...parameters, Page, Rp: 200 }))[member] as readonly Row[]
    rows.push(...page)
    if (page.length < 200) return rows
  }
}

interface Event {
  readonly revision: number
  readonly requestId: string
  readonly action: string
  readonly parameters: Row
}

/** Every audit event, oldest first. */
/** Of changes that were made, in their order. */
async function everyEvent(call: Caller): Promise<readonly Event[]> {
  const events: Event[] = []
  for (let marker: object = {}; ; ) {
    const page = await ok(call, 'DescribeAuditEvents', { ...marker, Outcome: 'ok', Access: 'write', Limit: 100 })
    for (const event of page['Events'] as readonly Row[]) {
      events.push({
        revision: Number(event['Revision']),
        requestId: String(event['RequestId']),
        action: String(event['Action']),
        parameters: JSON.parse(String(event['Parameters'])),
      })
    }
    if (page['IsTruncated'] !== true) return events.toSorted((one, other) => one.revision - other.revision)
    marker = { Marker: page['Marker'] }
  }
}

/** What there is, as text that can be compared with what events tell. */
async function everything(call: Caller, { uin }: Ground): Promise<readonly string[]> {
  const groups = await everyRow(call, 'ListGroups', {}, 'GroupInfo')
  const users = (await ok(call, 'ListUsers'))['Data'] as readonly Row[]
  const policies = await everyRow(call, 'ListPolicies', { Scope: 'Local' }, 'List')
  const attached = await everyRow(call, 'ListAttachedUserPolicies', { TargetUin: uin }, 'List')
  return [
    ...groups.map((group) => `group ${group['GroupName']}`),
    ...users.map((user) => `user ${user['Name']}`),
    ...policies.map((policy) => `policy ${policy['PolicyName']}`),
    ...attached.map((policy) => `attached ${policy['PolicyId']}`),
  ].toSorted()
}

const madeBy: Readonly<Record<string, (parameters: Row) => string>> = {
  CreateGroup: (given) => `group ${given['GroupName']}`,
  AddUser: (given) => `user ${given['Name']}`,
  CreatePolicy: (given) => `policy ${given['PolicyName']}`,
  AttachUserPolicy: (given) => `attached ${given['PolicyId']}`,
}

/** Made before the writers begin. */
async function prepare(call: Caller): Promise<Ground> {
  const { Uin } = await ok(call, 'AddUser', { Name: 'anna', UseApi: 1 })
  const { GroupId } = await ok(call, 'CreateGroup', { GroupName: 'empty' })
  return { uin: Number(Uin), emptyGroup: Number(GroupId), takenName: 'Empty' }
}

/** Compares everything that is there with what was acknowledged and with what the events tell. */
async function inspect(call: Caller, ground: Ground, written: readonly Written[]): Promise<void> {
  const events = await everyEvent(call)
  expect(events.map((event) => event.revision)).toEqual(events.map((_, index) => index + 1))
  const told = events.flatMap((event) => madeBy[event.action]?.(event.parameters) ?? [])
  // What is there has its event, and what has an event is there: no write is there in part.
  expect(await everything(call, ground)).toEqual(told.toSorted())

  const kept = new Set(events.map((event) => event.requestId))
  const answered = written.flatMap(({ answer }) => answer ?? [])
  const acknowledged = answered.filter((answer) => answer.Error === undefined)
  expect(acknowledged.filter((answer) => !kept.has(answer.RequestId))).toEqual([])
  const refused = answered.filter((answer) => answer.Error !== undefined)
  expect(refused.filter((answer) => kept.has(answer.RequestId))).toEqual([])
  expect((await ok(call, 'ListUsersForGroup', { GroupId: ground.emptyGroup }))['TotalNum']).toBe(0)
}

/** Each new user came with its key, and an acknowledged key signs. */
async function inspectKeys(url: string, call: Caller, written: readonly Written[]): Promise<void> {
  for (const { action, parameters, answer } of written) {
    if (action !== 'AddUser') continue
    if (answer !== undefined) {
      const key = { secretId: String(answer['SecretId']), secretKey: String(answer['SecretKey']) }
      // The user has no policy: it is the signature that is believed.
      expect((await callerOn(url, key)('GetUserAppId')).Error?.Code).toBe('AuthFailure.UnauthorizedOperation')
      continue
    }
    const user = await call('GetUser', { Name: parameters['Name'] })
    if (user.Error !== undefined) continue
    expect((await ok(call, 'ListAccessKeys', { TargetUin: user['Uin'] }))['AccessKeys']).toHaveLength(1)
  }
}

test('killed in the midst of signed writes, again and again', { timeout: 180_000 }, async () => {
  const dataDir = temporaryFolder()
  const random = seededRandom(20_260_102)
  let server = await serverProcess(dataDir, ...roomy)
  const root = rootKey(server.output())
  const ground = await prepare(callerOn(server.url, root))
  const written: Written[] = []
  for (let round = 0; round < rounds; round++) {
    const answers = 1 + Math.floor(random.next() * 160)
    const calls = await writeUntilCutOff(callerOn(server.url, root), {
      writers: 8,
      ground,
      next: random.next,
      label: `r${round}`,
      answered: (count) => count === answers && server.child.kill('SIGKILL'),
    })
    expect(await server.ended).toBe('SIGKILL')
    expect(calls.filter((one) => one.answer !== undefined).length).toBeGreaterThanOrEqual(answers)
    written.push(...calls)

    server = await serverProcess(dataDir, ...roomy)
    const call = callerOn(server.url, root)
    await inspect(call, ground, written)
    await inspectKeys(server.url, call, calls)
  }
  // The load was what it was meant to be: writes acknowledged, refused and cut off.
  expect(written.filter(({ answer }) => answer !== undefined && answer.Error === undefined).length).toBeGreaterThan(100)
  const codes = new Set(written.flatMap(({ answer }) => answer?.Error?.Code ?? []))
  expect([...codes].toSorted()).toEqual(['InvalidParameter.GroupNameInUse', 'InvalidParameter.GroupNotExist'])
  expect(written.filter(({ answer }) => answer === undefined).length).toBeGreaterThanOrEqual(rounds)
})

test('a stop and a start keep everything, and the key is not shown again', async () => {
  const dataDir = temporaryFolder()
  const first = await serverProcess(dataDir)
  const root = rootKey(first.output())
  const ground = await prepare(callerOn(first.url, root))
  const before = await everything(callerOn(first.url, root), ground)
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)

  const second = await serverProcess(dataDir)
  expect(second.output()).not.toContain(root.secretKey)
  expect(second.output()).not.toMatch(/SecretKey +\S{32}/)
  expect(await everything(callerOn(second.url, root), ground)).toEqual(before)
  expect(before).toEqual(['group empty', 'user anna'])
})

test('a second server on a folder in use goes away, and the first one goes on', async () => {
  const dataDir = temporaryFolder()
  const first = await serverProcess(dataDir)
  const call = callerOn(first.url, rootKey(first.output()))
  await expect(serverProcess(dataDir)).rejects.toThrow(
    `the server ended with 1: opencam: another server uses the data folder ${dataDir}\n`,
  )
  expect(await call('CreateGroup', { GroupName: 'after' })).not.toHaveProperty('Error')
})
