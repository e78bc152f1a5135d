// What the strict XML reader gives: elements with resolved namespaces, attributes, and text. Comments are gone, and the text
// on both sides of one is a single text, as in canonical XML: nobody can read half of a name.

export interface XmlAttribute {
  /** As spelled, with its prefix. */
  readonly name: string
  readonly local: string
  /** Empty for attributes without a prefix. */
  readonly namespace: string
  readonly value: string
}

export interface XmlElement {
  /** As spelled, with its prefix. */
  readonly name: string
  readonly local: string
  readonly namespace: string
  /** Without namespace declarations. */
  readonly attributes: readonly XmlAttribute[]
  /** Neighbouring texts are joined; there is no empty one. */
  readonly children: readonly (XmlElement | string)[]
}

/** Value of an attribute without a namespace. */
export function attributeOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace === '' && attribute.local === local)?.value
}

export function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  return element.namespace === namespace && element.local === local
}

export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string')
}

/** Child elements of this name, in order. */
export function childrenNamed(element: XmlElement, namespace: string, local: string): readonly XmlElement[] {
  return childElements(element).filter((child) => isNamed(child, namespace, local))
}

/** Text of an element that holds nothing but text; `undefined` where it has child elements. */
export function textOf(element: XmlElement): string | undefined {
  if (element.children.some((child) => typeof child !== 'string')) return undefined
  return element.children.join('')
}

/** The element and all below it, in the order of the document. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of childElements(element)) yield* descendants(child)
}
