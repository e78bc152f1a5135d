// Temporary credentials in the store, beside what permanent keys and users cost there: the reads of a signed call, each
// anew and while nothing was committed, the policies of a role beside those of a user, and making a session beside
// making a group. Ratios of one run, on SQLite.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from '../src/store/driver.ts'
import { openStore } from '../src/store/open.ts'
import { readsOver } from '../src/store/sql/index.ts'
import { readKeyHolder } from '../src/store/sql/keys.ts'
import { readSessionHolder } from '../src/store/sql/session-holder.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import type { Store, Writes } from '../src/store/store.ts'

// Short turns, one after the other: what else the machine does meanwhile then weighs on all alike.
const turnMs = 150
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 12)
const writersAtOnce = 64
const account = 100_000_000_001
const uin = 100_000_000_002
const secretId = `AKID${'b'.repeat(32)}`
const entities = 1_000
const policiesEach = 5

interface Subject {
  readonly label: string
  /** Answers how many were done in one turn. */
  turn(): Promise<number>
}

const sessionId = (index: number): string => `session-${String(index).padStart(8, '0')}`

async function insertPeople(writes: Writes): Promise<string> {
  await writes.accounts.insert({
    account,
    appId: 1_300_000_001,
    name: 'bench',
    verified: true,
    site: 'default',
    passwordHash: undefined,
    createdMs: 0,
    phone: '',
    countryCode: '',
    email: '',
  })
  const no = { consoleLogin: false, needResetPassword: false, phoneVerified: false, emailVerified: false }
  const user = { type: 2, remark: '', nickName: '', passwordHash: undefined, phone: '', countryCode: '' } as const
  const rest = { email: '', wechatBound: false, receiverOwner: false, createdMs: 1 }
  await writes.users.insert(account, { ...no, ...user, ...rest, uin, uid: 10_000_000, name: 'ann' })
  const key = { uin, secretId, status: 'Active', description: '', createdMs: 1, sealedSecret: 's'.repeat(80) } as const
  await writes.keys.insert(account, key)
  const role = { type: 'user', trust: '{}', description: '', consoleLogin: false, sessionDuration: 7_200 } as const
  let last = ''
  for (let i = 0; i < entities; i++) {
    last = await writes.ids.nextRole()
    await writes.roles.insert(account, { ...role, roleId: last, name: `role-${i}`, services: [], createdMs: i })
  }
  for (let i = 0; i < policiesEach; i++) {
    const policy = { policyId: 10_000_001 + i, name: `p${i}`, description: '', createMode: 2, serviceLinked: false }
    await writes.policies.insert(account, { ...policy, createdMs: 1, document: '{"version":"2.0","statement":[]}' })
    for (const [kind, entityId] of [
      ['user', String(uin)],
      ['role', last],
    ] as const) {
      const operator = { operatorOwner: account, operator: String(account), operatorKind: 0, attachedMs: i } as const
      await writes.policies.attach(account, { policyId: policy.policyId, kind, entityId, ...operator })
    }
  }
  return last
}

let made = 0

/** What a call that makes a session does: revision, record, audit event. */
async function makeSession(writes: Writes, roleId: string): Promise<void> {
  const revision = await writes.accounts.advance(account)
  const index = made++
  await writes.sessions.insert({
    account,
    sessionId: sessionId(index),
    kind: 'role',
    roleId,
    roleGeneration: 0,
    name: 'bench',
    callerAccount: account,
    callerUin: uin,
    issuingSecretId: secretId,
    issuingGeneration: 0,
    through: [],
    policy: undefined,
    mfa: false,
    sourceIdentity: undefined,
    tags: [],
    createdMs: index,
    expiresMs: index + 7_200_000,
  })
  await appendEvent(writes, revision, 'AssumeRole')
}

/** What a call that makes a group does: revision, number, row, audit event. */
async function makeGroup(writes: Writes): Promise<void> {
  const revision = await writes.accounts.advance(account)
  const groupId = await writes.ids.next('group')
  await writes.groups.insert(account, { groupId, name: `group-${groupId}`, remark: '', createdMs: groupId })
  await appendEvent(writes, revision, 'CreateGroup')
}

const appendEvent = (writes: Writes, revision: number, action: string): Promise<void> =>
  writes.audit.append({
    account,
    revision,
    requestId: `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`,
    timeMs: revision,
    uin,
    product: 'cam',
    action,
    resources: [`qcs::cam::uin/${account}:groupid/1`],
    secretId: 'AKIDbench',
    access: 'write',
    decision: 'allow',
    outcome: 'ok',
    sourceIp: '127.0.0.1',
    userAgent: 'bench',
    parameters: '{"Name":"bench"}',
  })

const reading = (label: string, read: (index: number) => Promise<unknown>): Subject => ({
  label,
  async turn() {
    const end = performance.now() + turnMs
    let count = 0
    while (performance.now() < end) {
      for (let i = 0; i < 100; i++) await read(count + i)
      count += 100
    }
    return count
  },
})

const writing = (label: string, store: Store, work: (writes: Writes) => Promise<void>): Subject => ({
  label,
  async turn() {
    const end = performance.now() + turnMs
    let count = 0
    const write = async (): Promise<void> => {
      while (performance.now() < end) {
        await store.transaction(work)
        count++
      }
    }
    await Promise.all(Array.from({ length: writersAtOnce }, write))
    return count
  },
})

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

async function microsEach(subject: Subject): Promise<number> {
  const begin = performance.now()
  const count = await subject.turn()
  return ((performance.now() - begin) * 1000) / count
}

/** Runs the two by turns and prints the cost of the second as a multiple of the first's. */
async function compare(base: Subject, other: Subject): Promise<void> {
  const costs: [number, number][] = []
  for (let round = -1; round < rounds; round++) {
    const pair: [number, number] = [await microsEach(base), await microsEach(other)]
    // The first round warms up what compiles and caches.
    if (round >= 0) costs.push(pair)
  }
  const ratio = middle(costs.map(([a, b]) => b / a))
  const micros = (at: 0 | 1): string => `${middle(costs.map((pair) => pair[at])).toFixed(2)} µs`
  console.log(`${`${other.label} / ${base.label}`.padEnd(60)} ${ratio.toFixed(2)}   ${micros(1)} / ${micros(0)}`)
}

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'opencam-bench-'))
const dataDir = join(folder, 'data')
const store = await openStore({ dataDir })
const roleId = await store.transaction(insertPeople)
await store.transaction(async (writes) => {
  for (let i = 0; i < entities; i++) await makeSession(writes, roleId)
})
// A connection of its own, whose reads are never kept.
const driver = await openSqlite(join(dataDir, 'opencam.db'), 'bench')
const reader: Session = driver.reader
const anew = readsOver(reader)

await compare(
  reading('key holder, read', () => readKeyHolder(reader, secretId)),
  reading('session holder, read', (i) => readSessionHolder(reader, account, sessionId(i % entities))),
)
await compare(
  reading('key holder, kept', () => store.keyHolder(secretId)),
  reading('session holder, kept', (i) => store.session(account, sessionId(i % entities))),
)
await compare(
  reading(`${policiesEach} policies of a user`, () => anew.policies.ofPrincipal(account, uin)),
  reading(`${policiesEach} policies of a role`, () => anew.roles.policiesOf(account, roleId)),
)
await compare(
  writing('make a group', store, makeGroup),
  writing('make a session', store, (writes) => makeSession(writes, roleId)),
)
await driver.close()
await store.close()
rmSync(folder, { recursive: true, force: true })
