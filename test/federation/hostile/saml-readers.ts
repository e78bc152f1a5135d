// Differences between readers of XML: what one of them verifies, another reads as something else.
import { createHash } from 'node:crypto'
import { algorithms, assertionXml, base64, ns, rawSignature, responseXml } from '../saml-idp.ts'
import {
  assertion,
  evil,
  fromAssertion,
  idp,
  plain,
  type SamlCase,
  signatureOf,
  swap,
  withoutSignature,
} from './saml-case.ts'

const good = assertion()
const doctype = (text: string): string => `<!DOCTYPE samlp:Response ${text}>${plain.xml}`

/** A signature whose digest is that of nothing: what a canonicalization gives that fails silently. */
function voidSignature(): string {
  const digest = createHash('sha256').update('').digest('base64')
  const info = `<ds:SignedInfo xmlns:ds="${ns.signature}"><ds:CanonicalizationMethod Algorithm="${algorithms.exclusive}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${algorithms.rsaSha256}"></ds:SignatureMethod><ds:Reference URI="#_assertion1"><ds:Transforms><ds:Transform Algorithm="${algorithms.enveloped}"></ds:Transform><ds:Transform Algorithm="${algorithms.exclusive}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${algorithms.sha256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  return `<ds:Signature xmlns:ds="${ns.signature}">${info}<ds:SignatureValue>${rawSignature(info, idp)}</ds:SignatureValue></ds:Signature>`
}

const voided = (attributes: string): string =>
  responseXml(
    swap(evil(assertionXml()), '</saml:Issuer>', `</saml:Issuer>${voidSignature()}`).replace(
      '<saml:Assertion ',
      `<saml:Assertion ${attributes} `,
    ),
  )

export const readers: readonly SamlCase[] = [
  {
    attack: 'a comment cuts the name in two',
    reason: 'xml',
    message: fromAssertion({ nameId: 'admin@example<!-- -->.evil.example' }),
    twin: fromAssertion({ nameId: 'admin@example.evil.example' }),
  },
  {
    attack: 'a processing instruction cuts the name in two',
    reason: 'xml',
    message: fromAssertion({ nameId: 'admin@example<?x y?>.evil.example' }),
    twin: fromAssertion({ nameId: 'admin@example.evil.example' }),
  },
  {
    attack: 'an element cuts the name in two',
    reason: 'subject',
    message: fromAssertion({ nameId: 'admin@example<b/>.evil.example' }),
    twin: fromAssertion({ nameId: '<![CDATA[admin@example]]>.evil.example' }),
  },
  {
    attack: 'a comment in the digest (CVE-2025-29775)',
    reason: 'xml',
    message: { xml: swap(plain.xml, '<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->') },
  },
  {
    attack: 'two SignedInfo (CVE-2025-29774)',
    reason: 'signature-form',
    message: {
      xml: swap(plain.xml, '<ds:SignedInfo>', '<ds:SignedInfo></ds:SignedInfo><ds:SignedInfo>'),
    },
  },
  {
    attack: 'void canonicalization: a relative namespace and the digest of nothing',
    reason: 'xml',
    message: { xml: voided('xmlns:ns="1"') },
  },
  {
    attack: 'void canonicalization: a namespace declaration without a value',
    reason: 'xml',
    message: { xml: voided('xmlns:ns=""') },
  },
  {
    attack: 'the digest of nothing, whatever makes the canonicalization fail',
    reason: 'signature',
    message: { xml: voided('') },
  },
  {
    attack: 'an attribute that a canonicalization takes for a namespace declaration',
    reason: 'signed-content',
    message: {
      xml: swap(plain.xml, '<saml:NameID ', '<saml:NameID xmlnsNameQualifier="https://evil.example" '),
    },
  },
  { attack: 'a document type', reason: 'xml', message: { xml: doctype('') } },
  {
    attack: 'an entity bomb',
    reason: 'xml',
    message: { xml: doctype('[<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]') },
  },
  {
    attack: 'an entity from a file',
    reason: 'xml',
    message: { xml: doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]') },
  },
  {
    attack: 'a default for an attribute',
    reason: 'xml',
    message: { xml: doctype('[<!ATTLIST saml:NameID Format CDATA "urn:evil">]') },
  },
  {
    attack: 'an undeclared entity in a name',
    reason: 'xml',
    message: { xml: swap(plain.xml, 'alice@example', 'admin&nbsp;') },
    twin: fromAssertion({ nameId: 'admin&amp;' }),
  },
  {
    attack: 'an attribute given twice, apart by its prefix only',
    reason: 'xml',
    message: {
      xml: swap(plain.xml, ' ID="_response1"', ' xmlns:a="urn:x" xmlns:b="urn:x" a:ID="1" b:ID="2" ID="_response1"'),
    },
  },
  {
    attack: 'nesting that exhausts a stack',
    reason: 'xml',
    message: { xml: responseXml(`${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}${good}`) },
  },
  {
    attack: 'elements without end of number',
    reason: 'xml',
    message: { xml: responseXml(`<samlp:Extensions>${'<a/>'.repeat(10_000)}</samlp:Extensions>${good}`) },
  },
  {
    attack: 'another encoding',
    reason: 'xml',
    message: { xml: `<?xml version="1.0" encoding="UTF-7"?>${plain.xml}` },
    twin: { xml: `<?xml version="1.0" encoding="UTF-8"?>${plain.xml}` },
  },
  {
    attack: 'a second document behind the first',
    reason: 'xml',
    message: { xml: plain.xml + plain.xml },
  },
  {
    attack: 'the signature is given a namespace inside that it does not have outside',
    reason: 'signature-form',
    message: { xml: swap(plain.xml, '<ds:SignedInfo>', '<ds:SignedInfo xmlns:ds="urn:x">') },
  },
  {
    attack: 'text between the parts of SignedInfo that no schema has',
    reason: 'signature',
    message: { xml: swap(plain.xml, '<ds:SignedInfo>', '<ds:SignedInfo>x') },
  },
  { attack: 'a message that is too large', reason: 'size', message: { xml: plain.xml + ' '.repeat(131_072) } },
  {
    attack: 'an empty message',
    reason: 'base64',
    message: { xml: '' },
  },
  {
    attack: 'no signature but its value somewhere in a text',
    reason: 'unsigned',
    message: { xml: responseXml(withoutSignature(good)).replace('alice<', `${base64(signatureOf(good))}<`) },
  },
]
