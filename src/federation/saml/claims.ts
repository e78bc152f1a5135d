// What a believed assertion says, as plain values. Only ever given elements that were parsed from signed bytes.
import { attributeOf, childrenNamed, textOf, type XmlElement } from '../xml/document.ts'
import { readInstant } from './instant.ts'
import { attributeNames, saml } from './names.ts'
import { refuse, type SamlRefusal } from './refusal.ts'

/** One pair of the role attribute: a role, and the provider that vouches for its user. */
export interface RolePair {
  readonly roleArn: string
  readonly providerArn: string
}

export interface SamlClaims {
  readonly assertionId: string
  readonly issuer: string
  readonly nameId: string
  /** Format of the name; `unspecified` where the assertion states none. */
  readonly nameIdFormat: string
  /** The one of our addresses that the assertion was made for. */
  readonly recipient: string
  /** Values by exact name. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  /** Of the role attribute; pairs that cannot be taken apart are left out. */
  readonly roles: readonly RolePair[]
  /** Of the session name attribute. */
  readonly sessionName: string | undefined
  readonly sessionSeconds: number | undefined
  /** When the provider's own session ends, where it says so. */
  readonly sessionNotOnOrAfterMs: number | undefined
  /** From here on the assertion is refused for its age; until then its id must be remembered. */
  readonly replayUntilMs: number
}

const unspecified = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
/** Most values that one assertion may carry. */
const valuesMax = 2000

type Attributes = SamlClaims['attributes']

/** The attributes of an assertion by name; several elements of one name are one list. */
export function attributesOf(assertion: XmlElement): Attributes | SamlRefusal {
  const attributes = new Map<string, string[]>()
  let count = 0
  for (const statement of childrenNamed(assertion, saml.assertion, 'AttributeStatement')) {
    for (const attribute of childrenNamed(statement, saml.assertion, 'Attribute')) {
      const name = attributeOf(attribute, 'Name')
      if (name === undefined || name === '') return refuse('attributes', 'an attribute has no name')
      const values = attributes.get(name) ?? []
      for (const value of childrenNamed(attribute, saml.assertion, 'AttributeValue')) {
        count += 1
        const text = textOf(value)
        // Structured values, such as a NameID in eduPersonTargetedID, mean nothing to us.
        if (text !== undefined) values.push(text.trim())
      }
      attributes.set(name, values)
    }
  }
  return count > valuesMax ? refuse('attributes', `there are more than ${valuesMax} values`) : attributes
}

/** `<role>[;<role>…],<provider>` in each value. */
export function rolesOf(attributes: Attributes): readonly RolePair[] {
  return (attributes.get(attributeNames.role) ?? []).flatMap((value) => {
    const [roles = '', providerArn, ...others] = value.split(',')
    if (providerArn === undefined || others.length > 0) return []
    return roles.split(';').map((roleArn) => ({ roleArn: roleArn.trim(), providerArn: providerArn.trim() }))
  })
}

/** The only value of an attribute; `undefined` without one, a refusal for more. */
export function singleOf(attributes: Attributes, name: string): string | undefined | SamlRefusal {
  const values = attributes.get(name) ?? []
  return values.length > 1 ? refuse('attributes', `the attribute ${name} has more than one value`) : values[0]
}

export function sessionSecondsOf(attributes: Attributes): number | undefined | SamlRefusal {
  const text = singleOf(attributes, attributeNames.sessionDuration)
  if (typeof text !== 'string') return text
  return /^[1-9]\d{0,8}$/.test(text)
    ? Number(text)
    : refuse('attributes', `the attribute ${attributeNames.sessionDuration} is no number of seconds`)
}

export interface NameId {
  readonly value: string
  readonly format: string
}

/** `undefined` unless there is one subject with one name. */
export function nameIdOf(assertion: XmlElement): NameId | undefined {
  const [subject, ...subjects] = childrenNamed(assertion, saml.assertion, 'Subject')
  const [element, ...elements] = subject === undefined ? [] : childrenNamed(subject, saml.assertion, 'NameID')
  if (element === undefined || elements.length > 0 || subjects.length > 0) return undefined
  const value = textOf(element)?.trim()
  if (value === undefined || value === '' || value.length > 1024) return undefined
  return { value, format: attributeOf(element, 'Format') ?? unspecified }
}

/** A time in an attribute: `absent`, or `undefined` for one that is none. */
export function instantOf(element: XmlElement, name: string): number | 'absent' | undefined {
  const text = attributeOf(element, name)
  return text === undefined ? 'absent' : readInstant(text)
}
