// What the strict XML reader gives: elements with resolved namespaces, attributes, and text. Comments are gone, and the text
// on both sides of one is a single text, as in canonical XML: nobody can read half of a name.

/** Namespace by prefix; the default one has the empty prefix. */
export type Scope = ReadonlyMap<string, string>

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
  /** Namespaces that may be used inside. */
  readonly scope: Scope
  /** Prefixes that the element itself declares. */
  readonly declared: ReadonlySet<string>
  /** Where its text begins and ends. */
  readonly start: number
  readonly end: number
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

/** Whether two elements say the same, whatever prefixes they say it with. */
export function sameElement(one: XmlElement, other: XmlElement): boolean {
  return (
    isNamed(one, other.namespace, other.local) &&
    sameAttributes(one.attributes, other.attributes) &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => sameNode(child, other.children[index]))
  )
}

function sameNode(one: XmlElement | string, other: XmlElement | string | undefined): boolean {
  if (typeof one === 'string' || typeof other === 'string' || other === undefined) return one === other
  return sameElement(one, other)
}

function sameAttributes(some: readonly XmlAttribute[], others: readonly XmlAttribute[]): boolean {
  if (some.length !== others.length) return false
  return some.every(({ namespace, local, value }) => {
    return others.some((other) => other.namespace === namespace && other.local === local && other.value === value)
  })
}

/** The element without one of its children, the texts around that one joined. */
export function withoutChild(element: XmlElement, left: XmlElement): XmlElement {
  const children: (XmlElement | string)[] = []
  for (const child of element.children) {
    const last = children.at(-1)
    if (child === left) continue
    if (typeof child === 'string' && typeof last === 'string') children[children.length - 1] = last + child
    else children.push(child)
  }
  return { ...element, children }
}
