// Who is in the account and which policies speak about them, read by signed calls: as many as it takes, a few at a time.
import type { PolicySource, Subject } from '../../../../src/policy/index.ts'
import { type ActionName, call, type Params, type Result } from '../../api/call.ts'
import { Fault } from '../../api/fault.ts'

export interface Principal {
  readonly kind: 'user' | 'role'
  /** Account number of a user, id of a role. */
  readonly id: string
  readonly name: string
}

const perPage = 100
const triesMax = 6
const pauseMs = 500

/** A call that waits its turn where calls are counted. */
async function patiently<A extends ActionName>(action: A, params: Params<A>, signal?: AbortSignal): Promise<Result<A>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call(action, params, signal)
    } catch (error) {
      if (!(error instanceof Fault) || !error.passing || tries >= triesMax) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs * tries))
    }
  }
}

export interface PolicyText {
  readonly name: string
  readonly document: string
  readonly preset: boolean
}

const presetType = 2

/** The texts in force, each read once. */
export function policyTexts(signal?: AbortSignal): (id: number) => Promise<PolicyText> {
  const known = new Map<number, Promise<PolicyText>>()
  const read = async (id: number): Promise<PolicyText> => {
    const { PolicyName, PolicyDocument, Type } = await patiently('GetPolicy', { PolicyId: id }, signal)
    return { name: PolicyName ?? '', document: PolicyDocument ?? '', preset: Type === presetType }
  }
  return (id) => {
    const found = known.get(id) ?? read(id)
    known.set(id, found)
    return found
  }
}

/** All pages of a list that is counted. */
async function everyPage<Row>(
  page: (number: number) => Promise<{ readonly rows: readonly Row[]; readonly total: number }>,
): Promise<readonly Row[]> {
  const all: Row[] = []
  for (let number = 1; ; number += 1) {
    const { rows, total } = await page(number)
    all.push(...rows)
    if (rows.length === 0 || all.length >= total) return all
  }
}

export async function principalsOfAccount(signal?: AbortSignal): Promise<readonly Principal[]> {
  const { Data } = await patiently('ListUsers', {}, signal)
  const roles = await everyPage(async (Page) => {
    const { List, TotalNum } = await patiently('DescribeRoleList', { Page, Rp: perPage }, signal)
    return { rows: List ?? [], total: TotalNum }
  })
  return [
    ...Data.map(({ Uin, Name }) => ({ kind: 'user' as const, id: String(Uin), name: Name })),
    ...roles.map(({ RoleId, RoleName }) => ({ kind: 'role' as const, id: RoleId, name: RoleName })),
  ]
}

interface Given {
  readonly account: number
  readonly appId: number
  readonly textOf: (id: number) => Promise<PolicyText>
  readonly signal?: AbortSignal
}

/** Somebody with every policy that speaks about them, directly, by groups and as a boundary. */
export async function subjectOf({ kind, id }: Principal, given: Given): Promise<Subject> {
  const { account, appId, textOf, signal } = given
  const held = kind === 'user' ? await ofUser(Number(id), signal) : await ofRole(id, signal)
  const source = async (policyId: number, via: PolicySource['via']): Promise<PolicySource> => {
    const { name, document, preset } = await textOf(policyId)
    return { policyId, policyName: name, versionId: 1, preset, creator: account, document, via }
  }
  const { PolicyId } =
    kind === 'user'
      ? await patiently('GetUserPermissionBoundary', { TargetUin: Number(id) }, signal)
      : await patiently('GetRolePermissionBoundary', { RoleId: id }, signal)
  return {
    kind,
    uin: kind === 'user' ? Number(id) : undefined,
    account,
    appId,
    identity: await Promise.all(held.map(([policyId, via]) => source(policyId, via))),
    boundary: PolicyId === null ? undefined : await source(PolicyId, { kind: 'direct' }),
    session: undefined,
  }
}

type Held = readonly (readonly [policyId: number, via: PolicySource['via']])[]

async function ofUser(uin: number, signal?: AbortSignal): Promise<Held> {
  const rows = await everyPage(async (Page) => {
    const params = { TargetUin: uin, AttachType: 0, Page, Rp: perPage }
    const { PolicyList, TotalNum } = await patiently('ListAttachedUserAllPolicies', params, signal)
    return { rows: PolicyList, total: TotalNum }
  })
  return rows.map(({ PolicyId, Groups }) => {
    const [group] = Groups ?? []
    if (group === undefined) return [Number(PolicyId), { kind: 'direct' }]
    return [Number(PolicyId), { kind: 'group', groupId: group.GroupId, groupName: group.GroupName }]
  })
}

async function ofRole(roleId: string, signal?: AbortSignal): Promise<Held> {
  const rows = await everyPage(async (Page) => {
    const params = { RoleId: roleId, Page, Rp: perPage }
    const { List, TotalNum } = await patiently('ListAttachedRolePolicies', params, signal)
    return { rows: List, total: TotalNum }
  })
  return rows.map(({ PolicyId }) => [PolicyId, { kind: 'direct' }])
}

/** Works a list off a few at a time; stops with the first fault. */
export async function severalAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  atOnce = 4,
): Promise<void> {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
