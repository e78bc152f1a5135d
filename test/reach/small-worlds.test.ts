// In accounts so small that every sequence of calls can be tried, the search says what trying says.
import { expect, test } from 'vitest'
import { type HowCouldQuestion, howCould } from '../../src/reach/how-could.ts'
import { keyOf, type Policy, type Population } from '../../src/reach/population.ts'
import { type Dice, dice } from '../property/policy/dice.ts'
import { policy, role, user } from './accounts.ts'
import { bruteForce, everything, worldOf } from './brute.ts'
import { rulesOf } from './replay.ts'

const seed = Number(process.env['OPENCAM_TEST_SEED'] ?? 20261127)
const count = Number(process.env['OPENCAM_REACH_WORLDS'] ?? 250)
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

function small(index: number): Population {
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

test('whoever gets there by trying is found, and nobody else', { timeout: 300_000 }, () => {
  judged(Array.from({ length: count }, (_, index) => small(index)))
})

test('the same where some are in quarantine', { timeout: 300_000 }, () => {
  const worlds = Array.from({ length: Math.ceil(count / 4) }, (_, index) => locked(small(index), dice(seed, index, 1)))
  judged(worlds)
  const free = (population: Population) => howCould(population, question).paths.some(({ steps }) => steps.some(frees))
  expect(worlds.filter(free).length).toBeGreaterThan(worlds.length / 25)
})

const frees = ({ move }: { readonly move: { readonly action: string } }) => move.action === 'cam:ReleasePrincipal'

const only = (action: unknown): string =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] })

/** One user may lift quarantines and act as others, who are in quarantine more often than not, some of them with the goal. */
function locked(population: Population, draw: Dice): Population {
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

function judged(populations: readonly Population[]): void {
  const tally = new Map<string, number>()
  for (const [index, population] of populations.entries()) {
    const { now, paths, unknown } = howCould(population, question)
    const of = (all: readonly { readonly who: { readonly kind: string }; readonly alike?: readonly object[] }[]) =>
      new Set(all.flatMap(({ who, alike = [] }) => [who, ...alike].map((one) => keyOf(one as never))))
    const [here, found, open] = [of(now), of(paths), of(unknown)]
    for (const { uin, quarantined } of population.users.values()) {
      // Who cannot call does not begin.
      if (quarantined) continue
      const key = `user/${uin}`
      const said = here.has(key) ? 'now' : found.has(key) ? 'path' : open.has(key) ? 'unknown' : 'none'
      const tried = bruteForce(worldOf(population, uin), goal, statesMax)
      tally.set(`${said} ${tried}`, (tally.get(`${said} ${tried}`) ?? 0) + 1)
      const shown = `world ${index}, ${key}`
      if (tried === 'reached') expect(['now', 'path'], shown).toContain(said)
      if (tried === 'never') expect(said, shown).toBe('none')
    }
  }
  expect(tally.get('unknown never') ?? 0, JSON.stringify([...tally])).toBe(0)
  for (const kind of ['now reached', 'path reached', 'none never'])
    expect(tally.get(kind) ?? 0, kind).toBeGreaterThan(populations.length / 25)
}
