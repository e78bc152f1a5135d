// The form of a hostile SAML message, and the parts that the cases are put together from.
import type { SamlRefusalReason } from '../../../src/federation/saml/refusal.ts'
import type { SamlQuestion } from '../../../src/federation/saml/response.ts'
import { makeSigner } from '../certificates.ts'
import {
  type AssertionGiven,
  assertionXml,
  responseXml,
  type SigningGiven,
  signed,
  signedResponse,
} from '../saml-idp.ts'
import { questionOf } from '../saml-question.ts'

export interface SamlCase {
  /** Name of the attack. */
  readonly attack: string
  readonly reason: SamlRefusalReason
  readonly message: Message
  /** The same without the attack: must be believed. The usual message where left out. */
  readonly twin?: Message
}

export interface Message {
  readonly xml: string
  /** What was asked, where it differs from the usual. */
  readonly asked?: Partial<SamlQuestion>
}

export const idp = makeSigner()
export const attacker = makeSigner({ name: 'attacker.example' })
export const usual = questionOf([idp])

export const plain: Message = { xml: signedResponse(idp) }
/** Signed, and then believed to be somebody else's. */
export const evil = (xml: string): string => xml.replaceAll('alice@example', 'admin@example')

export const assertion = (given: AssertionGiven = {}, signing: SigningGiven = {}): string =>
  signed(assertionXml(given), 'Assertion', idp, signing)

export const fromAssertion = (given: AssertionGiven): Message => ({ xml: signedResponse(idp, { assertion: given }) })
export const signedAs = (signing: SigningGiven): Message => ({ xml: signedResponse(idp, { signing }) })

/** A response that is signed as a whole. */
export const wholeSigned = (signing: SigningGiven = {}): string =>
  signed(responseXml(assertionXml()), 'Response', idp, signing)

/** A replacement that must take place: a case whose attack did not happen proves nothing. */
export function swap(xml: string, from: string | RegExp, to: string): string {
  const swapped = xml.replace(from, () => to)
  if (swapped === xml) throw new Error(`nothing to replace: ${from}`)
  return swapped
}

export const signatureOf = (xml: string): string => /<ds:Signature .*?<\/ds:Signature>/s.exec(xml)?.[0] ?? ''
export const withoutSignature = (xml: string): string => swap(xml, /<ds:Signature .*?<\/ds:Signature>/s, '')
