// Verifies a SAML response: from base64 to what its assertion says, or the first reason not to believe it. Values in, values
// out; it keeps nothing, so whoever calls it must see to it that no assertion id is used twice.
import { attributeOf, childrenNamed, type XmlElement } from '../xml/document.ts'
import type { SigningCertificate } from './certificate.ts'
import { assertionChecks, type Checked, checkResponse, confirm, issuerOf, type SamlExpected } from './checks.ts'
import { attributesOf, instantOf, nameIdOf, rolesOf, type SamlClaims, sessionSecondsOf, singleOf } from './claims.ts'
import { readMessage, type SamlMessage, statusOf } from './message.ts'
import { attributeNames, saml } from './names.ts'
import { firstRefusal, refuse, type SamlRefusal } from './refusal.ts'
import { verifySigned } from './signature.ts'

export interface SamlQuestion extends SamlExpected {
  /** Of the provider's metadata. The only keys that count. */
  readonly certificates: readonly SigningCertificate[]
  /** End of the metadata's own validity, where it has one. */
  readonly validUntilMs: number | undefined
  /** Whether an assertion may come without the response around it. */
  readonly form: 'response' | 'response-or-assertion'
}

export type SamlResult = { readonly kind: 'verified'; readonly claims: SamlClaims } | SamlRefusal

/** What the message proves, or the first reason why it proves nothing. Never throws. */
export function verifySamlResponse(base64: string, question: SamlQuestion): SamlResult {
  const message = readMessage(base64, question.form)
  if (message.kind === 'refused') return message
  const signed = signedAssertion(message, question)
  if (signed.kind === 'refused') return signed
  const { response, assertion } = signed
  if (response !== undefined) {
    const refusal = checkResponse(response, statusOf(response), question)
    if (refusal !== undefined) return refusal
  }
  return readClaims({ expected: question, assertion })
}

interface SignedParts {
  readonly kind: 'signed'
  /** As signed where it is signed, else as sent. */
  readonly response: XmlElement | undefined
  readonly assertion: XmlElement
}

/** Whatever is signed must be signed well; and the assertion must be, by itself or with the response around it. */
function signedAssertion(message: SamlMessage, question: SamlQuestion): SignedParts | SamlRefusal {
  const certificates = usable(question)
  if ('reason' in certificates) return certificates
  const { text, response, assertion } = message
  const outer = response === undefined ? undefined : verifySigned(text, response, certificates)
  if (outer?.kind === 'refused') return outer
  const inner = verifySigned(text, assertion, certificates)
  if (inner.kind === 'refused') return inner
  const signedResponse = outer?.kind === 'signed' ? outer.element : undefined
  const seen = signedResponse ?? response
  if (inner.kind === 'signed') return { kind: 'signed', response: seen, assertion: inner.element }
  const [inside] = signedResponse === undefined ? [] : childrenNamed(signedResponse, saml.assertion, 'Assertion')
  if (inside === undefined) return refuse('unsigned', 'neither the response nor its assertion is signed')
  return { kind: 'signed', response: seen, assertion: inside }
}

/** An old key stays in metadata for a while; past its time it no longer speaks for the provider. */
function usable({
  certificates,
  validUntilMs,
  nowMs,
  skewMs,
}: SamlQuestion): readonly SigningCertificate[] | SamlRefusal {
  if (validUntilMs !== undefined && nowMs >= validUntilMs + skewMs) {
    return refuse('metadata-expired', "the provider's metadata is past its validity")
  }
  const good = certificates.filter(({ notBeforeMs, notAfterMs }) => {
    return nowMs >= notBeforeMs - skewMs && nowMs <= notAfterMs + skewMs
  })
  return good.length > 0 ? good : refuse('certificate-expired', 'no certificate of the provider is valid now')
}

function readClaims(checked: Checked): SamlResult {
  const { assertion, expected } = checked
  const refusal = firstRefusal(assertionChecks, checked)
  if (refusal !== undefined) return refusal
  const confirmed = confirm(checked)
  if (confirmed.kind === 'refused') return confirmed
  const name = nameIdOf(assertion)
  if (name === undefined) return refuse('subject', 'the subject must have one name')
  const attributes = attributesOf(assertion)
  if ('reason' in attributes) return attributes
  const sessionName = singleOf(attributes, attributeNames.sessionName)
  const sessionSeconds = sessionSecondsOf(attributes)
  if (typeof sessionName === 'object') return sessionName
  if (typeof sessionSeconds === 'object') return sessionSeconds
  return {
    kind: 'verified',
    claims: {
      assertionId: attributeOf(assertion, 'ID') ?? '',
      issuer: issuerOf(assertion) ?? '',
      nameId: name.value,
      nameIdFormat: name.format,
      recipient: confirmed.recipient,
      attributes,
      roles: rolesOf(attributes),
      sessionName,
      sessionSeconds,
      sessionNotOnOrAfterMs: sessionEndOf(assertion),
      replayUntilMs: confirmed.notOnOrAfterMs + expected.skewMs,
    },
  }
}

/** The earliest end among the statements. */
function sessionEndOf(assertion: XmlElement): number | undefined {
  const ends = childrenNamed(assertion, saml.assertion, 'AuthnStatement')
    .map((statement) => instantOf(statement, 'SessionNotOnOrAfter'))
    .filter((end) => typeof end === 'number')
  return ends.length === 0 ? undefined : Math.min(...ends)
}
