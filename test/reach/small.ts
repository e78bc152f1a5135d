// Accounts so small that every sequence of calls can be tried, made from a seed, and whether the search says of them what
// trying says.
import { type HowCouldQuestion, howCould } from '../../src/reach/how-could.ts'
import { keyOf, type Policy, type Population } from '../../src/reach/population.ts'
import { type Dice, dice } from '../property/policy/dice.ts'
import { policy, role, user } from './accounts.ts'
import { bruteForce, everything, worldOf } from './brute.ts'
import { rulesOf } from './replay.ts'

const account = 100000000001
const statesMax = 3_000
const goal = { action: 'cos:GetObject', resource: '*' }

const powers = [
  'sts:AssumeRole',
  'cam:CreateAccessKey',
  'cam:UpdateUser',
  'cam:AttachUserPolicy',
  'cam:AttachGroupPolicy',
  'cam:AttachRolePolicy',
  'cam:DetachUserPolicy',
  'cam:DetachGroupPolicy',
  'cam:DetachRolePolicy',
  'cam:AddUserToGroup',
  'cam:RemoveUserFromGroup',
  'cam:SetDefaultPolicyVersion',
  'cam:UpdatePolicy',
  'cam:CreatePolicyVersion',
  'cam:DeletePolicy',
  'cam:PutUserPermissionsBoundary',
  'cam:DeleteUserPermissionsBoundary',
  'cam:DeleteRolePermissionsBoundary',
  'cam:UpdateAssumeRolePolicy',
  'cam:AddUser',
  'cam:CreateRole',
]

/** Mostly powers, now and then the goal itself, and denies of either. */
function document(draw: Dice): string {
  const statements = Array.from({ length: 1 + draw.below(2) }, () => {
    const action = draw.chance(0.3) ? goal.action : draw.pick(powers)
    const effect = draw.chance(0.3) ? 'deny' : 'allow'
    const resource = action === 'sts:AssumeRole' && draw.chance(0.5) ? `qcs::cam::uin/${account}:roleName/role-7` : '*'
    return { effect, action, resource }
  })
  return JSON.stringify({ version: '2.0', statement: statements })
}

function trust(draw: Dice): string {
  const principal = draw.weighted<object>([
    [3, { qcs: `qcs::cam::uin/${account}:root` }],
    [1, { qcs: `qcs::cam::uin/${account}:uin/${account + 10}` }],
    [1, { qcs: `qcs::cam::uin/${account}:roleName/role-8` }],
    [2, { service: 'cvm.qcloud.com' }],
  ])
  return JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: 'sts:AssumeRole', principal }] })
}

/** The account of that number. */
export function smallAccount(seed: number, index: number): Population {
  const draw = dice(seed, index)
  const policies = new Map<number, Policy>()
  for (let id = 1; id <= 4; id += 1) {
    const texts = Array.from({ length: 1 + draw.below(2) }, () => document(draw))
    const versions = texts.map((text, at) => ({ versionId: at + 1, document: text }))
    policies.set(id, policy(id, '', { versions, inForce: 1 + draw.below(texts.length) }))
  }
  if (draw.chance(0.6)) policies.set(9, policy(9, everything, { preset: true }))
  const some = (): readonly number[] => [1, 2, 3, 4].filter(() => draw.chance(0.4))
  const boundary = (): number | undefined => (draw.chance(0.2) ? 1 + draw.below(4) : undefined)
  const users = new Map(
    [10, 11].map((at) => {
      const groups = draw.chance(0.3) ? [5] : []
      return [
        account + at,
        user(account + at, { policies: some(), groups, boundary: boundary(), keyCount: 1 + draw.below(2) }),
      ]
    }),
  )
  const groups = new Map([[5, { groupId: 5, name: 'group-5', policies: some() }]])
  const roles = new Map(
    ['7', '8']
      .slice(0, 1 + draw.below(2))
      .map((id) => [id, role(id, { trust: trust(draw), policies: some(), boundary: boundary() })]),
  )
  return { account, appId: 1250000000, users, groups, roles, policies, providers: [] }
}

const question: HowCouldQuestion = {
  ...goal,
  granularity: 'operation',
  pattern: false,
  context: new Map(),
  closed: false,
  rules: rulesOf(),
  detoursMax: 20,
  statesMax: 3_000,
}

const only = (action: unknown): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] })

/** The same account, where one user may lift quarantines and act as others, who are in quarantine more often than not, some of them with the goal. */
export function lockedAccount(seed: number, index: number): Population {
  const [population, draw] = [smallAccount(seed, index), dice(seed, index, 1)]
  const keys = policy(5, only(['cam:ReleasePrincipal', draw.pick(['cam:CreateAccessKey', 'sts:AssumeRole'])]))
  const isIn = <T extends { readonly policies: readonly number[] }>(one: T): T => {
    return { ...one, quarantined: draw.chance(0.8), policies: draw.chance(0.5) ? [...one.policies, 6] : one.policies }
  }
  const [first, ...others] = [...population.users.values()]
  const users = others.map(isIn)
  if (first !== undefined) users.unshift({ ...first, policies: [...first.policies, 5] })
  return {
    ...population,
    policies: new Map(population.policies).set(5, keys).set(6, policy(6, only(goal.action))),
    users: new Map(users.map((one) => [one.uin, one])),
    roles: new Map([...population.roles].map(([id, one]) => [id, isIn(one)])),
  }
}

const freeing = ({ move }: { readonly move: { readonly action: string } }) => move.action === 'cam:ReleasePrincipal'

export interface Judged {
  /** What was said and what trying showed, of each user that may call, such as `path reached`. */
  readonly told: readonly string[]
  /** Users about whom the two differ. */
  readonly faults: readonly string[]
  /** Whether a way lifts a quarantine. */
  readonly frees: boolean
}

/** What was said of a user, by what trying showed. An answer that was left open is none. */
const agreeing: Readonly<Record<string, readonly string[]>> = {
  reached: ['now', 'path'],
  never: ['none'],
}

export function judge(population: Population): Judged {
  const { now, paths, unknown } = howCould(population, question)
  const of = (all: readonly { readonly who: { readonly kind: string }; readonly alike?: readonly object[] }[]) =>
    new Set(all.flatMap(({ who, alike = [] }) => [who, ...alike].map((one) => keyOf(one as never))))
  const [here, found, open] = [of(now), of(paths), of(unknown)]
  const told: string[] = []
  const faults: string[] = []
  for (const { uin, quarantined } of population.users.values()) {
    // Who cannot call does not begin.
    if (quarantined) continue
    const key = `user/${uin}`
    const said = here.has(key) ? 'now' : found.has(key) ? 'path' : open.has(key) ? 'unknown' : 'none'
    const tried = bruteForce(worldOf(population, uin), goal, statesMax)
    told.push(`${said} ${tried}`)
    if (agreeing[tried]?.includes(said) === false) faults.push(`${key}: ${said}, but trying says ${tried}`)
  }
  return { told, faults, frees: paths.some(({ steps }) => steps.some(freeing)) }
}
