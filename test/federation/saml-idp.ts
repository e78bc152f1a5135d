// A SAML identity provider in process: writes assertions and responses and signs them with xml-crypto. Every part can be
// written differently, because half of its work is to be attacked.
import { createSign, sign } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import type { Signer } from './certificates.ts'
import { entityId } from './metadata.ts'

export const ns = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const

/** Moment at which usual messages are issued. */
export const issuedMs = Date.UTC(2026, 10, 27, 12, 0, 0)
export const ourRecipient = 'https://cam.example/login/saml'
export const ourAudience = 'https://cam.example'

export const at = (offsetSeconds: number, fromMs = issuedMs): string =>
  new Date(fromMs + offsetSeconds * 1000).toISOString().replace('.000Z', 'Z')

export interface AssertionGiven {
  readonly id?: string
  readonly version?: string
  readonly issuedMs?: number
  readonly issuer?: string
  readonly nameId?: string
  readonly recipient?: string
  readonly inResponseTo?: string
  readonly audience?: string
  /** Whole elements, instead of the usual ones. */
  readonly subject?: string
  readonly confirmation?: string
  readonly conditions?: string
  readonly authnStatement?: string
  readonly attributes?: readonly (readonly [name: string, ...values: readonly string[]])[]
  /** Put at the end. */
  readonly extra?: string
}

const attribute = (name: string): string => `https://cloud.tencent.com/SAML/Attributes/${name}`
export const roleAttribute = attribute('Role')
export const sessionNameAttribute = attribute('RoleSessionName')
export const sessionDurationAttribute = attribute('SessionDuration')

export function confirmationXml(attributes: string, method = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'): string {
  return `<saml:SubjectConfirmation Method="${method}"><saml:SubjectConfirmationData${attributes}/></saml:SubjectConfirmation>`
}

export function conditionsXml(times: string, restrictions: string): string {
  return `<saml:Conditions${times}>${restrictions}</saml:Conditions>`
}

export const audienceXml = (...audiences: readonly string[]): string =>
  `<saml:AudienceRestriction>${audiences.map((one) => `<saml:Audience>${one}</saml:Audience>`).join('')}</saml:AudienceRestriction>`

export function assertionXml(given: AssertionGiven = {}): string {
  const from = given.issuedMs ?? issuedMs
  const answers = given.inResponseTo === undefined ? '' : ` InResponseTo="${given.inResponseTo}"`
  const bearer = ` NotOnOrAfter="${at(300, from)}" Recipient="${given.recipient ?? ourRecipient}"${answers}`
  const nameId = `<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${given.nameId ?? 'alice@example'}</saml:NameID>`
  const subject = `<saml:Subject>${nameId}${given.confirmation ?? confirmationXml(bearer)}</saml:Subject>`
  const times = ` NotBefore="${at(-60, from)}" NotOnOrAfter="${at(300, from)}"`
  const conditions = conditionsXml(times, audienceXml(given.audience ?? ourAudience))
  const authn = `<saml:AuthnStatement AuthnInstant="${at(0, from)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
  const head = `xmlns:saml="${ns.assertion}" ID="${given.id ?? '_assertion1'}" Version="${given.version ?? '2.0'}" IssueInstant="${at(0, from)}"`
  return `<saml:Assertion ${head}><saml:Issuer>${given.issuer ?? entityId}</saml:Issuer>${given.subject ?? subject}${given.conditions ?? conditions}${given.authnStatement ?? authn}${attributesXml(given.attributes ?? [[sessionNameAttribute, 'alice']])}${given.extra ?? ''}</saml:Assertion>`
}

function attributesXml(attributes: NonNullable<AssertionGiven['attributes']>): string {
  const elements = attributes.map(([name, ...values]) => {
    const texts = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${name}">${texts.join('')}</saml:Attribute>`
  })
  return elements.length === 0 ? '' : `<saml:AttributeStatement>${elements.join('')}</saml:AttributeStatement>`
}

export interface ResponseGiven {
  readonly id?: string
  readonly issuedMs?: number
  readonly issuer?: string
  /** `undefined` leaves the attribute out. */
  readonly destination?: string | undefined
  readonly inResponseTo?: string
  readonly status?: string
}

export function responseXml(content: string, given: ResponseGiven = {}): string {
  const destination = 'destination' in given ? given.destination : ourRecipient
  const attributes = [
    ` ID="${given.id ?? '_response1'}" Version="2.0" IssueInstant="${at(0, given.issuedMs)}"`,
    destination === undefined ? '' : ` Destination="${destination}"`,
    given.inResponseTo === undefined ? '' : ` InResponseTo="${given.inResponseTo}"`,
  ]
  const issuer = `<saml:Issuer xmlns:saml="${ns.assertion}">${given.issuer ?? entityId}</saml:Issuer>`
  const status = `<samlp:Status><samlp:StatusCode Value="${given.status ?? 'urn:oasis:names:tc:SAML:2.0:status:Success'}"/></samlp:Status>`
  return `<samlp:Response xmlns:samlp="${ns.protocol}"${attributes.join('')}>${issuer}${status}${content}</samlp:Response>`
}

// ---- signing ----------------------------------------------------------------------------------------------------------

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
export const algorithms = {
  rsaSha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  rsaSha256: `${more}rsa-sha256`,
  rsaSha512: `${more}rsa-sha512`,
  rsaPss: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  ecdsaSha256: `${more}ecdsa-sha256`,
  hmacSha1: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  exclusiveWithComments: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
} as const

export interface SigningGiven {
  readonly signatureAlgorithm?: string
  readonly digestAlgorithm?: string
  readonly transforms?: readonly string[]
  readonly canonicalizationAlgorithm?: string
  readonly inclusivePrefixes?: readonly string[]
  /** Local names of further elements that the signature is over. */
  readonly also?: readonly string[]
  /** Certificate in KeyInfo; none where left out. */
  readonly keyInfo?: string
  readonly prefix?: string
}

const place = (local: string): string => `//*[local-name(.)='${local}']`

/** The document with a signature over the first element of this name, put behind that element's Issuer. */
export function signed(xml: string, local: 'Assertion' | 'Response', signer: Signer, given: SigningGiven = {}): string {
  const signature = new SignedXml({
    privateKey: signer.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signatureAlgorithm: given.signatureAlgorithm ?? algorithms.rsaSha256,
    canonicalizationAlgorithm: given.canonicalizationAlgorithm ?? algorithms.exclusive,
    ...(given.keyInfo !== undefined && { publicCert: given.keyInfo }),
  })
  signature.SignatureAlgorithms = { ...signature.SignatureAlgorithms, [algorithms.ecdsaSha256]: EcdsaSha256 }
  for (const name of [local, ...(given.also ?? [])]) {
    signature.addReference({
      xpath: place(name),
      digestAlgorithm: given.digestAlgorithm ?? algorithms.sha256,
      transforms: [...(given.transforms ?? [algorithms.enveloped, algorithms.exclusive])],
      ...(given.inclusivePrefixes !== undefined && { inclusiveNamespacesPrefixList: [...given.inclusivePrefixes] }),
    })
  }
  const issuer = `${place(local)}/*[local-name(.)='Issuer']`
  signature.computeSignature(xml, { prefix: given.prefix ?? 'ds', location: { reference: issuer, action: 'after' } })
  return signature.getSignedXml()
}

/** The library has no ECDSA of its own. */
class EcdsaSha256 {
  getAlgorithmName(): string {
    return algorithms.ecdsaSha256
  }
  getSignature(signedInfo: unknown, privateKey: unknown): string {
    const key = { key: String(privateKey), dsaEncoding: 'ieee-p1363' as const }
    return sign('sha256', Buffer.from(String(signedInfo)), key).toString('base64')
  }
  verifySignature(): boolean {
    return false
  }
}

/** RSA-SHA256 over any text, for signatures that no library would make. */
export function rawSignature(text: string, signer: Signer): string {
  return createSign('sha256').update(text).sign(signer.privateKey, 'base64')
}

export const base64 = (xml: string): string => Buffer.from(xml, 'utf8').toString('base64')

/** The usual message: a response whose assertion is signed. */
export function signedResponse(
  signer: Signer,
  given: {
    readonly assertion?: AssertionGiven
    readonly response?: ResponseGiven
    readonly signing?: SigningGiven
  } = {},
): string {
  return responseXml(signed(assertionXml(given.assertion), 'Assertion', signer, given.signing), given.response)
}
