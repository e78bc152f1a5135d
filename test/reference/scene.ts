// Puts things into a store as an example of the reference found them: with numbers, names and times of its own choice,
// which no call could make.
import { seededRandom } from '../../src/kernel/random.ts'
import type { NewRole, NewUser, Tag, UserType, Writes } from '../../src/store/store.ts'
import type { Harness, Identity } from '../api/harness.ts'

/** Milliseconds of a moment as the examples write it: UTC+8 without a zone, or ISO. */
export const moment = (text: string): number =>
  Date.parse(text.includes('T') ? text : `${text.replace(' ', 'T')}+08:00`)

export interface PolicyGiven {
  readonly name?: string
  readonly description?: string
  readonly document?: string
  readonly createMode?: number
  readonly added?: string
  readonly updated?: string
}

export interface RoleGiven extends Partial<Omit<NewRole, 'roleId'>> {
  readonly added?: string
  readonly tags?: readonly Tag[]
  readonly boundaryPolicyId?: number
  readonly deletionTaskId?: string
}

export interface Scene {
  readonly harness: Harness
  user(uin: number, given?: Partial<Omit<NewUser, 'uin'>> & { readonly created?: string }): Promise<void>
  group(groupId: number, given?: { name?: string; remark?: string; created?: string }): Promise<void>
  member(groupId: number, uin: number): Promise<void>
  key(uin: number, secretId: string, given?: { created?: string; lastUsedMs?: number }): Promise<void>
  policy(policyId: number, given?: PolicyGiven): Promise<void>
  /** Further versions after the first, with the number that the last one gets. */
  version(policyId: number, document: string, created: string): Promise<number>
  attach(policyId: number, kind: 'user' | 'group' | 'role', id: number | string, attached?: string): Promise<void>
  role(roleId: string, given?: RoleGiven): Promise<void>
  write(work: (writes: Writes, account: number) => Promise<unknown>): Promise<void>
  /** Makes a root account, which then signs the example. */
  root(uin: number, appId: number): Promise<void>
  /** Who signs the example. */
  signer(): Identity
}

const anyTime = '2019-01-01 00:00:00'
export const openDocument =
  '{"version":"2.0","statement":[{"effect":"allow","action":["name/cos:*"],"resource":["*"]}]}'

export function sceneOf(harness: Harness): Scene {
  const { store, sealer } = harness.world
  const { account } = harness.root
  const random = seededRandom(2)
  const sealed = (secretId: string, of = account): string => sealer.seal('secret'.repeat(5), { account: of, secretId })
  let signer = harness.root
  const write: Scene['write'] = async (work) => void (await store.transaction((writes) => work(writes, account)))
  return {
    harness,
    write,
    signer: () => signer,
    user: (uin, given = {}) => write((writes) => writes.users.insert(account, newUser(uin, given))),
    group: (groupId, { name = `group${groupId}`, remark = '', created = anyTime } = {}) =>
      write((writes) => writes.groups.insert(account, { groupId, name, remark, createdMs: moment(created) })),
    member: (groupId, uin) => write((writes) => writes.groups.addMember(account, groupId, uin, moment(anyTime))),
    async key(uin, secretId, { created = anyTime, lastUsedMs } = {}) {
      const row = { uin, secretId, status: 'Active', description: '', createdMs: moment(created) } as const
      await write((writes) => writes.keys.insert(account, { ...row, sealedSecret: sealed(secretId) }))
      if (lastUsedMs !== undefined) await store.touchKeys([{ account, secretId, usedMs: lastUsedMs }])
    },
    policy: (policyId, given = {}) => write((writes) => insertPolicy(writes, account, policyId, given)),
    version: (policyId, document, created) =>
      store.transaction((writes) =>
        writes.policies.insertVersion(account, policyId, { document, createdMs: moment(created) }),
      ),
    attach: (policyId, kind, id, attached = anyTime) =>
      write((writes) =>
        writes.policies.attach(account, {
          policyId,
          kind,
          entityId: String(id),
          attachedMs: moment(attached),
          operatorOwner: account,
          operator: String(account),
          operatorKind: 0,
        }),
      ),
    role: (roleId, given = {}) => write((writes) => insertRole(writes, account, roleId, given)),
    async root(uin, appId) {
      const secretId = 'AKIDofAnotherRootAccount'
      const secretKey = Buffer.from(random.bytes(24)).toString('base64url')
      const texts = { name: 'another', site: 'default', phone: '', countryCode: '86', email: '' }
      const row = { ...texts, account: uin, appId, verified: true, passwordHash: undefined, createdMs: 0 }
      const key = { uin, secretId, status: 'Active', description: '', createdMs: 0 } as const
      await write(async (writes) => {
        await writes.accounts.insert(row)
        const sealedSecret = sealer.seal(secretKey, { account: uin, secretId })
        await writes.keys.insert(uin, { ...key, sealedSecret })
      })
      signer = { account: uin, uin, uid: 0, name: row.name, secretId, secretKey }
    },
  }
}

function newUser(uin: number, { created = anyTime, ...given }: Partial<NewUser> & { created?: string }): NewUser {
  const type: UserType = 2
  const name = `user${uin}`
  return {
    uin,
    uid: uin,
    type,
    name,
    remark: '',
    nickName: given.name ?? name,
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
    createdMs: moment(created),
    ...given,
  }
}

async function insertPolicy(writes: Writes, account: number, policyId: number, given: PolicyGiven): Promise<void> {
  const { name = `policy${policyId}`, description = '', document = openDocument, createMode = 2 } = given
  const createdMs = moment(given.added ?? anyTime)
  const row = { policyId, name, description, createMode, serviceLinked: false, createdMs, document }
  await writes.policies.insert(account, row)
  if (given.updated === undefined) return
  await writes.policies.update(account, policyId, { description, updatedMs: moment(given.updated) })
}

async function insertRole(writes: Writes, account: number, roleId: string, given: RoleGiven): Promise<void> {
  const { added = anyTime, tags = [], boundaryPolicyId, deletionTaskId, ...rest } = given
  const createdMs = moment(added)
  await writes.roles.insert(account, {
    roleId,
    name: `role${roleId}`,
    type: 'user',
    trust: trustDocument('name/sts:AssumeRole', 'cvm.qcloud.com'),
    description: '',
    consoleLogin: false,
    sessionDuration: 0,
    services: [],
    createdMs,
    ...rest,
  })
  await writes.tags.put(account, { product: 'cam', kind: 'role', id: roleId }, tags)
  if (boundaryPolicyId !== undefined) await writes.roles.setBoundary(account, roleId, boundaryPolicyId)
  if (deletionTaskId !== undefined) await writes.roles.update(account, roleId, { deletionTaskId, updatedMs: createdMs })
}

/** A trust policy as the examples write it. */
export function trustDocument(action: string, ...service: readonly string[]): string {
  return JSON.stringify({ version: '2.0', statement: [{ action, effect: 'allow', principal: { service } }] })
}
