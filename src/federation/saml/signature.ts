// Verifies the signature that stands in an element of a SAML message, by certificates of the configuration only. What may be
// read afterwards is what the signed bytes themselves say, parsed anew: nothing else of the message is ever handed on.
import { SignedXml } from 'xml-crypto'
import { attributeOf, childrenNamed, sameElement, withoutChild, type XmlElement } from '../xml/document.ts'
import { readXml } from '../xml/read.ts'
import type { SigningCertificate } from './certificate.ts'
import { messageLimits } from './message.ts'
import { signatureNamespace } from './names.ts'
import { refuse, type SamlRefusal } from './refusal.ts'
import { hashTable, signatureTable } from './signature-algorithms.ts'
import { checkSignatureForm } from './signature-form.ts'

export type SignedResult =
  /** What was signed, without the signature. */
  { readonly kind: 'signed'; readonly element: XmlElement } | { readonly kind: 'unsigned' } | SamlRefusal

/** `text` is the whole message with line ends as XML has them, `element` the part of it whose own signature is asked for. */
export function verifySigned(
  text: string,
  element: XmlElement,
  certificates: readonly SigningCertificate[],
): SignedResult {
  const [signature, ...others] = childrenNamed(element, signatureNamespace, 'Signature')
  if (signature === undefined) return { kind: 'unsigned' }
  if (others.length > 0) return refuse('signature-form', `${element.local} has more than one signature`)
  const refusal = checkSignatureForm(signature, attributeOf(element, 'ID') ?? '')
  if (refusal !== undefined) return refusal
  for (const { pem } of certificates) {
    const bytes = signedBytes(text, signature, pem)
    if (bytes !== undefined) return readSigned(bytes, withoutChild(element, signature))
  }
  return refuse('signature', `no certificate of the identity provider verifies the signature of ${element.local}`)
}

/** The canonical form that the signature is over; `undefined` where the certificate does not verify it. */
function signedBytes(text: string, signature: XmlElement, pem: string): string | undefined {
  const signed = new SignedXml({ publicCert: pem, getCertFromKeyInfo: () => null })
  signed.HashAlgorithms = hashTable
  signed.SignatureAlgorithms = signatureTable
  try {
    signed.loadSignature(alone(text, signature))
    if (!signed.checkSignature(text)) return undefined
  } catch {
    // The library throws for a wrong signature and for what it cannot work with alike.
    return undefined
  }
  const [bytes, ...others] = signed.getSignedReferences()
  return others.length === 0 ? bytes : undefined
}

/** Text of a signature that stands alone: with the namespaces that it has from the elements around it. */
function alone(text: string, { name, scope, declared, start, end }: XmlElement): string {
  const inherited = [...scope].filter(([prefix]) => prefix !== 'xml' && !declared.has(prefix))
  const declarations = inherited.map(
    ([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${quoted(uri)}"`,
  )
  const own = text.slice(start, end)
  return `<${name}${declarations.join('')}${own.slice(1 + name.length)}`
}

const quoted = (uri: string): string => uri.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/**
 * Two readers have seen the message: ours, and the one of the library that canonicalised it. Where they did not see the
 * same, somebody may have made it so.
 */
function readSigned(bytes: string, seen: XmlElement): SignedResult {
  const read = readXml(bytes, messageLimits)
  if ('fault' in read) return refuse('signed-content', `what was signed cannot be read: ${read.fault.message}`)
  if (!sameElement(read.root, seen)) return refuse('signed-content', 'what was signed is not what the message says')
  return { kind: 'signed', element: read.root }
}
