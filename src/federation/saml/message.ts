// A SAML message as it arrives: base64 of XML. Finds the response and its assertion, and refuses every document in which
// there could be a doubt about which they are. Nothing in the result is verified.
import { isUtf8 } from 'node:buffer'
import type { XmlLimits } from '../xml/cursor.ts'
import { attributeOf, childrenNamed, descendants, isNamed, type XmlElement } from '../xml/document.ts'
import { readXml } from '../xml/read.ts'
import { saml, signatureNamespace } from './names.ts'
import { refuse, type SamlRefusal } from './refusal.ts'

export interface SamlMessage {
  readonly kind: 'message'
  /** The XML, line ends as XML has them. */
  readonly text: string
  /** `undefined` where an assertion came alone. */
  readonly response: XmlElement | undefined
  readonly assertion: XmlElement
}

/** Longest message in base64: ten times what providers send, and bounds what a stranger can make us work. */
export const messageCharactersMax = 131_072
/** No provider comments its messages; a comment is only of use to cut a name in two. */
export const messageLimits: XmlLimits = {
  charactersMax: messageCharactersMax,
  depthMax: 32,
  elementsMax: 1500,
  comments: 'refused',
}

export function readMessage(base64: string, form: 'response' | 'response-or-assertion'): SamlMessage | SamlRefusal {
  if (base64.length > messageCharactersMax) {
    return refuse('size', `the message has more than ${messageCharactersMax} characters`)
  }
  const text = decode(base64)
  if (text === undefined) return refuse('base64', 'the message is no base64 of text')
  const read = readXml(text, messageLimits)
  if ('fault' in read) return refuse('xml', `${read.fault.message} (at character ${read.fault.at + 1})`)
  const { root } = read
  return checkParts(root) ?? takeApart(text, root, form)
}

/** Text with line ends as XML reads them, so that every later reader starts from the same. */
function decode(base64: string): string | undefined {
  const compact = base64.replaceAll(/[ \t\r\n]/g, '')
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined
  const bytes = Buffer.from(compact, 'base64')
  return isUtf8(bytes) ? bytes.toString('utf8').replaceAll(/\r\n?/g, '\n') : undefined
}

const encrypted = ['EncryptedAssertion', 'EncryptedID', 'EncryptedAttribute'] as const

/** What would leave a doubt, wherever it stands. */
function checkParts(root: XmlElement): SamlRefusal | undefined {
  const ids = new Set<string>()
  for (const element of descendants(root)) {
    if (encrypted.some((local) => isNamed(element, saml.assertion, local))) {
      return refuse('encrypted', `${element.local} is not supported`)
    }
    for (const { local, value } of element.attributes) {
      // Readers differ in which attributes they take for ids: one value may occur once only in all of them.
      if (!/^(?:id|assertionid)$/i.test(local)) continue
      if (ids.has(value)) return refuse('id', 'an id occurs twice')
      ids.add(value)
    }
  }
  return undefined
}

function takeApart(
  text: string,
  root: XmlElement,
  form: 'response' | 'response-or-assertion',
): SamlMessage | SamlRefusal {
  const isResponse = isNamed(root, saml.protocol, 'Response')
  if (!isResponse && !(form === 'response-or-assertion' && isNamed(root, saml.assertion, 'Assertion'))) {
    return refuse('root', 'the message is no response')
  }
  const everywhere = [...descendants(root)]
  const assertions = everywhere.filter(({ local }) => local === 'Assertion')
  const [assertion] = isResponse ? childrenNamed(root, saml.assertion, 'Assertion') : [root]
  if (isResponse && assertions.length === 0) return noAssertion(root)
  if (assertion === undefined || assertions.length !== 1) {
    return refuse('assertion-count', 'there must be one assertion, right inside the response')
  }
  const places = [root, assertion]
  for (const element of everywhere) {
    for (const child of childrenNamed(element, signatureNamespace, 'Signature')) {
      if (places.includes(element)) continue
      return refuse(
        'signature-place',
        `a signature stands in ${element.local}, not in response or assertion (${child.name})`,
      )
    }
  }
  const response = isResponse ? root : undefined
  return (
    checkHeads(response === undefined ? [assertion] : [response, assertion]) ?? {
      kind: 'message',
      text,
      response,
      assertion,
    }
  )
}

/** A response that says no has no assertion: the reason is then what it says. */
function noAssertion(response: XmlElement): SamlRefusal {
  const code = statusOf(response)
  if (code !== undefined && code !== saml.success) return refuse('status', `the status is ${code.slice(0, 100)}`)
  return refuse('assertion-count', 'there is no assertion')
}

/** The status code of a response; `undefined` where there is none, or more than one. */
export function statusOf(response: XmlElement): string | undefined {
  const [status, ...others] = childrenNamed(response, saml.protocol, 'Status')
  const [code, ...more] = status === undefined ? [] : childrenNamed(status, saml.protocol, 'StatusCode')
  return others.length > 0 || more.length > 0 || code === undefined ? undefined : attributeOf(code, 'Value')
}

function checkHeads(elements: readonly XmlElement[]): SamlRefusal | undefined {
  for (const element of elements) {
    if (attributeOf(element, 'Version') !== '2.0') return refuse('version', `${element.local} is not of SAML 2.0`)
    // Also keeps quotes out of the library's searches.
    if (!/^[A-Za-z_][\w.-]{0,255}$/.test(attributeOf(element, 'ID') ?? '')) {
      return refuse('id', `the ID of ${element.local} is no name`)
    }
  }
  return undefined
}
