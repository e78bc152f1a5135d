// The check of an account: what is worth a look, found by calls of whoever is signed in.
import type { SubAccountInfo } from '../../../api/actions.ts'
import { call } from '../../../api/call.ts'
import { forEach, inParts, patiently } from '../../../api/patiently.ts'
import { type Session, serverNowMs } from '../../../api/session.ts'
import { breadthOf } from './breadth.ts'

export const kinds = [
  'rootKey',
  'rootFactor',
  'everything',
  'access',
  'administrator',
  'noFactor',
  'neverUsed',
  'longUnused',
  'neverCame',
] as const
export type Kind = (typeof kinds)[number]

export interface Finding {
  readonly kind: Kind
  readonly name: string
  /** The page where something is done about it. */
  readonly to: string
}

export interface Watch {
  readonly signal: AbortSignal
  readonly onFound: (finding: Finding) => void
  readonly onProgress: (done: number, of: number) => void
}

const keysAtOnce = 10
const usersAtOnce = 50
const policiesPerPage = 200
const longMs = 90 * 86_400_000
const administrator = 'AdministratorAccess'

interface Key {
  readonly id: string
  readonly owner: SubAccountInfo
}

/** Throws the Fault of the first call that is refused. */
export async function checkAccount({ kind, account }: Session, watch: Watch): Promise<void> {
  const { signal, onFound, onProgress } = watch
  const { Data: users } = await patiently(() => call('ListUsers', {}, signal))
  const policies = await attachedPolicies(signal)
  let done = 0
  // Each user and policy is a step, and so are the root account, the keys and the moments of signing in.
  const of = users.length + policies.length + 3
  const step = (): void => onProgress(++done, of)
  onProgress(0, of)
  if (kind === 'root') await checkRoot(account, onFound)
  step()
  await forEach(policies, signal, async (policy) => {
    await checkPolicy(policy, onFound)
    step()
  })
  const keys: Key[] = []
  await forEach(users, signal, async (user) => {
    keys.push(...(await checkUser(user, onFound)))
    step()
  })
  await checkUses(keys, watch)
  step()
  await checkSignIns(users, watch)
  step()
}

async function checkRoot(account: number, onFound: Watch['onFound']): Promise<void> {
  const { AccessKeys } = await patiently(() => call('ListAccessKeys', {}))
  for (const { AccessKeyId, Status } of AccessKeys ?? [])
    if (Status === 'Active') onFound({ kind: 'rootKey', name: AccessKeyId, to: '/keys' })
  const { LoginFlag } = await patiently(() => call('DescribeSafeAuthFlag', {}))
  if (!Object.values(LoginFlag).includes(1)) onFound({ kind: 'rootFactor', name: String(account), to: securityPage })
}

/** Outside of the console: people set their own factors up there. */
export const securityPage = '/session/security'

interface Policy {
  readonly id: number
  readonly name: string
  readonly preset: boolean
}

/** Custom policies that somebody has, and the preset that allows everything. */
async function attachedPolicies(signal: AbortSignal): Promise<readonly Policy[]> {
  const found: Policy[] = []
  let seen = 0
  for (let page = 1; ; page++) {
    const params = { Scope: 'Local', Page: page, Rp: policiesPerPage }
    const { List, TotalNum } = await patiently(() => call('ListPolicies', params, signal))
    found.push(...List.filter(({ Attachments }) => Attachments > 0).map(policyOf(false)))
    seen += List.length
    if (seen >= TotalNum || List.length === 0) break
  }
  const presets = await patiently(() => call('ListPolicies', { Scope: 'QCS', Keyword: administrator }, signal))
  const mighty = presets.List.filter(({ PolicyName, Attachments }) => PolicyName === administrator && Attachments > 0)
  return [...found, ...mighty.map(policyOf(true))]
}

const policyOf =
  (preset: boolean) =>
  ({ PolicyId, PolicyName }: { readonly PolicyId: number; readonly PolicyName: string }): Policy => ({
    id: PolicyId,
    name: PolicyName,
    preset,
  })

async function checkPolicy({ id, name, preset }: Policy, onFound: Watch['onFound']): Promise<void> {
  if (!preset) {
    const { PolicyDocument } = await patiently(() => call('GetPolicy', { PolicyId: id }))
    const breadth = breadthOf(PolicyDocument ?? '')
    if (breadth !== undefined) onFound({ kind: breadth, name, to: `/policies/${id}` })
    return
  }
  const { List } = await patiently(() => call('ListEntitiesForPolicy', { PolicyId: id, Rp: 200 }))
  for (const { Id, Name, RelatedType } of List ?? []) {
    const shown = Name ?? Id
    onFound({ kind: 'administrator', name: shown, to: pageOf(RelatedType, Id, shown) })
  }
}

/** By `RelatedType`: 1 users, 2 groups, 3 roles. */
const pageOf = (type: number, id: string, name: string): string =>
  type === 2 ? `/groups/${id}` : `/${type === 1 ? 'users' : 'roles'}/${encodeURIComponent(name)}`

const userPage = ({ Name }: SubAccountInfo): string => `/users/${encodeURIComponent(Name)}`

/** Their active keys. */
async function checkUser(user: SubAccountInfo, onFound: Watch['onFound']): Promise<readonly Key[]> {
  const { AccessKeys } = await patiently(() => call('ListAccessKeys', { TargetUin: user.Uin }))
  if (user.ConsoleLogin === 1) {
    const { LoginFlag } = await patiently(() => call('DescribeSafeAuthFlagColl', { SubUin: user.Uin }))
    if (!Object.values(LoginFlag).includes(1)) onFound({ kind: 'noFactor', name: user.Name, to: userPage(user) })
  }
  const active = (AccessKeys ?? []).filter(({ Status }) => Status === 'Active')
  return active.map(({ AccessKeyId }) => ({ id: AccessKeyId, owner: user }))
}

async function checkUses(keys: readonly Key[], { signal, onFound }: Watch): Promise<void> {
  await forEach(inParts(keys, keysAtOnce), signal, async (part) => {
    const SecretIdList = part.map(({ id }) => id)
    const { SecretIdLastUsedRows: rows } = await patiently(() => call('GetSecurityLastUsed', { SecretIdList }))
    const uses = new Map(rows.map(({ SecretId, LastSecretUsedDate }) => [SecretId, LastSecretUsedDate ?? 0]))
    for (const { id, owner } of part) {
      const usedMs = uses.get(id) ?? 0
      const finding = { name: `${id} (${owner.Name})`, to: userPage(owner) }
      if (usedMs === 0) onFound({ kind: 'neverUsed', ...finding })
      else if (serverNowMs() - usedMs > longMs) onFound({ kind: 'longUnused', ...finding })
    }
  })
}

async function checkSignIns(users: readonly SubAccountInfo[], { signal, onFound }: Watch): Promise<void> {
  const may = new Map(users.filter(({ ConsoleLogin }) => ConsoleLogin === 1).map((user) => [user.Uin, user]))
  await forEach(inParts([...may.keys()], usersAtOnce), signal, async (FilterSubAccountUin) => {
    const { SubAccounts } = await patiently(() => call('DescribeSubAccounts', { FilterSubAccountUin }))
    for (const { Uin, LastLoginTime } of SubAccounts) {
      const user = may.get(Uin)
      if (user !== undefined && LastLoginTime === '')
        onFound({ kind: 'neverCame', name: user.Name, to: userPage(user) })
    }
  })
}
