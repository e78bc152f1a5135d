// What a signed assertion must say to be for us, from our provider, and for now: one check after the other. Everything here
// reads signed elements only.
import { attributeOf, childElements, childrenNamed, isNamed, textOf, type XmlElement } from '../xml/document.ts'
import { instantOf } from './claims.ts'
import { saml } from './names.ts'
import { refuse, type SamlRefusal } from './refusal.ts'

export interface SamlExpected {
  /** The identity provider's name, as in its metadata. */
  readonly entityId: string
  /** Our addresses that take responses: one of them must be the recipient and, where stated, the destination. */
  readonly recipients: readonly string[]
  /** Our names, one of which must be the audience. */
  readonly audiences: readonly string[]
  /** Id of the request that was sent; `undefined` where the provider speaks first, and must then name none. */
  readonly inResponseTo: string | undefined
  readonly nowMs: number
  /** How far clocks may differ. */
  readonly skewMs: number
}

export interface Checked {
  readonly expected: SamlExpected
  readonly assertion: XmlElement
}

type Check = (checked: Checked) => SamlRefusal | undefined

const clipped = (text: string | undefined): string => (text === undefined ? 'nothing' : `\`${text.slice(0, 200)}\``)

/** An Issuer element; `undefined` where it is no plain name of an entity. */
export function issuerOf(element: XmlElement): string | undefined {
  const [issuer, ...others] = childrenNamed(element, saml.assertion, 'Issuer')
  if (issuer === undefined || others.length > 0) return undefined
  const format = attributeOf(issuer, 'Format')
  return format === undefined || format === saml.entity ? textOf(issuer)?.trim() : undefined
}

const checkIssuer: Check = ({ expected, assertion }) => {
  const issuer = issuerOf(assertion)
  if (issuer === expected.entityId) return undefined
  return refuse('issuer', `the issuer is ${clipped(issuer)}, not ${clipped(expected.entityId)}`)
}

const checkIssueInstant: Check = ({ expected, assertion }) => {
  const instant = instantOf(assertion, 'IssueInstant')
  if (typeof instant === 'number' && instant <= expected.nowMs + expected.skewMs) return undefined
  return refuse('issue-instant', 'the assertion has no time of issue, or one to come')
}

const checkSubject: Check = ({ assertion }) => {
  return childrenNamed(assertion, saml.assertion, 'Subject').length === 1
    ? undefined
    : refuse('subject', 'the assertion must have one subject')
}

/** The confirmation that holds, and how long; or why none does, of the last that was looked at. */
export function confirm({
  expected,
  assertion,
}: Checked): { readonly kind: 'confirmed'; readonly recipient: string; readonly notOnOrAfterMs: number } | SamlRefusal {
  let refusal = refuse('confirmation', 'the subject is not confirmed for a bearer')
  const [subject] = childrenNamed(assertion, saml.assertion, 'Subject')
  for (const confirmation of subject === undefined
    ? []
    : childrenNamed(subject, saml.assertion, 'SubjectConfirmation')) {
    if (attributeOf(confirmation, 'Method') !== saml.bearer) continue
    const [data, ...others] = childrenNamed(confirmation, saml.assertion, 'SubjectConfirmationData')
    if (data === undefined || others.length > 0) continue
    const judged = judgeConfirmation(expected, data)
    if (judged.kind === 'confirmed') return judged
    refusal = judged
  }
  return refusal
}

function judgeConfirmation(expected: SamlExpected, data: XmlElement): ReturnType<typeof confirm> {
  const recipient = attributeOf(data, 'Recipient')
  if (recipient === undefined || !expected.recipients.includes(recipient)) {
    return refuse('recipient', `the recipient is ${clipped(recipient)}, which is not ours`)
  }
  const inResponseTo = attributeOf(data, 'InResponseTo')
  if (inResponseTo !== expected.inResponseTo) return otherRequest(inResponseTo)
  const notOnOrAfterMs = instantOf(data, 'NotOnOrAfter')
  const notBeforeMs = instantOf(data, 'NotBefore')
  if (typeof notOnOrAfterMs !== 'number' || notBeforeMs === undefined) {
    return refuse('confirmation', 'the confirmation does not say until when it holds')
  }
  if (expected.nowMs >= notOnOrAfterMs + expected.skewMs)
    return refuse('confirmation-expired', 'the confirmation is over')
  if (typeof notBeforeMs === 'number' && expected.nowMs < notBeforeMs - expected.skewMs) {
    return refuse('not-yet-valid', 'the confirmation is not good yet')
  }
  return { kind: 'confirmed', recipient, notOnOrAfterMs }
}

function otherRequest(inResponseTo: string | undefined): SamlRefusal {
  return refuse('in-response-to', `the response is to ${clipped(inResponseTo)}, which is not what was asked`)
}

/** Conditions that we know to hold, or that bind nobody who takes the assertion for itself. */
const knownConditions = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'] as const

const checkConditions: Check = ({ expected, assertion }) => {
  const [conditions, ...others] = childrenNamed(assertion, saml.assertion, 'Conditions')
  if (conditions === undefined || others.length > 0)
    return refuse('conditions', 'the assertion must have its conditions')
  for (const condition of childElements(conditions)) {
    if (knownConditions.some((local) => isNamed(condition, saml.assertion, local))) continue
    return refuse('conditions', `the condition ${condition.local.slice(0, 100)} is not known`)
  }
  const notBefore = instantOf(conditions, 'NotBefore')
  const notOnOrAfter = instantOf(conditions, 'NotOnOrAfter')
  if (notBefore === undefined || notOnOrAfter === undefined)
    return refuse('conditions', 'a time of the conditions is none')
  if (notBefore !== 'absent' && expected.nowMs < notBefore - expected.skewMs) {
    return refuse('not-yet-valid', 'the assertion is not good yet')
  }
  if (notOnOrAfter !== 'absent' && expected.nowMs >= notOnOrAfter + expected.skewMs) {
    return refuse('expired', 'the assertion is no longer good')
  }
  return checkAudiences(expected, conditions)
}

/** Each restriction must name us: several mean all of them. */
function checkAudiences(expected: SamlExpected, conditions: XmlElement): SamlRefusal | undefined {
  const restrictions = childrenNamed(conditions, saml.assertion, 'AudienceRestriction')
  if (restrictions.length === 0) return refuse('audience', 'the assertion names no audience')
  for (const restriction of restrictions) {
    const named = childrenNamed(restriction, saml.assertion, 'Audience').map((audience) => textOf(audience)?.trim())
    if (named.some((audience) => audience !== undefined && expected.audiences.includes(audience))) continue
    return refuse('audience', `the audience is ${clipped(named.join(' '))}, which we are not`)
  }
  return undefined
}

const checkAuthnStatement: Check = ({ expected, assertion }) => {
  const statements = childrenNamed(assertion, saml.assertion, 'AuthnStatement')
  if (statements.length === 0) return refuse('authn-statement', 'the assertion does not say that its subject signed in')
  for (const statement of statements) {
    const until = instantOf(statement, 'SessionNotOnOrAfter')
    if (until === undefined) return refuse('authn-statement', 'the end of the session is no time')
    if (until !== 'absent' && expected.nowMs >= until + expected.skewMs) {
      return refuse('session-expired', "the provider's session is over")
    }
  }
  return undefined
}

export const assertionChecks: readonly Check[] = [
  checkIssuer,
  checkIssueInstant,
  checkSubject,
  checkConditions,
  checkAuthnStatement,
]

/** What the response around an assertion says; it may be unsigned, so this can only refuse. */
export function checkResponse(
  response: XmlElement,
  status: string | undefined,
  expected: SamlExpected,
): SamlRefusal | undefined {
  if (status !== saml.success) return refuse('status', `the status is ${clipped(status)}`)
  const issuers = childrenNamed(response, saml.assertion, 'Issuer')
  if (issuers.length > 0 && issuerOf(response) !== expected.entityId) {
    return refuse('issuer', `the response is from ${clipped(issuerOf(response))}, not ${clipped(expected.entityId)}`)
  }
  const destination = attributeOf(response, 'Destination')
  if (destination !== undefined && !expected.recipients.includes(destination)) {
    return refuse('destination', `the destination is ${clipped(destination)}, which is not ours`)
  }
  const inResponseTo = attributeOf(response, 'InResponseTo')
  return inResponseTo === expected.inResponseTo ? undefined : otherRequest(inResponseTo)
}
