// Fills a data folder with root accounts of many users, groups and policies: a part by signed calls, as clients make them,
// the rest in bulk by the store's own writes, with an audit event for each batch.
import { newKey } from '../../src/actions/access-key/secret.ts'
import { makeRootAccount } from '../../src/actions/account/root.ts'
import { recordChange } from '../../src/audit/operator.ts'
import type { Random } from '../../src/kernel/random.ts'
import type { Credential } from '../../src/signing/index.ts'
import type { Sealer } from '../../src/store/seal.ts'
import type { Store, Writes } from '../../src/store/store.ts'

export interface Plan {
  readonly users: number
  readonly groups: number
  readonly policies: number
}

export interface Account {
  readonly account: number
  readonly root: Credential
  /** Of some users, spread over all: keys that sign. */
  readonly keys: readonly { readonly uin: number; readonly name: string; readonly credential: Credential }[]
}

interface Parts {
  readonly store: Store
  readonly sealer: Sealer
  readonly random: Random
  readonly nowMs: number
}

const batchSize = 500
/** Groups that a user is in, and policies that a group and a user have. */
const groupsPerUser = 2
const policiesPerGroup = 3
/** One user of so many has a key. */
const usersPerKey = 100

/** A policy of five statements, no two alike; the last lets its holders read users. */
export function documentOf(index: number): string {
  const statement = Array.from({ length: 4 }, (_, part) => ({
    effect: part === 3 ? 'deny' : 'allow',
    action: [`cos:GetObject${index % 50}`, `cos:Put*`],
    resource: [`qcs::cos:::bucket-${index}-${part}/*`],
    ...(part === 1 && { condition: { ip_equal: { 'qcs:ip': ['10.0.0.0/8'] } } }),
  }))
  const read = { effect: 'allow', action: ['cam:GetUser'], resource: '*' }
  return JSON.stringify({ version: '2.0', statement: [...statement, read] })
}

export async function makeAccount(parts: Parts): Promise<{ readonly account: number; readonly root: Credential }> {
  const given = { name: 'size', verified: true, site: 'default', passwordHash: undefined, nowMs: parts.nowMs }
  const made = await parts.store.transaction((writes) => makeRootAccount(writes, parts, given))
  if (made === 'taken') throw new Error('the number of the account is in use')
  return { account: made.account, root: made }
}

/** What is still missing of the plan, in bulk. Answers the keys that were made. */
export async function fill(parts: Parts, account: number, plan: Plan): Promise<Account['keys']> {
  const policies = await inBatches(parts, account, 'policies', plan.policies, (writes, index) =>
    insertPolicy(writes, account, index, parts.nowMs),
  )
  const groups = await inBatches(parts, account, 'groups', plan.groups, async (writes, index) => {
    const groupId = await writes.ids.next('group')
    await writes.groups.insert(account, { groupId, name: `bulk-${index}`, remark: '', createdMs: parts.nowMs })
    for (let part = 0; part < policiesPerGroup; part++) {
      await attach(writes, account, pick(policies, index * policiesPerGroup + part), 'group', groupId, parts.nowMs)
    }
    return groupId
  })
  const keys: Account['keys'][number][] = []
  await inBatches(parts, account, 'users', plan.users, async (writes, index) => {
    const name = `bulk-${index}`
    const uin = await insertUser(writes, account, name, parts.nowMs)
    for (let part = 0; part < groupsPerUser; part++) {
      await writes.groups.addMember(account, pick(groups, index * groupsPerUser + part), uin, parts.nowMs)
    }
    await attach(writes, account, pick(policies, index), 'user', uin, parts.nowMs)
    if (index % usersPerKey === 0) keys.push({ uin, name, credential: await insertKey(parts, writes, account, uin) })
    return uin
  })
  return keys
}

const pick = (ids: readonly number[], index: number): number => ids[index % ids.length] ?? 0

async function inBatches(
  { store, random, nowMs }: Parts,
  account: number,
  what: string,
  count: number,
  make: (writes: Writes, index: number) => Promise<number>,
): Promise<readonly number[]> {
  const made: number[] = []
  for (let from = 0; from < count; from += batchSize) {
    const requestId = random.uuid()
    const size = Math.min(batchSize, count - from)
    const batch = await store.transaction(async (writes) => {
      await recordChange(writes, account, {
        requestId,
        timeMs: nowMs,
        action: 'LoadInBulk',
        resources: [],
        parameters: { what, from, size },
      })
      const ids: number[] = []
      for (let index = from; index < from + size; index++) ids.push(await make(writes, index))
      return ids
    })
    made.push(...batch)
  }
  return made
}

async function insertPolicy(writes: Writes, account: number, index: number, nowMs: number): Promise<number> {
  const policyId = await writes.ids.next('policy')
  await writes.policies.insert(account, {
    policyId,
    name: `bulk-${index}`,
    description: '',
    createMode: 2,
    serviceLinked: false,
    createdMs: nowMs,
    document: documentOf(index),
  })
  return policyId
}

async function attach(
  writes: Writes,
  account: number,
  policyId: number,
  kind: 'user' | 'group',
  entity: number,
  attachedMs: number,
): Promise<void> {
  const by = { operatorOwner: account, operator: String(account), operatorKind: 0 } as const
  await writes.policies.attach(account, { policyId, kind, entityId: String(entity), attachedMs, ...by })
}

async function insertUser(writes: Writes, account: number, name: string, createdMs: number): Promise<number> {
  const uin = await writes.ids.next('uin')
  await writes.users.insert(account, {
    uin,
    uid: await writes.ids.next('uid'),
    type: 2,
    name,
    remark: '',
    nickName: name,
    consoleLogin: false,
    needResetPassword: false,
    passwordHash: undefined,
    phone: '',
    countryCode: '86',
    email: '',
    phoneVerified: false,
    emailVerified: false,
    wechatBound: false,
    receiverOwner: false,
    createdMs,
  })
  return uin
}

async function insertKey(
  { sealer, random, nowMs }: Parts,
  writes: Writes,
  account: number,
  uin: number,
): Promise<Credential> {
  const { secretId, secretKey } = newKey(random)
  const sealedSecret = sealer.seal(secretKey, { account, secretId })
  await writes.keys.insert(account, {
    uin,
    secretId,
    status: 'Active',
    description: '',
    createdMs: nowMs,
    sealedSecret,
  })
  return { secretId, secretKey }
}
