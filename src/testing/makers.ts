// A world in few words: users with keys, groups, roles, sessions, each made by the calls that a client would make, so that no
// state comes up that a server could not be in.
import { CallRefused } from './refused.ts'
import type { Group, Identity, PolicyGiven, Role, RoleOptions, TestServer, User, UserOptions } from './types.ts'

/** A call that must succeed; gives its result. */
export type Perform = (action: string, parameters: object, as: Identity) => Promise<Record<string, unknown>>

type Makers = Pick<TestServer, 'user' | 'group' | 'role' | 'assume' | 'attach'>

interface Parts {
  readonly root: Identity
  /** The root account of a number, which this bench has made. */
  rootOf(account: number): Identity
  readonly perform: Perform
  /** Id of a policy that no account made. */
  preset(name: string): number | undefined
}

type PolicyIds = (given: PolicyGiven, stem: string, of: Identity) => Promise<number>

function policyIds(perform: Perform, preset: Parts['preset']): PolicyIds {
  async function policyNamed(name: string, of: Identity): Promise<number> {
    const listed = await perform('ListPolicies', { Keyword: name, Scope: 'Local', Rp: 200 }, of)
    const found = listIn(listed, 'List').find((one) => one['PolicyName'] === name)
    if (found === undefined) throw new Error(`there is no policy ${name}`)
    return numberIn(found, 'PolicyId')
  }

  /** The id of a policy; a document becomes one, under the first free name of `stem-1`, `stem-2` and so on. */
  return async (given, stem, of) => {
    if (typeof given === 'number') return given
    if (typeof given === 'string') return preset(given) ?? policyNamed(given, of)
    for (let number = 1; ; number += 1) {
      try {
        const named = { PolicyName: `${stem}-${number}`, PolicyDocument: JSON.stringify(given) }
        return numberIn(await perform('CreatePolicy', named, of), 'PolicyId')
      } catch (error) {
        if (!(error instanceof CallRefused && error.code === nameInUse)) throw error
      }
    }
  }
}

export function createMakers({ root, rootOf, perform, preset }: Parts): Makers {
  const policyId = policyIds(perform, preset)

  async function attachAll(to: Identity | Role | Group, policies: readonly PolicyGiven[], of: Identity): Promise<void> {
    for (const given of policies) {
      const PolicyId = await policyId(given, to.name, of)
      if ('roleId' in to) await perform('AttachRolePolicy', { PolicyId, AttachRoleName: to.name }, of)
      else if ('groupId' in to) await perform('AttachGroupPolicy', { PolicyId, AttachGroupId: to.groupId }, of)
      else await perform('AttachUserPolicy', { PolicyId, AttachUin: to.uin }, of)
    }
  }

  return {
    async user(name, { policies = [], groups = [], boundary, of = root }: UserOptions = {}): Promise<User> {
      const made = await perform('AddUser', { Name: name, UseApi: 1 }, of)
      const [uin, uid] = [numberIn(made, 'Uin'), numberIn(made, 'Uid')]
      const key = { secretId: textIn(made, 'SecretId'), secretKey: textIn(made, 'SecretKey') }
      const user: User = { kind: 'user', name, account: of.account, uin, uid, ...key }
      for (const { groupId } of groups) {
        await perform('AddUserToGroup', { Info: [{ Uid: uid, GroupId: groupId }] }, of)
      }
      await attachAll(user, policies, of)
      if (boundary !== undefined) {
        const PolicyId = await policyId(boundary, `${name}-boundary`, of)
        await perform('PutUserPermissionsBoundary', { TargetUin: uin, PolicyId }, of)
      }
      return user
    },
    async group(name, { policies = [], of = root } = {}): Promise<Group> {
      const made = await perform('CreateGroup', { GroupName: name }, of)
      const group: Group = { name, account: of.account, groupId: numberIn(made, 'GroupId') }
      await attachAll(group, policies, of)
      return group
    },
    async role(name, { trusts, policies = [], sessionSeconds, of = root }: RoleOptions): Promise<Role> {
      const trust = JSON.stringify(trustOf(trusts))
      const duration = sessionSeconds === undefined ? {} : { SessionDuration: sessionSeconds }
      const made = await perform('CreateRole', { RoleName: name, PolicyDocument: trust, ...duration }, of)
      const arn = `qcs::cam::uin/${of.account}:roleName/${name}`
      const role: Role = { name, roleId: textIn(made, 'RoleId'), account: of.account, arn }
      await attachAll(role, policies, of)
      return role
    },
    async assume(role, { as = root, sessionName = 'test', seconds, policy } = {}): Promise<Identity> {
      const [RoleArn, name] = typeof role === 'string' ? [role, role] : [role.arn, role.name]
      const given = {
        ...{ RoleArn, RoleSessionName: sessionName },
        ...(seconds === undefined ? {} : { DurationSeconds: seconds }),
        ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
      }
      const answer = await perform('AssumeRole', given, as)
      const credentials = memberIn(answer, 'Credentials')
      const account = Number(/uin\/(\d+):/.exec(RoleArn)?.[1] ?? as.account)
      return {
        kind: 'role',
        name,
        account,
        uin: as.uin,
        secretId: textIn(credentials, 'TmpSecretId'),
        secretKey: textIn(credentials, 'TmpSecretKey'),
        token: textIn(credentials, 'Token'),
        expiresMs: numberIn(answer, 'ExpiredTime') * 1000,
      }
    },
    async attach(to, ...policies) {
      await attachAll(to, policies, rootOf(to.account))
    },
  }
}

const nameInUse = 'FailedOperation.PolicyNameInUse'

/** Lets identities and services assume a role. */
function trustOf(trusts: RoleOptions['trusts']): object {
  const qcs = trusts.flatMap((one) => (typeof one === 'string' ? (one.startsWith('qcs:') ? [one] : []) : [nameOf(one)]))
  const service = trusts.flatMap((one) => (typeof one === 'string' && !one.startsWith('qcs:') ? [one] : []))
  const principal = { ...(qcs.length > 0 && { qcs }), ...(service.length > 0 && { service }) }
  return { version: '2.0', statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal }] }
}

const nameOf = ({ kind, account, uin }: Identity): string =>
  kind === 'root' ? `qcs::cam::uin/${account}:root` : `qcs::cam::uin/${account}:uin/${uin}`

type Result = Readonly<Record<string, unknown>>

function textIn(result: Result, name: string): string {
  const value = result[name]
  if (typeof value === 'string') return value
  throw new Error(`the answer has no text ${name}`)
}

function numberIn(result: Result, name: string): number {
  const value = result[name]
  if (typeof value === 'number') return value
  throw new Error(`the answer has no number ${name}`)
}

const isResult = (value: unknown): value is Result => typeof value === 'object' && value !== null

function memberIn(result: Result, name: string): Result {
  const value = result[name]
  if (isResult(value)) return value
  throw new Error(`the answer has no ${name}`)
}

function listIn(result: Result, name: string): readonly Result[] {
  const value = result[name]
  if (Array.isArray(value)) return value.filter(isResult)
  throw new Error(`the answer has no list ${name}`)
}
