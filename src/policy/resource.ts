// Six-segment resources: those of requests are taken apart in place, those of policies are compiled, and here is the
// one place where the two meet. A request that is not well formed matches nothing, not even `*`.

import { type AccountKey, accountKey, appIdKey, OWN_ACCOUNT, type PolicyHome, uinKey } from './account.ts'
import type { ResourceForm, SixSegments } from './document.ts'
import { intern } from './intern.ts'
import { MARKED_LENGTH_MAX, markOf, NO_MARK, restMayMatch } from './mark.ts'
import { compileParts, compilePattern, exactText, MATCH_ALL, MATCH_NOTHING, matches, type Pattern } from './pattern.ts'
import { longRegion } from './regions.ts'
import type { Effect } from './types.ts'
import { substitute, type VariableValues } from './variables.ts'

/** Resource of a statement, compiled. */
export interface ResourceMatcher {
  /** As written. */
  readonly text: string
  /** The whole value is `*`. Nothing else of this matcher is then looked at. */
  readonly every: boolean
  /** `undefined`: every product. */
  readonly service: string | undefined
  /** Long name; `undefined`: every region, unless `regionPattern` says otherwise. */
  readonly region: string | undefined
  readonly regionPattern: Pattern | undefined
  readonly account: AccountKey
  readonly content: Pattern
  /** The one content that matches, where there is just one. */
  readonly exact: string | undefined
  /** Of the content. */
  readonly mark: number
}

/**
 * A variable without value fails closed: in an allow the resource matches no content, in a deny it matches every one.
 */
export function compileResource(
  form: ResourceForm,
  effect: Effect,
  home: PolicyHome,
  variables: VariableValues | undefined,
): ResourceMatcher {
  if (form.every) return EVERY_RESOURCE
  const parts = substitute(form.content, variables)
  const content = parts !== undefined ? compileParts(parts) : effect === 'allow' ? MATCH_NOTHING : MATCH_ALL
  return { ...compileSegments(form, home), content, exact: exactText(content), mark: markOf(content) }
}

const EVERY_RESOURCE: ResourceMatcher = {
  text: '*',
  every: true,
  service: undefined,
  region: undefined,
  regionPattern: undefined,
  account: OWN_ACCOUNT,
  content: MATCH_ALL,
  exact: undefined,
  mark: NO_MARK,
}

function compileSegments(form: SixSegments, home: PolicyHome): Omit<ResourceMatcher, 'content' | 'exact' | 'mark'> {
  const anyRegion = form.region === '' || form.region === '*'
  const pattern = anyRegion || !form.region.includes('*') ? undefined : compilePattern(form.region)
  return {
    text: form.text,
    every: false,
    service: form.service === '' ? undefined : intern(form.service),
    region: anyRegion || pattern !== undefined ? undefined : intern(form.region),
    regionPattern: pattern,
    account: accountKey(form.account, home),
  }
}

/** The owner that a request is decided for. */
export interface Owner {
  readonly account: number
  readonly appId: number
  /** The account as most requests spell it, with the colon behind it: it need not be read then. */
  readonly spelled?: string
}

export function spelledAccount(account: number): string {
  // Joined, not written as a template: the platform keeps those in pieces, which every comparison would have to put together.
  return ['uin/', account, ':'].join('')
}

/**
 * One resource of a request, taken apart. Meant to be filled again and again: a decision makes no garbage.
 * A member is only valid after `readRequestResource` answered true.
 */
export interface RequestResource {
  text: string
  /** Lowercase. For the resource `*` the product of the action: its grants may name the product as a whole. */
  service: string
  regionFrom: number
  /** Exclusive; -1 for the resource `*`, which lies in no region. */
  regionTo: number
  /** Long name, read when first asked for. */
  region: string | undefined
  /** The owner, in both spellings where both are known. */
  account: AccountKey
  alias: AccountKey
  own: boolean
  /** Where the last segment begins in `text`. */
  contentFrom: number
  /** Its key and its first characters, made when first asked for; the key is -1 before. What follows them is old. */
  key: number
  readonly characters: Uint16Array
}

export function requestResource(): RequestResource {
  const segments = { service: '', regionFrom: 0, regionTo: 0, region: undefined }
  return {
    text: '',
    ...segments,
    account: 0,
    alias: 0,
    own: false,
    contentFrom: 0,
    key: -1,
    characters: new Uint16Array(MARKED_LENGTH_MAX),
  }
}

const COLON = 0x3a

/** Takes a resource of a request apart. False when it is neither `*` nor six segments with a legal account. */
export function readRequestResource(into: RequestResource, text: string, product: string, owner: Owner): boolean {
  into.text = text
  into.region = undefined
  into.key = -1
  if (text === '*') return readStar(into, product, owner)
  if (!text.startsWith('qcs:')) return false
  // The second segment, a project, belongs to the request of old products only and plays no part.
  const project = text.charCodeAt(4) === COLON ? 4 : text.indexOf(':', 4)
  // The resource mostly belongs to the product that asks: then its name is at hand.
  const named = text.charCodeAt(project + 1 + product.length) === COLON && text.startsWith(product, project + 1)
  const service = named ? project + 1 + product.length : text.indexOf(':', project + 1)
  const region = text.indexOf(':', service + 1)
  if (project === -1 || service === -1 || region === -1) return false
  const { spelled } = owner
  const own = spelled !== undefined && text.startsWith(spelled, region + 1)
  const account = own ? region + spelled.length : text.indexOf(':', region + 1)
  if (account === -1) return false
  into.service = named ? product : text.slice(project + 1, service).toLowerCase()
  into.regionFrom = service + 1
  into.regionTo = region
  into.contentFrom = account + 1
  if (!own) return readRequestAccount(into, region + 1, account, owner)
  setOwn(into, owner)
  return true
}

function readStar(into: RequestResource, product: string, owner: Owner): boolean {
  into.service = product
  into.regionFrom = 0
  into.regionTo = -1
  into.contentFrom = 0
  setOwn(into, owner)
  return true
}

/** A small number for a content: the same for the same one. */
export function contentKey(content: string): number {
  return keyOf(content, 0, undefined)
}

/** Makes the key of the last segment and takes its characters apart, for when many candidates are looked at. */
export function prepareContent(resource: RequestResource): void {
  if (resource.key === -1) resource.key = keyOf(resource.text, resource.contentFrom, resource.characters)
}

/** Characters at the end of a long content that enter its key: ids differ at their ends. */
const KEY_END = 32

// In place: cutting the content out and hashing it took longer. Nothing is believed because of a key.
function keyOf(text: string, from: number, characters: Uint16Array | undefined): number {
  const length = text.length - from
  let key = length
  for (let at = 0; at < length && at < MARKED_LENGTH_MAX; at += 1) {
    const code = text.charCodeAt(from + at)
    if (characters !== undefined) characters[at] = code
    key = (Math.imul(key, 31) + code) & 0x3fffffff
  }
  for (let at = Math.max(MARKED_LENGTH_MAX, length - KEY_END); at < length; at += 1) {
    key = (Math.imul(key, 31) + text.charCodeAt(from + at)) & 0x3fffffff
  }
  return key
}

function setOwn(into: RequestResource, owner: Owner): void {
  into.account = uinKey(owner.account)
  into.alias = appIdKey(owner.appId)
  into.own = true
}

function readRequestAccount(into: RequestResource, from: number, to: number, owner: Owner): boolean {
  const { text } = into
  const length = to - from
  if (
    length === 0 ||
    (length === 4 && text.startsWith('uin/', from)) ||
    (length === 1 && text.charCodeAt(from) === 0x2a)
  ) {
    setOwn(into, owner)
    return true
  }
  const number = readDigits(text, from + 4, to)
  if (number === undefined) return false
  if (text.startsWith('uin/', from)) into.account = uinKey(number)
  else if (text.startsWith('uid/', from)) into.account = appIdKey(number)
  else return false
  into.alias = into.account
  into.own = into.account === uinKey(owner.account) || into.account === appIdKey(owner.appId)
  if (into.own) setOwn(into, owner)
  return true
}

/** The same numbers as `readAccountNumber`, read in place. */
function readDigits(text: string, from: number, to: number): number | undefined {
  if (to <= from || to - from > 16 || text.charCodeAt(from) === 0x30) return undefined
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  return number <= Number.MAX_SAFE_INTEGER ? number : undefined
}

/** Segments that can keep a resource from matching, in the order in which they are compared. */
export type ResourceSegment = 'service' | 'region' | 'account' | 'content'

export function resourceMatches(matcher: ResourceMatcher, request: RequestResource): boolean {
  return (
    matcher.every ||
    (restMayMatch(matcher.mark, request.text, request.contentFrom) &&
      serviceMatches(matcher, request) &&
      contentMatches(matcher, request) &&
      accountMatches(matcher, request) &&
      regionMatches(matcher, request))
  )
}

/** The first segment that differs; `undefined` when the resource matches. */
export function differingSegment(matcher: ResourceMatcher, request: RequestResource): ResourceSegment | undefined {
  if (matcher.every) return undefined
  if (!serviceMatches(matcher, request)) return 'service'
  if (!regionMatches(matcher, request)) return 'region'
  if (!accountMatches(matcher, request)) return 'account'
  return contentMatches(matcher, request) ? undefined : 'content'
}

export function serviceMatches(matcher: ResourceMatcher, request: RequestResource): boolean {
  return matcher.service === undefined || matcher.service === request.service
}

function contentMatches({ content, exact }: ResourceMatcher, { text, contentFrom }: RequestResource): boolean {
  if (exact === undefined) return matches(content, text, contentFrom)
  return text.length - contentFrom === exact.length && text.endsWith(exact)
}

function accountMatches(matcher: ResourceMatcher, request: RequestResource): boolean {
  const { account } = matcher
  return account === OWN_ACCOUNT ? request.own : account === request.account || account === request.alias
}

function regionMatches(matcher: ResourceMatcher, request: RequestResource): boolean {
  if (matcher.region === undefined && matcher.regionPattern === undefined) return true
  const { text, regionFrom, regionTo } = request
  if (regionTo === -1) return false
  const { region } = matcher
  // Nearly always a region is spelled as it is compared.
  if (region !== undefined && region.length === regionTo - regionFrom && text.startsWith(region, regionFrom))
    return true
  request.region ??= longRegion(text.slice(regionFrom, regionTo).toLowerCase())
  if (matcher.regionPattern !== undefined) return matches(matcher.regionPattern, request.region)
  return region === request.region
}
