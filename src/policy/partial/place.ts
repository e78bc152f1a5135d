// Compiled resources as sets of places: printed with owners filled in, read back, and compared with each other. What is
// said of two of them holds for every resource of a request; where that cannot be told, the answer is no.

import { appIdKey, OWN_ACCOUNT, readAccountNumber, uinKey } from '../account.ts'
import { NO_MARK } from '../mark.ts'
import { compilePattern, exactText, MATCH_ALL, matches, matchesEverything, type Pattern } from '../pattern.ts'
import type { Owner, ResourceMatcher } from '../resource.ts'

/** A resource with its owner settled, and its text. */
export interface Place {
  readonly matcher: ResourceMatcher
  readonly text: string
}

const EVERYWHERE = '*'

/** `undefined` where only resources of the account count and the resource is another one's. */
export function placeOf(written: ResourceMatcher, owner: Owner, ownOnly: boolean): Place | undefined {
  const { account } = written
  const own = account === OWN_ACCOUNT || account === uinKey(owner.account) || account === appIdKey(owner.appId)
  if (!written.every && ownOnly && !own) return undefined
  const matcher = own ? { ...written, account: OWN_ACCOUNT } : written
  const everywhere = written.every || (ownOnly && isOpen(matcher))
  return {
    matcher: everywhere ? { ...matcher, every: true } : matcher,
    text: everywhere ? EVERYWHERE : print(matcher, owner),
  }
}

function isOpen({ service, region, regionPattern, content }: ResourceMatcher): boolean {
  return service === undefined && region === undefined && regionPattern === undefined && matchesEverything(content)
}

function print({ service, region, regionPattern, account, content }: ResourceMatcher, owner: Owner): string {
  const uin = account === OWN_ACCOUNT ? owner.account : account
  const whose = uin > 0 ? `uin/${uin}` : `uid/${-uin}`
  const where = regionPattern === undefined ? (region ?? '') : patternText(regionPattern)
  const last = patternText(content)
  // Policies read the written-out `*/*` as a bare `*`.
  return `qcs::${service ?? ''}:${where}:${whose}:${last === '*/*' ? '**/*' : last}`
}

/** The text that a pattern was compiled from, without repeated wildcards. Values of variables are digits only. */
export function patternText(pattern: Pattern): string {
  const { prefix, middles, suffix } = pattern
  return exactText(pattern) ?? [prefix, ...middles.map(({ text }) => text), suffix].join('*')
}

/** Reads what `print` wrote. A text that is none matches nothing. */
export function readPlace(text: string): ResourceMatcher | undefined {
  const none = { service: undefined, region: undefined, regionPattern: undefined, exact: undefined, mark: NO_MARK }
  if (text === EVERYWHERE) return { text, every: true, ...none, account: OWN_ACCOUNT, content: MATCH_ALL }
  const found = /^qcs:[^:]*:([^:]*):([^:]*):(ui[nd])\/(\d+):(.*)$/s.exec(text)
  const number = readAccountNumber(found?.[4] ?? '')
  if (found === null || number === undefined) return undefined
  const [, service = '', region = '', kind, , last = ''] = found
  const account = kind === 'uin' ? uinKey(number) : appIdKey(number)
  const content = compilePattern(last)
  const anywhere = region === '' || region === '*'
  const pattern = !anywhere && region.includes('*') ? compilePattern(region) : undefined
  return {
    ...none,
    text,
    every: false,
    service: service === '' ? undefined : service,
    region: anywhere || pattern !== undefined ? undefined : region,
    regionPattern: pattern,
    account,
    content,
  }
}

/** Whether every resource in the second is in the first. Wildcards of the second can only fall under wildcards. */
export function covers(wide: ResourceMatcher, narrow: ResourceMatcher): boolean {
  if (wide.every) return true
  return (
    !narrow.every &&
    (wide.service === undefined || wide.service === narrow.service) &&
    wide.account === narrow.account &&
    regionCovers(wide, narrow) &&
    matches(wide.content, patternText(narrow.content))
  )
}

function regionCovers(wide: ResourceMatcher, narrow: ResourceMatcher): boolean {
  const [outer, inner] = [regionOf(wide), regionOf(narrow)]
  return outer === undefined || (inner !== undefined && matches(outer, patternText(inner)))
}

function regionOf({ region, regionPattern }: ResourceMatcher): Pattern | undefined {
  return region === undefined ? regionPattern : compilePattern(region)
}

/** Whether no resource can be in both. */
export function disjoint(a: ResourceMatcher, b: ResourceMatcher): boolean {
  if (a.every || b.every) return false
  if (a.account !== b.account) return true
  if (a.service !== undefined && b.service !== undefined && a.service !== b.service) return true
  const [here, there] = [regionOf(a), regionOf(b)]
  return apart(a.content, b.content) || (here !== undefined && there !== undefined && apart(here, there))
}

/** What the two begin or end with differs, or one is a single text that the other does not match. */
function apart(a: Pattern, b: Pattern): boolean {
  const [one, other] = [exactText(a), exactText(b)]
  if (one !== undefined) return !matches(b, one)
  if (other !== undefined) return !matches(a, other)
  const fore = Math.min(a.prefix.length, b.prefix.length)
  const aft = Math.min(a.suffix.length, b.suffix.length)
  return (
    a.prefix.slice(0, fore) !== b.prefix.slice(0, fore) ||
    a.suffix.slice(a.suffix.length - aft) !== b.suffix.slice(b.suffix.length - aft)
  )
}
