// `who-can` on an account of ten thousand principals: users in groups, with policies of their own and shared ones, some bounded, and
// roles. The first question compiles the policies as well.

import { judgeOf } from '../src/reach/judge.ts'
import type { Policy, Population, Role, User } from '../src/reach/population.ts'
import type { Question } from '../src/reach/residual.ts'
import { whoCan } from '../src/reach/who-can.ts'
import { show } from './figures.ts'

const principals = Number(process.env['BENCH_PRINCIPALS'] ?? 10_000)
const rolesCount = principals / 20
const groupsCount = 100
const policiesCount = 400
const rounds = 3
const goalMs = 1_000
const account = 100_000_000_001
const appId = 1_300_000_001

// A small generator of our own: the same account every time.
let seed = 20_261_127
const below = (bound: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
  // Its low bits come round too soon.
  return (seed >>> 10) % bound
}
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T

const products = ['cos', 'cvm', 'vpc', 'cdb', 'clb', 'cam', 'cls', 'tke']
const verbs = ['Get', 'Put', 'Describe', 'List', 'Create', 'Delete', 'Modify', 'Run']
const nouns = ['Object', 'Instances', 'Bucket', 'Subnets', 'Users', 'Topics', 'Clusters', 'Listeners']

function statement(effect: 'allow' | 'deny') {
  const product = pick(products)
  const action = pick([`${product}:*`, `${product}:${pick(verbs)}*`, `${product}:${pick(verbs)}${pick(nouns)}`])
  const resource = pick([
    '*',
    `qcs::${product}:::*`,
    `qcs::${product}:ap-guangzhou::x-${below(50)}/*`,
    `qcs::${product}:::uin/\${uin}/*`,
  ])
  const condition = pick([
    undefined,
    undefined,
    { ip_equal: { 'qcs:ip': [`10.${below(200)}.0.0/16`] } },
    { string_equal: { 'qcs:resource_tag/team': [`t${below(20)}`] } },
  ])
  return { effect, action, resource, ...(condition && { condition }) }
}

function policyOf(policyId: number): Policy {
  const count = 3 + below(8)
  const statements = Array.from({ length: count }, () => statement(below(8) === 0 ? 'deny' : 'allow'))
  const document = JSON.stringify({ version: '2.0', statement: statements })
  const face = { policyId, name: `policy-${policyId}`, preset: false, serviceLinked: false }
  return { ...face, versions: [{ versionId: 1, document }], inForce: 1 }
}

const some = (count: number, of: number): readonly number[] => [
  ...new Set(Array.from({ length: count }, () => 1 + below(of))),
]

function populationOf(): Population {
  const policies = new Map(Array.from({ length: policiesCount }, (_, at) => [at + 1, policyOf(at + 1)]))
  const groups = new Map(
    Array.from({ length: groupsCount }, (_, at) => [
      at + 1,
      { groupId: at + 1, name: `g${at}`, policies: some(4, policiesCount) },
    ]),
  )
  const users = new Map<number, User>()
  for (let at = 1; at <= principals - rolesCount - 1; at += 1) {
    const uin = account + at
    const boundary = below(10) === 0 ? 1 + below(policiesCount) : undefined
    const sets = { policies: some(2, policiesCount), groups: some(3, groupsCount), boundary }
    const ways = { keys: 'active', keyCount: 1, console: false, hasPassword: true, quarantined: false } as const
    users.set(uin, { uin, name: `user-${at}`, kind: 'sub-user', ...sets, ...ways })
  }
  const roles = new Map<string, Role>()
  for (let at = 1; at <= rolesCount; at += 1) {
    const face = { roleId: String(at), name: `role-${at}`, type: 'user', trust: '{}' } as const
    roles.set(String(at), { ...face, policies: some(4, policiesCount), boundary: undefined, quarantined: false })
  }
  return { account, appId, users, groups, roles, policies, providers: [] }
}

const population = populationOf()
const questions: readonly (readonly [name: string, question: Question])[] = [
  ['on one resource, conditions open', asked('cos:GetObject', `qcs::cos:ap-guangzhou:uin/${account}:x-7/a`, false)],
  [
    'on one resource, all keys given',
    { ...asked('cvm:RunInstances', `qcs::cvm:ap-guangzhou:uin/${account}:x-3/i`, false), closed: true },
  ],
  ['on some of many resources', asked('vpc:DescribeSubnets', `qcs::vpc:ap-guangzhou:uin/${account}:x-1*`, true)],
]

function asked(action: string, resource: string, pattern: boolean): Question {
  return { action, granularity: 'resource', resource, pattern, context: new Map(), closed: false }
}

/** CPU time of this process: what else the machine does then weighs less. */
function timed(work: () => number): readonly [ms: number, found: number] {
  const started = process.cpuUsage()
  const found = work()
  const { user, system } = process.cpuUsage(started)
  return [(user + system) / 1000, found]
}

console.log(`who-can of ${principals} principals, ${policiesCount} policies, ${groupsCount} groups; CPU time`)
for (const [name, question] of questions) {
  const first: number[] = []
  const later: number[] = []
  let found = 0
  for (let round = 0; round < rounds; round += 1) {
    const judge = judgeOf(population)
    const [cold, holders] = timed(() => whoCan(judge, question).holders.length)
    found = holders
    first.push(cold)
    later.push(timed(() => whoCan(judge, question).holders.length)[0])
  }
  show(`${name}, ${found} may: first`, first, 'ms', { atMost: goalMs })
  show(`${name}: again`, later, 'ms', { atMost: goalMs })
}
