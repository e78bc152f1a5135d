// Reads the metadata document of a SAML 2.0 identity provider: who it is, which certificates sign for it, where it takes
// requests. Text in, values out; fetches nothing, follows nothing, verifies no signature of the document.

import type { XmlLimits } from '../xml/cursor.ts'
import { attributeOf, childrenNamed, isNamed, textOf, type XmlElement } from '../xml/document.ts'
import { readXml } from '../xml/read.ts'
import { readCertificate, type SigningCertificate } from './certificate.ts'
import { readInstant } from './instant.ts'
import { bindings, saml, signatureNamespace } from './names.ts'

export interface SsoEndpoint {
  readonly binding: 'redirect' | 'post'
  readonly location: string
}

export interface SamlMetadata {
  readonly entityId: string
  /** Every certificate that may sign, in the order of the document: more than one while the provider changes its key. */
  readonly certificates: readonly SigningCertificate[]
  readonly singleSignOn: readonly SsoEndpoint[]
  readonly wantAuthnRequestsSigned: boolean
  /** End of the document's own validity, where it states one. */
  readonly validUntilMs: number | undefined
}

export type MetadataResult =
  | { readonly kind: 'read'; readonly metadata: SamlMetadata }
  /** At least one, the most telling first. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

const limits: XmlLimits = { charactersMax: 65_536, depthMax: 32, elementsMax: 2000 }
/** Of the specification. */
const entityIdLengthMax = 1024
const certificatesMax = 16
const locationLengthMax = 2048

/** The provider that a metadata document describes, or everything that is wrong with the document. */
export function readSamlMetadata(xml: string): MetadataResult {
  const read = readXml(xml, limits)
  if ('fault' in read) return refused([`${read.fault.message} (at character ${read.fault.at + 1})`])
  const { root } = read
  if (!isNamed(root, saml.metadata, 'EntityDescriptor')) {
    const several = isNamed(root, saml.metadata, 'EntitiesDescriptor')
    return refused([several ? 'it must hold one EntityDescriptor, not a list of them' : 'it is no EntityDescriptor'])
  }
  const descriptors = childrenNamed(root, saml.metadata, 'IDPSSODescriptor')
  const [descriptor] = descriptors
  if (descriptor === undefined) return refused(['it describes no identity provider (IDPSSODescriptor is missing)'])
  if (descriptors.length > 1) return refused(['it has more than one IDPSSODescriptor'])
  return readDescriptor(root, descriptor)
}

function refused(problems: readonly string[]): MetadataResult {
  return { kind: 'refused', problems }
}

function readDescriptor(root: XmlElement, descriptor: XmlElement): MetadataResult {
  const problems: string[] = []
  const entityId = attributeOf(root, 'entityID') ?? ''
  if (entityId === '') problems.push('the attribute entityID is missing')
  if (entityId.length > entityIdLengthMax) problems.push(`the entityID has more than ${entityIdLengthMax} characters`)
  if (/\s/.test(entityId)) problems.push('the entityID has blanks')
  const protocols = (attributeOf(descriptor, 'protocolSupportEnumeration') ?? '').split(/\s+/)
  if (!protocols.includes(saml.protocol)) problems.push('the identity provider does not speak SAML 2.0')
  const certificates = readCertificates(descriptor, problems)
  const singleSignOn = readEndpoints(descriptor, problems)
  const validUntil = attributeOf(root, 'validUntil')
  const validUntilMs = validUntil === undefined ? undefined : readInstant(validUntil)
  if (validUntil !== undefined && validUntilMs === undefined) problems.push('validUntil is no time in UTC')
  const wanted = attributeOf(descriptor, 'WantAuthnRequestsSigned')
  const wantAuthnRequestsSigned = wanted === 'true' || wanted === '1'
  if (problems.length > 0) return refused(problems)
  return { kind: 'read', metadata: { entityId, certificates, singleSignOn, wantAuthnRequestsSigned, validUntilMs } }
}

function readCertificates(descriptor: XmlElement, problems: string[]): readonly SigningCertificate[] {
  const found = new Map<string, SigningCertificate>()
  for (const descriptorOfKey of childrenNamed(descriptor, saml.metadata, 'KeyDescriptor')) {
    const use = attributeOf(descriptorOfKey, 'use')
    if (use === 'encryption') continue
    if (use !== undefined && use !== 'signing')
      problems.push('the use of a KeyDescriptor must be signing or encryption')
    for (const data of dataOf(descriptorOfKey)) {
      const certificate = readData(data, problems)
      if (certificate !== undefined) found.set(certificate.fingerprint, certificate)
    }
  }
  if (found.size === 0 && problems.length === 0) problems.push('it has no certificate for signing')
  if (found.size > certificatesMax) problems.push(`it has more than ${certificatesMax} certificates for signing`)
  return [...found.values()]
}

function dataOf(descriptor: XmlElement): readonly XmlElement[] {
  return childrenNamed(descriptor, signatureNamespace, 'KeyInfo').flatMap((info) =>
    childrenNamed(info, signatureNamespace, 'X509Data'),
  )
}

function readData(data: XmlElement, problems: string[]): SigningCertificate | undefined {
  const certificates = childrenNamed(data, signatureNamespace, 'X509Certificate')
  const [first] = certificates
  if (first === undefined) return undefined
  // With a chain in it, an authority that issues certificates to others too would sign for the provider.
  if (certificates.length > 1) {
    problems.push('an X509Data must hold one certificate: the signing one, without its chain')
    return undefined
  }
  const read = readCertificate(textOf(first) ?? '')
  if ('certificate' in read) return read.certificate
  problems.push(read.problem)
  return undefined
}

function readEndpoints(descriptor: XmlElement, problems: string[]): readonly SsoEndpoint[] {
  const services = childrenNamed(descriptor, saml.metadata, 'SingleSignOnService')
  if (services.length === 0) problems.push('it has no SingleSignOnService')
  const endpoints: SsoEndpoint[] = []
  for (const service of services) {
    const binding = bindings.get(attributeOf(service, 'Binding') ?? '')
    if (binding === undefined) continue
    const location = attributeOf(service, 'Location') ?? ''
    if (isLocation(location)) endpoints.push({ binding, location })
    else problems.push('the Location of a SingleSignOnService must be an absolute http or https URL')
  }
  return endpoints
}

/** A browser is sent there: another scheme could run a script in our page. */
function isLocation(location: string): boolean {
  return location.length <= locationLengthMax && /^https?:\/\/[^\s"'<>\\]+$/i.test(location) && URL.canParse(location)
}
