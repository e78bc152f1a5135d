// Resource matching of the oracle: six segments, region names in two spellings, owners in four.

import type { Effect, PolicySource, Subject } from '../types.ts'
import { covers, literal, type Pattern, substitute, wildcards } from './pattern.ts'

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

/** A resource of a statement, for one subject. */
export interface WrittenResource {
  /** The whole value is `*`. */
  readonly everything: boolean
  /** `undefined` where the segment is open. */
  readonly service: string | undefined
  readonly region: Pattern | undefined
  readonly owner: string
  /** `undefined`: a variable in it has no value. */
  readonly last: Pattern | undefined
  readonly effect: Effect
}

/** A resource of a request, for one subject. */
export interface AskedResource {
  /** The whole value is `*`: an operation without object. */
  readonly star: boolean
  readonly service: string
  readonly region: readonly string[]
  readonly owner: string
  readonly last: readonly string[]
}

/** `undefined` for a text that covers nothing. Nothing, and any name with any value, are two spellings of everything. */
export function readWrittenResource(text: string, standing: Standing): WrittenResource | undefined {
  const { subject, source, effect } = standing
  if (text === '*') {
    return { everything: true, service: undefined, region: undefined, owner: '', last: undefined, effect }
  }
  const written = segments(text)
  if (written === undefined) return undefined
  const { service, region, account, last } = written
  return {
    everything: false,
    service: open(service) ? undefined : service.toLowerCase(),
    region: open(region) ? undefined : wildcards(longRegion(region)),
    owner: policyOwner(account, source, subject),
    last: substitute(last === '' || last === '*/*' ? '*' : last, subject, wildcards),
    effect,
  }
}

/** `undefined` unless it is `*` or six segments with a readable owner: nothing covers any other text, not even `*`. */
export function readAskedResource(text: string, product: string, subject: Subject): AskedResource | undefined {
  const star = ['*']
  if (text === '*') return { star: true, service: product, region: star, owner: root(subject.account), last: star }
  const asked = segments(text)
  if (asked === undefined) return undefined
  const { service, region, account, last } = asked
  if (!unsaid(account) && !/^(uin|uid)\/(0|[1-9]\d*)$/.test(account)) return undefined
  return {
    star: false,
    service: service.toLowerCase(),
    region: literal(longRegion(region)),
    owner: unsaid(account) ? root(subject.account) : byUin(account, subject),
    last: literal(last),
  }
}

/** Does one resource of a statement cover one resource of the request? The project of either is not looked at. */
export function resourceMatches(written: WrittenResource, asked: AskedResource): boolean {
  return (
    written.everything ||
    ((written.service === undefined || written.service === asked.service) &&
      regionCovers(written, asked) &&
      written.owner === asked.owner &&
      lastCovers(written, asked))
  )
}

/** An operation without object lies in no region, so only what is open there covers it. */
function regionCovers({ region }: WrittenResource, asked: AskedResource): boolean {
  return region === undefined || (!asked.star && covers(region, asked.region, ''))
}

/**
 * An unresolved variable keeps an allow from matching and makes a deny match. A `*` that is asked for is a character:
 * only wildcards cover it.
 */
function lastCovers({ last, effect }: WrittenResource, asked: AskedResource): boolean {
  return last === undefined ? effect === 'deny' : covers(last, asked.last, '')
}

/** Is the resource another root account's? */
export function isForeign(asked: AskedResource, subject: Subject): boolean {
  return asked.owner !== root(subject.account)
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

/** `*` is no wildcard here, so that nobody opens other accounts by habit. */
function unsaid(account: string): boolean {
  return account === '' || account === 'uin/' || account === '*'
}

function byUin(account: string, subject: Subject): string {
  return account === `uid/${subject.appId}` ? root(subject.account) : account
}
