// Resource matching of the oracle: six segments, region names in two spellings, owners in four.

import type { AccessRequest, Effect, PolicySource, Subject } from '../types.ts'
import { productOf } from './action.ts'
import { covers, substitute, wildcards } from './pattern.ts'

/** Short and long names of the same region. */
export const regionNames: readonly (readonly [short: string, long: string])[] = [
  ['gz', 'ap-guangzhou'],
  ['szx', 'ap-shenzhen'],
  ['szjr', 'ap-shenzhen-fsi'],
  ['gzopen', 'ap-guangzhou-open'],
  ['qy', 'ap-qingyuan'],
  ['szsycft', 'ap-shenzhen-sycft'],
  ['hk', 'ap-hongkong'],
  ['tpe', 'ap-taipei'],
  ['sg', 'ap-singapore'],
  ['th', 'ap-bangkok'],
  ['jkt', 'ap-jakarta'],
  ['usw', 'na-siliconvalley'],
  ['sao', 'sa-saopaulo'],
  ['bj', 'ap-beijing'],
  ['bjjr', 'ap-beijing-fsi'],
  ['tsn', 'ap-tianjin'],
  ['sjwec', 'ap-shijiazhuang-ec'],
  ['cd', 'ap-chengdu'],
  ['cq', 'ap-chongqing'],
  ['xiyec', 'ap-xian-ec'],
  ['xbec', 'ap-xibei-ec'],
  ['sheec', 'ap-shenyang-ec'],
  ['kr', 'ap-seoul'],
  ['jp', 'ap-tokyo'],
  ['use', 'na-ashburn'],
  ['de', 'eu-frankfurt'],
  ['sh', 'ap-shanghai'],
  ['shjr', 'ap-shanghai-fsi'],
  ['nj', 'ap-nanjing'],
  ['jnec', 'ap-jinan-ec'],
  ['hzec', 'ap-hangzhou-ec'],
  ['fzec', 'ap-fuzhou-ec'],
  ['hfeec', 'ap-hefei-ec'],
  ['whec', 'ap-wuhan-ec'],
  ['csec', 'ap-changsha-ec'],
  ['cgoec', 'ap-zhengzhou-ec'],
  ['in', 'ap-mumbai'],
  ['ca', 'na-toronto'],
  ['ru', 'eu-moscow'],
]

interface Segments {
  readonly service: string
  readonly region: string
  readonly account: string
  readonly last: string
}

/** Where a resource of a statement stands: whose policy it is in, and what it would do. */
export interface Standing {
  readonly subject: Subject
  readonly source: PolicySource
  readonly effect: Effect
}

/** Does one resource of a statement cover one resource of the request? The project of either is not looked at. */
export function resourceMatches(written: string, asked: string, request: AccessRequest, standing: Standing): boolean {
  if (written === '*') return true
  const pattern = segments(written)
  if (pattern === undefined) return false
  const { subject, source } = standing
  const owner = policyOwner(pattern.account, source, subject)
  if (asked === '*') {
    // An operation without object is covered by what is open in every segment, for this product and this account.
    const everyService = open(pattern.service) || pattern.service.toLowerCase() === productOf(request.action)
    return (
      everyService && open(pattern.region) && owner === root(subject.account) && lastCovers(pattern.last, '*', standing)
    )
  }
  const resource = segments(asked)
  if (resource === undefined) return false
  return (
    (open(pattern.service) || pattern.service.toLowerCase() === resource.service.toLowerCase()) &&
    (open(pattern.region) || covers(wildcards(longRegion(pattern.region)), longRegion(resource.region), '')) &&
    owner === requestOwner(resource.account, subject) &&
    lastCovers(pattern.last, resource.last, standing)
  )
}

/** Is it `*` or six segments with a readable owner? Nothing covers any other text, not even `*`. */
export function isResource(asked: string): boolean {
  const resource = segments(asked)
  if (resource === undefined) return asked === '*'
  return unsaid(resource.account) || /^(uin|uid)\/(0|[1-9]\d*)$/.test(resource.account)
}

/** Is the resource another root account's? */
export function isForeign(asked: string, subject: Subject): boolean {
  const resource = segments(asked)
  return resource !== undefined && requestOwner(resource.account, subject) !== root(subject.account)
}

/**
 * An unresolved variable keeps an allow from matching and makes a deny match. `asked` is `*` for an operation
 * without object, and a `*` that is asked for is a character: only wildcards cover it. Nothing, and any name with any
 * value, are two more spellings of everything.
 */
function lastCovers(written: string, asked: string, { subject, effect }: Standing): boolean {
  const pattern = substitute(written === '' || written === '*/*' ? '*' : written, subject, wildcards)
  if (pattern === undefined) return effect === 'deny'
  return covers(pattern, asked, '')
}

/** `undefined` unless `qcs:` and four more colons; the last segment keeps its own colons. */
function segments(text: string): Segments | undefined {
  const parts = text.split(':')
  const [prefix, project, service, region, account] = parts
  if (parts.length < 6 || prefix !== 'qcs' || project === undefined) return undefined
  if (service === undefined || region === undefined || account === undefined) return undefined
  return { service, region, account, last: parts.slice(5).join(':') }
}

function open(segment: string): boolean {
  return segment === '' || segment === '*'
}

/** A product may print its regions in capitals. */
function longRegion(region: string): string {
  const plain = region.toLowerCase()
  for (const [short, long] of regionNames) if (plain === short) return long
  return plain
}

function root(account: number): string {
  return `uin/${account}`
}

function policyOwner(account: string, source: PolicySource, subject: Subject): string {
  if (source.preset && account === 'uin/-1') return root(subject.account)
  if (unsaid(account)) return root(source.preset ? subject.account : source.creator)
  return byUin(account, subject)
}

function requestOwner(account: string, subject: Subject): string {
  return unsaid(account) ? root(subject.account) : byUin(account, subject)
}

/** `*` is no wildcard here, so that nobody opens other accounts by habit. */
function unsaid(account: string): boolean {
  return account === '' || account === 'uin/' || account === '*'
}

function byUin(account: string, subject: Subject): string {
  return account === `uid/${subject.appId}` ? root(subject.account) : account
}
