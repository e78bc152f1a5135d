// Verifies an ID token: from its text to what it says, or the first reason not to believe it. Values in, values out; it
// fetches no keys and keeps nothing.
import type { RawObject } from '../../protocol/call.ts'
import { readObject } from './json.ts'
import { checkTokenSignature, openToken } from './jws.ts'
import type { IdentityKey } from './keys.ts'
import { refuseToken, type TokenRefusal } from './refusal.ts'

export interface TokenQuestion {
  readonly issuer: string
  /** Clients of the provider that are ours: the token must be for one of them. */
  readonly clientIds: readonly string[]
  /** Of the configuration. The only keys that count. */
  readonly keys: readonly IdentityKey[]
  /** What was sent along with the request for the token; `undefined` where there was no request of ours. */
  readonly nonce: string | undefined
  /** Whether a token for several audiences must say that it was one of ours which asked for it. */
  readonly severalAudiences: 'accepted' | 'need-authorized-party'
  readonly nowMs: number
  /** How far clocks may differ. */
  readonly skewMs: number
}

export interface TokenClaims {
  readonly issuer: string
  readonly subject: string
  /** As a list, also where the token has one text. */
  readonly audiences: readonly string[]
  readonly expiresMs: number
  readonly issuedMs: number
  /** Everything that the token says. */
  readonly all: RawObject
}

export type TokenResult = { readonly kind: 'verified'; readonly claims: TokenClaims } | TokenRefusal

const audiencesMax = 64
const textLengthMax = 1024

/** What the token proves, or the first reason why it proves nothing. Never throws. */
export function verifyIdToken(token: string, question: TokenQuestion): TokenResult {
  const open = openToken(token)
  if (open.kind === 'refused') return open
  const forged = checkTokenSignature(open, question.keys)
  if (forged !== undefined) return forged
  const all = readObject(open.payload)
  if (all === undefined) return refuseToken('claims', 'the payload is no JSON object')
  const { iss: issuer, sub: subject } = all
  if (issuer !== question.issuer) return refuseToken('issuer', 'the token is from another issuer')
  if (typeof subject !== 'string' || subject === '' || subject.length > textLengthMax) {
    return refuseToken('subject', 'the token names no subject')
  }
  const audiences = audiencesOf(all, question)
  if ('reason' in audiences) return audiences
  const times = timesOf(all, question)
  if ('reason' in times) return times
  if (question.nonce !== undefined && all['nonce'] !== question.nonce) {
    return refuseToken('nonce', 'the token answers another request')
  }
  return { kind: 'verified', claims: { issuer: question.issuer, subject, audiences, ...times, all } }
}

function audiencesOf({ aud, azp }: RawObject, question: TokenQuestion): readonly string[] | TokenRefusal {
  const { clientIds, severalAudiences } = question
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (audiences.length > audiencesMax || !audiences.every(isText)) {
    return refuseToken('audience', 'the audience must be a text or a list of texts')
  }
  if (!audiences.some((audience) => clientIds.includes(audience))) {
    return refuseToken('audience', 'the token is for another client')
  }
  if (azp === undefined) {
    return audiences.length > 1 && severalAudiences === 'need-authorized-party'
      ? refuseToken('authorized-party', 'the token is for several clients and does not say which asked for it')
      : audiences
  }
  return isText(azp) && clientIds.includes(azp)
    ? audiences
    : refuseToken('authorized-party', 'another client asked for the token')
}

const isText = (value: unknown): value is string => {
  return typeof value === 'string' && value !== '' && value.length <= textLengthMax
}

function timesOf(
  { exp, iat, nbf }: RawObject,
  { nowMs, skewMs }: TokenQuestion,
): Pick<TokenClaims, 'expiresMs' | 'issuedMs'> | TokenRefusal {
  const [expiresMs, issuedMs] = [momentOf(exp), momentOf(iat)]
  const notBeforeMs = nbf === undefined ? 0 : momentOf(nbf)
  if (expiresMs === undefined || issuedMs === undefined || notBeforeMs === undefined) {
    return refuseToken('times', 'the token must say when it was issued and when it expires')
  }
  if (nowMs >= expiresMs + skewMs) return refuseToken('expired', 'Expired token')
  if (nowMs < issuedMs - skewMs || nowMs < notBeforeMs - skewMs) {
    return refuseToken('not-yet-valid', 'the token is not good yet')
  }
  return { expiresMs, issuedMs }
}

/** Seconds since 1970, perhaps with a fraction, as milliseconds. */
function momentOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 1e11 ? Math.floor(value * 1000) : undefined
}
