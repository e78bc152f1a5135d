// Verifies the signature that stands in an element of a SAML message, by certificates of the configuration only. What may be
// read afterwards is what the signed bytes themselves say, parsed anew: nothing else of the message is ever handed on.
import { SignedXml } from 'xml-crypto'
import {
  attributeOf,
  childrenNamed,
  descendants,
  isNamed,
  sameElement,
  textOf,
  withoutChild,
  type XmlElement,
} from '../xml/document.ts'
import { readXml } from '../xml/read.ts'
import type { SigningCertificate } from './certificate.ts'
import { messageLimits } from './message.ts'
import { signatureNamespace } from './names.ts'
import { refuse, type SamlRefusal } from './refusal.ts'
import { claimedHashTable, hashTable, signatureTable } from './signature-algorithms.ts'
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
  const id = attributeOf(element, 'ID') ?? ''
  const refusal = checkSignatureForm(signature, id)
  if (refusal !== undefined) return refusal
  const own = alone(text, signature)
  for (const { pem } of certificates) {
    if (!isSigner(own, id, digestOf(signature), pem)) continue
    const bytes = signedBytes(text, own, pem)
    if (bytes !== undefined) return readSigned(bytes, withoutChild(element, signature))
  }
  return refuse('signature', `no certificate of the identity provider verifies the signature of ${element.local}`)
}

/**
 * Whether the certificate's key made the signature, of whatever it is over: the digest in it is taken as said. Costs little,
 * whereas the digest of a large message costs as much as its sender likes; so the message of a stranger goes no further.
 */
function isSigner(signature: string, id: string, digest: string, pem: string): boolean {
  const signed = verifier(pem)
  signed.HashAlgorithms = claimedHashTable(digest)
  return check(signed, signature, `<signed ID="${id}">${signature}</signed>`)
}

/** The digest that the signature names; its form was checked. */
function digestOf(signature: XmlElement): string {
  const value = [...descendants(signature)].find((one) => isNamed(one, signatureNamespace, 'DigestValue'))
  return (value && textOf(value)) ?? ''
}

function verifier(pem: string): SignedXml {
  const signed = new SignedXml({ publicCert: pem, getCertFromKeyInfo: () => null })
  signed.SignatureAlgorithms = signatureTable
  return signed
}

/** The library throws for a wrong signature and for what it cannot work with alike. */
function check(signed: SignedXml, signature: string, text: string): boolean {
  try {
    signed.loadSignature(signature)
    return signed.checkSignature(text)
  } catch {
    return false
  }
}

/** The canonical form that the signature is over; `undefined` where the certificate does not verify it. */
function signedBytes(text: string, signature: string, pem: string): string | undefined {
  const signed = verifier(pem)
  signed.HashAlgorithms = hashTable
  if (!check(signed, signature, text)) return undefined
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
