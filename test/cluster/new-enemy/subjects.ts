// Rights that are taken away and given back, each in its own way, and what a server says of somebody who has or lacks it.
import { type CallGiven, call, makeUserBy, ok, type Signer, type Told } from '../nodes.ts'
import { type Owner, usedAction, usedDocument } from './owners.ts'

export type Outcome = 'accepted' | 'refused' | 'unavailable'

export interface Subject {
  readonly kind: SubjectKind
  readonly name: string
  /** Takes the right away. */
  revoke(url: string, nowMs: number): Promise<Told>
  /** Gives it back; where that cannot be, a new subject takes this one's place. */
  readonly restore: ((url: string, nowMs: number) => Promise<Told>) | undefined
  /** Uses the right. */
  use(url: string, given: { readonly nowMs: number; readonly atLeast?: string | undefined }): Promise<Outcome>
  /** The register itself, read from the database by whatever server; `undefined`: the server could not say. */
  readonly read: ((url: string, nowMs: number) => Promise<'on' | 'off' | undefined>) | undefined
}

export type SubjectKind = 'key' | 'attachment' | 'version' | 'quarantine' | 'role' | 'user'
export const subjectKinds: readonly SubjectKind[] = ['key', 'attachment', 'version', 'quarantine', 'role', 'user']

/** A call that has not been answered by then is given up; a paused server may answer it later all the same. */
export const patienceMs = 4_000

const refusals = new Set([
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.UnauthorizedOperation',
  'AuthFailure.TokenFailure',
  'UnauthorizedOperation',
])

export function outcomeOf(told: Told): Outcome {
  if (told.code === undefined) return 'accepted'
  if (refusals.has(told.code)) return 'refused'
  // Let in by what the server knew, to find that he himself is gone.
  if (told.code === 'ResourceNotFound.UserNotExist') return 'accepted'
  if (told.code === 'ServiceUnavailable' || told.code === 'FailedOperation' || told.code.startsWith('InternalError')) {
    return 'unavailable'
  }
  throw new Error(`nobody expects ${told.code}: ${told.answer.Error?.Message}`)
}

const denial = usedDocument.replace('"allow"', '"deny"')

export interface Making {
  readonly kind: SubjectKind
  readonly name: string
  /** The account's root, who makes it, and takes and gives the right. */
  readonly owner: Owner
}

/** Made by a server that nothing is wrong with. */
export async function makeSubject(url: string, { kind, name, owner }: Making, nowMs: number): Promise<Subject> {
  const by = { by: owner, nowMs, timeoutMs: patienceMs }
  if (kind === 'role') return roleSubject(url, name, owner, by)
  // A version of a policy that others have too would be everybody's.
  const person = await makeUserBy(url, name, kind === 'version' ? [usedDocument] : [], by)
  const { uin, secretId } = person
  const [policyId = owner.policyId] = person.policyIds
  if (kind !== 'version') await ok(url, 'AttachUserPolicy', { PolicyId: policyId, AttachUin: uin }, by)
  const target = { TargetUin: uin }
  const base = { kind, name, use: useOf(person, name) }
  const at = (method: string, parameters: object) => (server: string, now: number) =>
    call(server, method, parameters, { ...by, nowMs: now })
  const turn = (Status: string) => at('UpdateAccessKey', { ...target, AccessKeyId: secretId, Status })
  switch (kind) {
    case 'key':
      return { ...base, revoke: turn('Inactive'), restore: turn('Active'), read: keyStatus(uin, owner) }
    case 'attachment': {
      const revoke = at('DetachUserPolicy', { PolicyId: policyId, DetachUin: uin })
      const restore = at('AttachUserPolicy', { PolicyId: policyId, AttachUin: uin })
      return { ...base, revoke, restore, read: attached(uin, owner) }
    }
    case 'version': {
      const made = { PolicyId: policyId, PolicyDocument: denial, SetAsDefault: false }
      await ok(url, 'CreatePolicyVersion', made, by)
      const choose = (VersionId: number) => at('SetDefaultPolicyVersion', { PolicyId: policyId, VersionId })
      return { ...base, revoke: choose(2), restore: choose(1), read: defaultVersion(policyId, owner) }
    }
    case 'quarantine': {
      const principal = { TargetUin: String(uin) }
      const [revoke, restore] = [at('QuarantinePrincipal', principal), at('ReleasePrincipal', principal)]
      return { ...base, revoke, restore, read: undefined }
    }
    case 'user':
      return { ...base, revoke: at('DeleteUser', { Name: name, Force: 1 }), restore: undefined, read: undefined }
  }
}

const useOf =
  (by: Signer, name: string): Subject['use'] =>
  async (url, { nowMs, atLeast }) => {
    try {
      // The caller's own name: a user that is gone has no key either.
      return outcomeOf(await call(url, usedAction, { Name: name }, { by, atLeast, nowMs, timeoutMs: patienceMs }))
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('nobody expects')) throw error
      return 'unavailable'
    }
  }

async function roleSubject(
  url: string,
  name: string,
  { account, policyId, caller }: Owner,
  by: CallGiven,
): Promise<Subject> {
  const principal = { qcs: [`qcs::cam::uin/${account}:root`] }
  const trust = { version: '2.0', statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal }] }
  await ok(url, 'CreateRole', { RoleName: name, PolicyDocument: JSON.stringify(trust) }, by)
  await ok(url, 'AttachRolePolicy', { PolicyId: policyId, AttachRoleName: name }, by)
  const asked = { RoleArn: `qcs::cam::uin/${account}:roleName/${name}`, RoleSessionName: 'session' }
  const assumed = await ok(url, 'AssumeRole', asked, { ...by, by: caller })
  const keys = assumed.answer['Credentials'] as Record<'TmpSecretId' | 'TmpSecretKey' | 'Token', string>
  const session = { secretId: keys.TmpSecretId, secretKey: keys.TmpSecretKey, token: keys.Token }
  return {
    kind: 'role',
    name,
    revoke: (server, now) => call(server, 'DeleteRole', { RoleName: name }, { ...by, nowMs: now }),
    restore: undefined,
    use: useOf(session, caller.name),
    read: undefined,
  }
}

type Read = NonNullable<Subject['read']>

const keyStatus =
  (uin: number, by: Signer): Read =>
  async (url, nowMs) => {
    const { answer, code } = await call(url, 'ListAccessKeys', { TargetUin: uin }, { by, nowMs, timeoutMs: patienceMs })
    if (code !== undefined) return undefined
    const [key] = answer['AccessKeys'] as readonly { readonly Status: string }[]
    return key?.Status === 'Active' ? 'on' : 'off'
  }

const attached =
  (uin: number, by: Signer): Read =>
  async (url, nowMs) => {
    const asked = { TargetUin: uin, Page: 1, Rp: 10 }
    const { answer, code } = await call(url, 'ListAttachedUserPolicies', asked, { by, nowMs, timeoutMs: patienceMs })
    return code === undefined ? (answer['TotalNum'] === 1 ? 'on' : 'off') : undefined
  }

const defaultVersion =
  (policyId: number | undefined, by: Signer): Read =>
  async (url, nowMs) => {
    const asked = { PolicyId: policyId }
    const { answer, code } = await call(url, 'ListPolicyVersions', asked, { by, nowMs, timeoutMs: patienceMs })
    if (code !== undefined) return undefined
    const versions = answer['Versions'] as readonly { readonly VersionId: number; readonly IsDefaultVersion: number }[]
    return versions.find((version) => version.IsDefaultVersion === 1)?.VersionId === 1 ? 'on' : 'off'
  }
