// The generated workload of bench/policy: policies and requests of one shape for every size. Seeded, so that every
// run and every engine sees the same questions.

import type { AccessRequest, PolicySource, Subject } from '../../src/policy/index.ts'

export const ACCOUNT = 100000000001
export const APP_ID = 1250000000

const VERBS = ['Describe', 'Create', 'Delete', 'Modify', 'List', 'Get', 'Reset', 'Attach']
const NOUNS = ['Instances', 'Disks', 'Images', 'Buckets', 'Keys', 'Groups', 'Rules', 'Tasks']
const TYPES = ['instance', 'disk', 'image', 'bucket']
const REGIONS = ['ap-guangzhou', 'ap-shanghai', 'ap-beijing', 'ap-singapore']

export interface PlainStatement {
  readonly effect: 'allow' | 'deny'
  readonly action: readonly string[]
  readonly resource: readonly string[]
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export type Random = () => number

/** mulberry32: small, fast and the same everywhere. */
export function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function pick<T>(next: Random, list: readonly T[]): T {
  const value = list[Math.floor(next() * list.length)]
  if (value === undefined) throw new Error('an empty list has nothing to pick from')
  return value
}

const product = (next: Random) => `p${Math.floor(next() * 8)}`
const verb = (next: Random) => pick(next, VERBS)
const apiName = (next: Random) => verb(next) + pick(next, NOUNS)
const id = (next: Random) => `${pick(next, TYPES)}/id-${Math.floor(next() * 500)}`

function action(next: Random, service: string): string {
  const kind = next()
  return kind < 0.8 ? `${service}:${apiName(next)}` : kind < 0.97 ? `${service}:${verb(next)}*` : `name/${service}:*`
}

function resource(next: Random, service: string): string {
  const kind = next()
  const region = next() < 0.3 ? pick(next, REGIONS) : ''
  const content = kind < 0.75 ? id(next) : kind < 0.98 ? `${id(next).slice(0, -1)}*` : `${pick(next, TYPES)}/*`
  return `qcs::${service}:${region}:uin/${ACCOUNT}:${content}`
}

function condition(next: Random): Pick<PlainStatement, 'condition'> {
  const kind = next()
  const octet = () => Math.floor(next() * 256)
  if (kind < 0.2) return { condition: { ip_equal: { 'qcs:ip': [`10.${octet()}.0.0/12`, `172.16.${octet()}.0/24`] } } }
  if (kind < 0.3) return { condition: { date_less_than: { 'qcs:current_time': '2027-01-01T00:00:00Z' } } }
  const tags = [`team&t${Math.floor(next() * 4)}`, 'stage&prod']
  if (kind < 0.4) return { condition: { 'for_any_value:string_equal': { 'qcs:resource_tag': tags } } }
  return {}
}

function statement(next: Random): PlainStatement {
  const service = product(next)
  return {
    effect: next() < 0.1 ? 'deny' : 'allow',
    action: Array.from({ length: 1 + Math.floor(next() * 8) }, () => action(next, service)),
    resource: Array.from({ length: 1 + Math.floor(next() * 4) }, () => resource(next, service)),
    ...condition(next),
  }
}

/** The actions of a statement by their whole names. Actions are asked as they are written here. */
export function writtenOut({ action }: PlainStatement): ReadonlySet<string> {
  const names = VERBS.flatMap((verb) => NOUNS.map((noun) => verb + noun))
  const covered = action.flatMap((text) => {
    const [service = '', pattern = ''] = text.replace('name/', '').split(':')
    const whole = names.filter((name) => name === pattern || name.startsWith(pattern.replace('*', '')))
    return (pattern.includes('*') ? whole : [pattern]).map((name) => `${service}:${name}`)
  })
  return new Set(covered)
}

/** The products of the resources of a statement. */
export function productsOf({ resource }: PlainStatement): ReadonlySet<string> {
  return new Set(resource.map((text) => text.split(':', 3)[2] ?? ''))
}

export interface BenchPolicy {
  readonly source: PolicySource
  readonly statements: readonly PlainStatement[]
}

export function policies(next: Random, count: number, statementsEach: number): readonly BenchPolicy[] {
  return Array.from({ length: count }, (_, index) => {
    const statements = Array.from({ length: statementsEach }, () => statement(next))
    const document = JSON.stringify({ version: '2.0', statement: statements })
    const names = { policyId: index + 1, policyName: `policy-${index}`, versionId: 1 }
    const via = { kind: 'direct' as const }
    return { source: { ...names, preset: false, creator: ACCOUNT, document, via }, statements }
  })
}

export function subject(identity: readonly PolicySource[]): Subject {
  const who = { kind: 'user', uin: 100000000011, account: ACCOUNT, appId: APP_ID } as const
  return { ...who, identity, boundary: undefined, session: undefined }
}

/** A share `aimed` of the questions is taken from one of the statements, the others are drawn freely. */
export function request(next: Random, all: readonly PlainStatement[], aimed: number): AccessRequest {
  return ask(next, next() < aimed ? pick(next, all) : undefined)
}

function ask(next: Random, aimed: PlainStatement | undefined): AccessRequest {
  const named = aimed === undefined ? `${product(next)}:*` : pick(next, aimed.action)
  const wanted = aimed === undefined ? undefined : pick(next, aimed.resource)
  const [service = '', name = ''] = named.replace('name/', '').split(':')
  const region = wanted?.split(':')[3]
  const content = wanted?.split(':')[5] ?? '*'
  return {
    action: `${service}:${concreteName(next, name)}`,
    resources: [`qcs::${service}:${region || pick(next, REGIONS)}:uin/${ACCOUNT}:${concreteContent(next, content)}`],
    granularity: 'resource',
    context: context(next),
  }
}

function concreteName(next: Random, pattern: string): string {
  return pattern === '*' ? apiName(next) : pattern.replace('*', pick(next, NOUNS))
}

function concreteContent(next: Random, pattern: string): string {
  return pattern === '*' ? id(next) : pattern.replace('*', `id-${Math.floor(next() * 500)}`)
}

function context(next: Random): AccessRequest['context'] {
  const octet = () => Math.floor(next() * 256)
  return new Map<string, string | readonly string[]>([
    ['qcs:ip', `10.${octet()}.${octet()}.${octet()}`],
    ['qcs:current_time', next() < 0.8 ? '2026-11-21T12:00:00Z' : '2027-03-01T12:00:00Z'],
    ['qcs:uin', '100000000011'],
    ['qcs:owner_uin', String(ACCOUNT)],
    ['mfa', '0'],
    ['qcs:resource_tag', [`team&t${Math.floor(next() * 8)}`, `stage&${next() < 0.3 ? 'prod' : 'test'}`]],
  ])
}
