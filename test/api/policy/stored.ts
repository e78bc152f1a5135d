// Policies put straight into the store: as an earlier release, a smaller catalog or a larger limit left them.
import { allow, type Harness } from '../harness.ts'

export const readable = JSON.stringify(allow('cos:GetObject'))

export interface Stored {
  readonly name?: string
  readonly description?: string
  /** Version 1 is in force. */
  readonly documents?: readonly string[]
}

let made = 0

/** A name that no other policy of the file has. */
export function freshName(): string {
  made += 1
  return `policy-${made}`
}

export async function store(server: Harness, given: Stored = {}): Promise<number> {
  const [document = readable, ...later] = given.documents ?? []
  const { account } = server.root
  const createdMs = server.clock()
  return server.world.store.transaction(async ({ ids, policies }) => {
    const policyId = await ids.next('policy')
    const name = given.name ?? freshName()
    const description = given.description ?? ''
    const policy = { policyId, name, description, createMode: 2, serviceLinked: false, createdMs }
    const outcome = await policies.insert(account, { ...policy, document })
    if (outcome === 'taken') throw new Error(`the name ${name} is taken`)
    for (const text of later) await policies.insertVersion(account, policyId, { document: text, createdMs })
    return policyId
  })
}

/** A policy made by the call, with one document. */
export async function create(server: Harness, name = freshName(), document = readable): Promise<number> {
  const { PolicyId } = await server.ok('CreatePolicy', { PolicyName: name, PolicyDocument: document })
  return Number(PolicyId)
}

/** Somebody who only receives messages; no call makes one. */
export async function recipient(server: Harness, name: string): Promise<number> {
  const { account } = server.root
  return server.world.store.transaction(async ({ ids, users }) => {
    const uin = await ids.next('uin')
    const uid = await ids.next('uid')
    const outcome = await users.insert(account, {
      uin,
      uid,
      type: 5,
      name,
      remark: '',
      nickName: name,
      consoleLogin: false,
      needResetPassword: false,
      passwordHash: undefined,
      phone: '',
      countryCode: '',
      email: '',
      phoneVerified: false,
      emailVerified: false,
      wechatBound: false,
      receiverOwner: false,
      createdMs: server.clock(),
    })
    if (outcome === 'taken') throw new Error(`the name ${name} is taken`)
    return uin
  })
}

export async function group(server: Harness, name: string, ...members: readonly number[]): Promise<number> {
  const { GroupId } = await server.ok('CreateGroup', { GroupName: name })
  for (const uid of members) await server.ok('AddUserToGroup', { Info: [{ GroupId, Uid: uid }] })
  return Number(GroupId)
}
