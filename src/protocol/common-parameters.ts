// The common parameters of a request: from headers with TC3-HMAC-SHA256, from the query or form with the older signatures.
import { type ApiError, apiError } from './api-error.ts'
import { readAuthorization } from './authorization.ts'
import type { Claim, Language } from './call.ts'
import { languageOf } from './language.ts'
import type { Pair } from './query.ts'

export interface CommonParameters {
  /** First letter capitalised. */
  readonly action: string
  readonly version: string
  readonly region: string | undefined
  /** `undefined`: none asked for. */
  readonly language: Language | undefined
  readonly claim: Claim
}

type Header = (name: string) => string | undefined

function missing(name: string): ApiError {
  return apiError('MissingParameter', { name })
}

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw missing(name)
  return value
}

/** Some SDKs send what they lack as the text `null` or `undefined`; no region and no token is spelled so. */
function orAbsent(value: string | undefined): string | undefined {
  return value === '' || value === 'null' || value === 'undefined' ? undefined : value
}

/** Two of the client libraries do so themselves. */
export function capitalised(action: string): string {
  const code = action.charCodeAt(0)
  return code >= 0x61 && code <= 0x7a ? action.charAt(0).toUpperCase() + action.slice(1) : action
}

const secondsPattern = /^\d{1,11}$/

function seconds(value: string): number {
  if (!secondsPattern.test(value)) throw apiError('InvalidParameter', { wording: 'type', name: 'Timestamp' })
  return Number(value)
}

/** MissingParameter for Action, Version, Timestamp and Authorization in this order; faults of the header's grammar last. */
export function commonFromHeaders(header: Header): CommonParameters {
  const action = capitalised(required(header('x-tc-action'), 'Action'))
  const version = required(header('x-tc-version'), 'Version')
  return {
    action,
    version,
    region: orAbsent(header('x-tc-region')),
    language: languageOf(header('x-tc-language')),
    claim: claimFromHeaders(header),
  }
}

/** The claim of a TC3 request that need not be a call of the API. MissingParameter, faults of the header's grammar. */
export function tc3ClaimOf(header: Header): Extract<Claim, { kind: 'tc3' }> {
  const timestamp = seconds(required(header('x-tc-timestamp'), 'Timestamp'))
  const authorization = readAuthorization(required(header('authorization'), 'Authorization'))
  return { kind: 'tc3', ...authorization, timestamp, token: orAbsent(header('x-tc-token')) }
}

/** Who the headers say has signed. MissingParameter for Timestamp and Authorization, then faults of the header's grammar. */
export function claimFromHeaders(header: Header): Claim {
  const timestamp = seconds(required(header('x-tc-timestamp'), 'Timestamp'))
  const authorization = required(header('authorization'), 'Authorization')
  if (authorization.trim() === 'SKIP') return { kind: 'skip' }
  return { kind: 'tc3', ...readAuthorization(authorization), timestamp, token: orAbsent(header('x-tc-token')) }
}

/** Common parameters of a query or form; no action may have one of its own under such a name. */
export const commonNames: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Region',
  'Timestamp',
  'Nonce',
  'SecretId',
  'Signature',
  'SignatureMethod',
  'Token',
  'Language',
  'RequestClient',
])

const noncePattern = /^\d{1,20}$/

/** MissingParameter for Action, Version, Timestamp, Nonce, SecretId and Signature in this order; `own` is what is left. */
export function commonFromPairs(
  pairs: readonly Pair[],
  header: Header,
): { readonly common: CommonParameters; readonly own: readonly Pair[] } {
  const given = new Map<string, string>()
  const own: Pair[] = []
  for (const pair of pairs) {
    if (commonNames.has(pair[0])) given.set(pair[0], pair[1])
    else own.push(pair)
  }
  const action = capitalised(required(given.get('Action'), 'Action'))
  const version = required(given.get('Version'), 'Version')
  const timestamp = seconds(required(given.get('Timestamp'), 'Timestamp'))
  const nonce = required(given.get('Nonce'), 'Nonce')
  if (!noncePattern.test(nonce)) throw apiError('InvalidParameter', { wording: 'type', name: 'Nonce' })
  const common: CommonParameters = {
    action,
    version,
    region: orAbsent(given.get('Region')),
    language: languageOf(given.get('Language') ?? header('x-tc-language')),
    claim: {
      kind: 'v1',
      // As documented: anything but HmacSHA256, or nothing, means HmacSHA1.
      method: given.get('SignatureMethod') === 'HmacSHA256' ? 'HmacSHA256' : 'HmacSHA1',
      secretId: required(given.get('SecretId'), 'SecretId'),
      signature: required(given.get('Signature'), 'Signature'),
      timestamp,
      nonce,
      token: orAbsent(given.get('Token')),
    },
  }
  return { common, own }
}
