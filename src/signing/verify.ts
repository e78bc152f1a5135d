// Whether a request was signed with a secret. Outcomes are values; a refusal carries what would have been expected, for the log
// of the server only, without the secret, the right signature, or parameter values.
import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type CanonicalForm,
  canonicalForms,
  canonicalRequest,
  describeCanonical,
  hasUnsignedPayload,
  missingHeader,
  payloadHash,
  type SignedParts,
  sha256,
  stringToSign,
} from './canonical.ts'
import {
  type DerivedKey,
  type DerivedKeys,
  derivedKeys,
  deriveKey,
  type SecretSource,
  type SigningKey,
} from './derive.ts'
import { describeV1, type V1Method, type V1Parts, verifyV1 } from './v1.ts'

/** What the sender says of itself in a TC3 Authorization header. */
export interface Tc3Claim {
  readonly kind: 'tc3'
  readonly secretId: string
  readonly date: string
  readonly service: string
  /** Lower-case names in the order listed; content-type and host among them. */
  readonly signedHeaders: readonly string[]
  /** 64 hex digits. */
  readonly signature: string
  /** Unix seconds. */
  readonly timestamp: number
}

/** What the sender says of itself in v1 parameters. */
export interface V1Claim {
  readonly kind: 'v1'
  readonly method: V1Method
  readonly secretId: string
  readonly signature: string
  readonly timestamp: number
}

export type RefusalReason =
  /** The timestamp is too far from the clock. */
  | 'expired'
  /** The date of the credential scope is not the UTC date of the timestamp. */
  | 'scope-date'
  /** A signed header is not in the request. */
  | 'header-missing'
  /** The body is unsigned and the connection is not encrypted. */
  | 'payload-unsigned'
  | 'signature'

export type Verification =
  | {
      readonly kind: 'valid'
      /** Of a v1 request, which may come once only: its signature, spelled one way. */
      readonly once?: string
    }
  | {
      readonly kind: 'refused'
      readonly reason: RefusalReason
      /** Tail for a message to the client; empty for `signature` and `expired`. */
      readonly problem: string
      /** For the log of the server. */
      readonly expected: string
    }

export const skewMaxMs = 300_000

const valid: Verification = { kind: 'valid' }

const daySeconds = 86_400
let lastDay = { day: Number.NaN, text: '' }

/** `YYYY-MM-DD` of a moment in UTC. Almost all calls of a day ask for the same one, so the last is kept. */
export function utcDate(seconds: number): string {
  const day = Math.floor(seconds / daySeconds)
  if (day === lastDay.day) return lastDay.text
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return 'no date'
  lastDay = { day, text: date.toISOString().slice(0, 10) }
  return lastDay.text
}

/** Whether a timestamp in Unix seconds is near enough to the clock. */
export function withinSkew(timestamp: number, nowMs: number): boolean {
  return Math.abs(timestamp * 1000 - nowMs) <= skewMaxMs
}

/**
 * Tries the readings of a request against a TC3 signature, beginning with the one at `first`. Gives the index of the reading
 * that verifies, or -1. The comparison takes the same time wherever the texts differ.
 */
export function matchTc3(parts: SignedParts, claim: Tc3Claim, key: SigningKey, first = 0): number {
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== 32) return -1
  const bodyHash = payloadHash(parts)
  const forms = canonicalForms(parts, claim.signedHeaders)
  const start = first < forms.length ? first : 0
  for (let step = 0; step < forms.length; step++) {
    const index = (start + step) % forms.length
    const form = forms[index]
    if (form !== undefined && signs(parts, form, claim, bodyHash, key, given)) return index
  }
  return -1
}

function signs(
  parts: SignedParts,
  form: CanonicalForm,
  claim: Tc3Claim,
  bodyHash: string,
  key: SigningKey,
  given: Uint8Array,
): boolean {
  const canonical = canonicalRequest(parts, form, claim.signedHeaders, bodyHash)
  const text = stringToSign(claim.timestamp, claim.date, claim.service, canonical)
  return timingSafeEqual(given, createHmac('sha256', key).update(text).digest())
}

/** Checks a TC3 request with a derived key, without regard to time. `tls` says whether the connection was encrypted. */
export function verifyTc3(parts: SignedParts, claim: Tc3Claim, key: SigningKey, tls: boolean): Verification {
  const fault = tc3Fault(parts, claim, tls)
  if (fault !== undefined) return fault
  return matchTc3(parts, claim, key) === -1 ? tc3Refusal(parts, claim) : valid
}

/** Faults that show without a key. */
function tc3Fault(parts: SignedParts, claim: Tc3Claim, tls: boolean): Verification | undefined {
  const missing = missingHeader(parts, claim.signedHeaders)
  if (missing !== undefined) {
    const problem = `\`SignedHeaders\` names \`${missing}\`, which the request does not have.`
    return { kind: 'refused', reason: 'header-missing', problem, expected: problem }
  }
  if (!tls && hasUnsignedPayload(parts)) {
    const problem = 'An unsigned payload is accepted over HTTPS only.'
    return { kind: 'refused', reason: 'payload-unsigned', problem, expected: problem }
  }
  return undefined
}

function tc3Refusal(parts: SignedParts, claim: Tc3Claim): Verification {
  const bodyHash = payloadHash(parts)
  const forms = canonicalForms(parts, claim.signedHeaders)
  const [form] = forms
  if (form === undefined) return { kind: 'refused', reason: 'signature', problem: '', expected: '' }
  const canonical = canonicalRequest(parts, form, claim.signedHeaders, bodyHash)
  const expected = [
    `canonical request (the likeliest of ${forms.length} readings):`,
    describeCanonical(parts, form, claim.signedHeaders, bodyHash),
    `its SHA-256: ${sha256(canonical)}`,
    `credential scope: ${claim.date}/${claim.service}/tc3_request, timestamp ${claim.timestamp}`,
  ]
  return { kind: 'refused', reason: 'signature', problem: '', expected: expected.join('\n') }
}

/** Checks whole requests: time and signature. Keeps derived keys. That a v1 request came before is for its caller to know. */
export interface Verifier {
  /** Is the timestamp near enough to the clock? Asked before a signature is looked at. */
  timely(claim: Tc3Claim | V1Claim): Verification
  /** Is the signature right? `secret` is opened only if no derived key is kept. */
  verify(parts: SignedParts & V1Parts, claim: Tc3Claim | V1Claim, secret: SecretSource, tls: boolean): Verification
  readonly keys: DerivedKeys
}

export interface VerifierLimits {
  readonly keysMax?: number
}

/**
 * The time that a signature made at `stampMs` is compared with, both in milliseconds since 1970. An ordinary clock is one;
 * where time is moved by hand, senders may go by another one.
 */
export type SignatureClock = (stampMs: number) => number

export function createVerifier(clock: SignatureClock, limits: VerifierLimits = {}): Verifier {
  const keys = derivedKeys(limits.keysMax)
  return {
    keys,
    timely: (claim) => timely(claim, clock(claim.timestamp * 1000)),
    verify(parts, claim, secret, tls) {
      return claim.kind === 'tc3'
        ? verifyKept(keys, parts, claim, secret, tls)
        : verifyOnce(parts, claim, secret.reveal())
    },
  }
}

function timely(claim: Tc3Claim | V1Claim, nowMs: number): Verification {
  if (!withinSkew(claim.timestamp, nowMs)) {
    const expected = `a timestamp within ${skewMaxMs / 1000} s of ${Math.floor(nowMs / 1000)}, not ${claim.timestamp}`
    return { kind: 'refused', reason: 'expired', problem: '', expected }
  }
  if (claim.kind !== 'tc3') return valid
  const date = utcDate(claim.timestamp)
  if (claim.date === date) return valid
  const problem = `\`Date\` in Credential not valid: it is \`${claim.date}\`, but the UTC date of the timestamp is \`${date}\`.`
  return { kind: 'refused', reason: 'scope-date', problem, expected: problem }
}

function verifyKept(
  keys: DerivedKeys,
  parts: SignedParts,
  claim: Tc3Claim,
  secret: SecretSource,
  tls: boolean,
): Verification {
  const fault = tc3Fault(parts, claim, tls)
  if (fault !== undefined) return fault
  const { secretId, date, service } = claim
  const kept = keys.find(secretId, date, service, secret.version)
  const derived: DerivedKey = kept ?? {
    key: deriveKey(secret.reveal(), date, service),
    version: secret.version,
    form: 0,
  }
  const form = matchTc3(parts, claim, derived.key, derived.form)
  if (form === -1) return tc3Refusal(parts, claim)
  derived.form = form
  if (kept === undefined) keys.keep(secretId, date, service, derived)
  return valid
}

function verifyOnce(parts: V1Parts, claim: V1Claim, secretKey: string): Verification {
  const signature = verifyV1(parts, claim.method, claim.signature, secretKey)
  if (signature === undefined) {
    const expected = `string to sign (values of parameters replaced by their lengths):\n${describeV1(parts)}`
    return { kind: 'refused', reason: 'signature', problem: '', expected }
  }
  return { kind: 'valid', once: signature }
}
