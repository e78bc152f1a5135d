// Signatures that are good in themselves, but by the wrong key, with the wrong algorithm or over the wrong thing.
import { createHmac } from 'node:crypto'
import { makeSigner } from '../certificates.ts'
import { algorithms, assertionXml, at, issuedMs, responseXml, signed, signedResponse } from '../saml-idp.ts'
import { questionOf } from '../saml-question.ts'
import { assertion, attacker, evil, idp, plain, type SamlCase, signedAs, swap, wholeSigned } from './saml-case.ts'

const old = makeSigner({ toMs: issuedMs - 86_400_000 })
const future = makeSigner({ fromMs: issuedMs + 86_400_000 })
const both = signed(responseXml(assertion()), 'Response', idp)
const transform = (uri: string, content = ''): string => `<ds:Transform Algorithm="${uri}">${content}</ds:Transform>`
const transformsPattern = /<ds:Transforms>.*?<\/ds:Transforms>/s
const transforms = (content: string): string =>
  swap(plain.xml, transformsPattern, `<ds:Transforms>${content}</ds:Transforms>`)
const xslt = `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/"><xsl:copy-of select="/"/></xsl:template></xsl:stylesheet>`

/** A signature that uses the public certificate as a shared secret. */
function hmacSigned(): string {
  const xml = signedResponse(idp)
  const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(xml)?.[0] ?? ''
  const value = createHmac('sha1', idp.certificatePem).update(info).digest('base64')
  return swap(
    swap(xml, algorithms.rsaSha256, algorithms.hmacSha1),
    /<ds:SignatureValue>.*<\/ds:SignatureValue>/s,
    `<ds:SignatureValue>${value}</ds:SignatureValue>`,
  )
}

export const signatures: readonly SamlCase[] = [
  { attack: 'another key', reason: 'signature', message: { xml: signedResponse(attacker) } },
  {
    attack: 'another key whose certificate comes with the message',
    reason: 'signature',
    message: { xml: signedResponse(attacker, { signing: { keyInfo: attacker.certificatePem } }) },
    twin: signedAs({ keyInfo: idp.certificatePem }),
  },
  {
    attack: "another key under the provider's own certificate",
    reason: 'signature',
    message: { xml: signedResponse(attacker, { signing: { keyInfo: idp.certificatePem } }) },
    twin: signedAs({ keyInfo: idp.certificatePem }),
  },
  {
    attack: 'the response by another key, the assertion by the right one',
    reason: 'signature',
    message: { xml: signed(responseXml(assertion()), 'Response', attacker) },
    twin: { xml: both },
  },
  {
    attack: 'the assertion by another key, the response by the right one',
    reason: 'signature',
    message: { xml: signed(responseXml(signed(assertionXml(), 'Assertion', attacker)), 'Response', idp) },
    twin: { xml: both },
  },
  {
    attack: 'a certificate that is over',
    reason: 'certificate-expired',
    message: { xml: signedResponse(old), asked: questionOf([old]) },
    twin: { xml: signedResponse(old), asked: { ...questionOf([old]), nowMs: issuedMs, skewMs: 2 * 86_400_000 } },
  },
  {
    attack: 'a certificate that is over, beside one that is not',
    reason: 'signature',
    message: { xml: signedResponse(old), asked: questionOf([old, idp]) },
    twin: { xml: signedResponse(idp), asked: questionOf([old, idp]) },
  },
  {
    attack: 'a certificate of tomorrow',
    reason: 'certificate-expired',
    message: { xml: signedResponse(future), asked: questionOf([future]) },
  },
  {
    attack: 'metadata that is over',
    reason: 'metadata-expired',
    message: { xml: plain.xml, asked: { validUntilMs: issuedMs - 60_000 } },
    twin: { xml: plain.xml, asked: { validUntilMs: issuedMs + 60_000 } },
  },
  {
    attack: 'RSA with SHA-1',
    reason: 'signature-algorithm',
    message: signedAs({ signatureAlgorithm: algorithms.rsaSha1 }),
  },
  {
    attack: 'a digest with SHA-1',
    reason: 'signature-algorithm',
    message: signedAs({ digestAlgorithm: algorithms.sha1 }),
  },
  { attack: 'HMAC with the certificate as secret', reason: 'signature-algorithm', message: { xml: hmacSigned() } },
  {
    attack: 'an algorithm by an inherited name',
    reason: 'signature-algorithm',
    message: { xml: swap(plain.xml, algorithms.rsaSha256, 'constructor') },
  },
  {
    attack: 'an algorithm of another kind of key',
    reason: 'signature',
    message: { xml: swap(plain.xml, algorithms.rsaSha256, algorithms.ecdsaSha256) },
  },
  {
    attack: 'canonicalization that keeps comments',
    reason: 'signature-algorithm',
    message: signedAs({ canonicalizationAlgorithm: algorithms.exclusiveWithComments }),
  },
  { attack: 'no transforms', reason: 'signature-form', message: { xml: swap(plain.xml, transformsPattern, '') } },
  { attack: 'empty transforms', reason: 'signature-transforms', message: { xml: transforms('') } },
  {
    attack: 'the canonicalization left out',
    reason: 'signature-transforms',
    message: signedAs({ transforms: [algorithms.enveloped] }),
  },
  {
    attack: 'the enveloped signature left out',
    reason: 'signature-transforms',
    message: { xml: transforms(transform(algorithms.exclusive)) },
  },
  {
    attack: 'a transform that keeps comments',
    reason: 'signature-transforms',
    message: signedAs({ transforms: [algorithms.enveloped, algorithms.exclusiveWithComments] }),
  },
  {
    attack: 'the transforms in the other order',
    reason: 'signature-transforms',
    message: { xml: transforms(transform(algorithms.exclusive) + transform(algorithms.enveloped)) },
  },
  {
    attack: 'an XSLT transform',
    reason: 'signature-transforms',
    message: {
      xml: transforms(transform(algorithms.enveloped) + transform('http://www.w3.org/TR/1999/REC-xslt-19991116', xslt)),
    },
  },
  {
    attack: 'an XPath transform that leaves the name out',
    reason: 'signature-transforms',
    message: {
      xml: transforms(
        transform(algorithms.enveloped) +
          transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>not(self::NameID)</ds:XPath>'),
      ),
    },
  },
  {
    attack: 'several references',
    reason: 'signature-form',
    message: signedAs({ also: ['Subject'] }),
  },
  {
    attack: 'a reference to the whole document',
    reason: 'signature-reference',
    message: { xml: swap(wholeSigned(), 'URI="#_response1"', 'URI=""') },
    twin: { xml: wholeSigned() },
  },
  {
    attack: 'a reference to a part of the assertion',
    reason: 'signature-reference',
    message: { xml: swap(plain.xml, 'URI="#_assertion1"', 'URI="#_0"') },
  },
  {
    attack: 'a reference by XPointer',
    reason: 'signature-reference',
    message: { xml: swap(plain.xml, 'URI="#_assertion1"', 'URI="#xpointer(id(&apos;_assertion1&apos;))"') },
  },
  {
    attack: 'an id that breaks out of a search',
    reason: 'id',
    message: { xml: responseXml(swap(assertionXml(), 'ID="_assertion1"', `ID="x'] | //*['"`)) },
  },
  {
    attack: 'a signature without a value',
    reason: 'signature-form',
    message: { xml: swap(plain.xml, /<ds:SignatureValue>.*<\/ds:SignatureValue>/s, '<ds:SignatureValue/>') },
  },
  {
    attack: 'a signature moved to a later message',
    reason: 'signature',
    message: { xml: swap(plain.xml, ` NotOnOrAfter="${at(300)}" Recipient`, ` NotOnOrAfter="${at(9000)}" Recipient`) },
  },
  {
    attack: 'a forged response around a good signature',
    reason: 'signature',
    message: { xml: evil(both) },
    twin: { xml: both },
  },
]
