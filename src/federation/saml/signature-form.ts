// What a signature in a SAML message must look like before anybody computes anything: one reference, to its own parent, by the
// two usual transforms, with algorithms of the allow-list. Everything that wrapping attacks need is refused by shape.
import { attributeOf, childElements, isNamed, textOf, type XmlElement } from '../xml/document.ts'
import { signatureNamespace } from './names.ts'
import { refuse, type SamlRefusal } from './refusal.ts'
import { digestMethods, envelopedSignature, exclusiveCanonical, signatureMethods } from './signature-algorithms.ts'

/** Why the signature may not even be tried, or `undefined`. `id` is that of the element it stands in. */
export function checkSignatureForm(signature: XmlElement, id: string): SamlRefusal | undefined {
  const parts = partsOf(signature)
  if (parts === undefined) return refuse('signature-form', 'a signature has other parts than it should')
  const { canonicalization, method, reference, transforms, digest } = parts
  if (algorithmOf(canonicalization) !== exclusiveCanonical) return badAlgorithm(canonicalization)
  if (!signatureMethods.has(algorithmOf(method))) return badAlgorithm(method)
  if (!digestMethods.has(algorithmOf(digest))) return badAlgorithm(digest)
  if (attributeOf(reference, 'URI') !== `#${id}`) {
    return refuse('signature-reference', 'a signature is not over the element that it stands in')
  }
  const [first, second, ...others] = transforms
  if (first === undefined || second === undefined || others.length > 0) return badTransforms()
  if (algorithmOf(first) !== envelopedSignature || childElements(first).length > 0) return badTransforms()
  if (algorithmOf(second) !== exclusiveCanonical || !hasPrefixesOnly(second)) return badTransforms()
  return undefined
}

interface Parts {
  readonly canonicalization: XmlElement
  readonly method: XmlElement
  readonly reference: XmlElement
  readonly transforms: readonly XmlElement[]
  readonly digest: XmlElement
}

/** `undefined` unless the elements are exactly these, in the order of the schema. */
function partsOf(signature: XmlElement): Parts | undefined {
  const [info, value] = exactly(signature, ['SignedInfo', 'SignatureValue'], 'KeyInfo')
  const [canonicalization, method, reference] = exactly(info, [
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  ])
  const [list, digest, digestValue] = exactly(reference, ['Transforms', 'DigestMethod', 'DigestValue'])
  if (canonicalization === undefined || method === undefined || reference === undefined) return undefined
  if (list === undefined || digest === undefined) return undefined
  if (!isBase64(value) || !isBase64(digestValue) || !hasPrefixesOnly(canonicalization)) return undefined
  if (childElements(method).length > 0 || childElements(digest).length > 0) return undefined
  const transforms = childElements(list)
  if (!transforms.every((transform) => isNamed(transform, signatureNamespace, 'Transform'))) return undefined
  return { canonicalization, method, reference, transforms, digest }
}

/** The children of these names when there are no others but, at the end, one that need not be there. */
function exactly(parent: XmlElement | undefined, names: readonly string[], last?: string): readonly XmlElement[] {
  if (parent === undefined) return []
  const children = childElements(parent)
  const wanted = children.length > names.length && last !== undefined ? [...names, last] : names
  if (children.length !== wanted.length) return []
  return children.every((child, index) => isNamed(child, signatureNamespace, wanted[index] ?? '')) ? children : []
}

function isBase64(element: XmlElement | undefined): boolean {
  const text = element === undefined ? undefined : textOf(element)
  return text !== undefined && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)
}

/** InclusiveNamespaces is the one thing that exclusive canonicalization may be told. */
function hasPrefixesOnly(element: XmlElement): boolean {
  const children = childElements(element)
  return children.length === 0 || (children.length === 1 && children.every(isPrefixes))
}

function isPrefixes(element: XmlElement): boolean {
  return isNamed(element, exclusiveCanonical, 'InclusiveNamespaces') && childElements(element).length === 0
}

const algorithmOf = (element: XmlElement): string => attributeOf(element, 'Algorithm') ?? ''

function badAlgorithm(element: XmlElement): SamlRefusal {
  return refuse('signature-algorithm', `${element.local} ${algorithmOf(element).slice(0, 100)} is not permitted`)
}

function badTransforms(): SamlRefusal {
  return refuse('signature-transforms', 'the transforms must be enveloped-signature and exclusive canonicalization')
}
