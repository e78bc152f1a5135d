// Writes test/vectors/saml/xmlsec.json anew: SAML messages signed by the program xmlsec1, which shares no code with the
// library that verifies them here. Needs xmlsec1 installed; the tests only read what it once wrote.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeSigner, type Signer } from '../test/federation/certificates.ts'
import { algorithms, assertionXml, ns, responseXml } from '../test/federation/saml-idp.ts'

interface Case {
  readonly name: string
  readonly signed: 'Assertion' | 'Response'
  readonly key: 'rsa-2048' | 'P-256' | 'P-384'
  readonly signature: string
  readonly digest: string
  readonly prefixes?: string
  /** Put into the assertion. */
  readonly extra?: string
}

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const odd =
  '<saml:AttributeStatement><saml:Attribute Name="odd&#9;&quot;&lt;" FriendlyName=\'"\'><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">\u4e2d\u6587 &amp;&#13;<![CDATA[<b>]]> &gt;\ud83d\ude00</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>'

const cases: readonly Case[] = [
  {
    name: 'RSA-SHA256 over the assertion',
    signed: 'Assertion',
    key: 'rsa-2048',
    signature: algorithms.rsaSha256,
    digest: algorithms.sha256,
  },
  {
    name: 'RSA-SHA256 over the response',
    signed: 'Response',
    key: 'rsa-2048',
    signature: algorithms.rsaSha256,
    digest: algorithms.sha256,
  },
  { name: 'RSA-SHA384', signed: 'Assertion', key: 'rsa-2048', signature: `${more}rsa-sha384`, digest: `${more}sha384` },
  {
    name: 'RSA-SHA512',
    signed: 'Assertion',
    key: 'rsa-2048',
    signature: algorithms.rsaSha512,
    digest: algorithms.sha512,
  },
  {
    name: 'ECDSA-SHA256',
    signed: 'Assertion',
    key: 'P-256',
    signature: algorithms.ecdsaSha256,
    digest: algorithms.sha256,
  },
  { name: 'ECDSA-SHA384', signed: 'Response', key: 'P-384', signature: `${more}ecdsa-sha384`, digest: `${more}sha384` },
  {
    name: 'inclusive prefixes',
    signed: 'Assertion',
    key: 'rsa-2048',
    signature: algorithms.rsaSha256,
    digest: algorithms.sha256,
    prefixes: 'samlp xs',
    extra: odd,
  },
  {
    name: 'odd characters',
    signed: 'Response',
    key: 'rsa-2048',
    signature: algorithms.rsaSha256,
    digest: algorithms.sha256,
    extra: odd,
  },
]

const folder = mkdtempSync(path.join(tmpdir(), 'opencam-saml-'))

function template({ signed, signature, digest, prefixes }: Case): string {
  const id = signed === 'Assertion' ? '_assertion1' : '_response1'
  const inclusive =
    prefixes === undefined
      ? ''
      : `<ec:InclusiveNamespaces xmlns:ec="${algorithms.exclusive}" PrefixList="${prefixes}"/>`
  const transforms = `<ds:Transform Algorithm="${algorithms.enveloped}"/><ds:Transform Algorithm="${algorithms.exclusive}">${inclusive}</ds:Transform>`
  return `<ds:Signature xmlns:ds="${ns.signature}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${algorithms.exclusive}"/><ds:SignatureMethod Algorithm="${signature}"/><ds:Reference URI="#${id}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>`
}

function sign(one: Case, signer: Signer): string {
  const xml = responseXml(assertionXml(one.extra === undefined ? {} : { extra: one.extra }))
  const place = one.signed === 'Assertion' ? xml.lastIndexOf('</saml:Issuer>') : xml.indexOf('</saml:Issuer>')
  const end = place + '</saml:Issuer>'.length
  const files = {
    key: path.join(folder, 'key.pem'),
    xml: path.join(folder, 'in.xml'),
    out: path.join(folder, 'out.xml'),
  }
  writeFileSync(files.key, signer.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(files.xml, xml.slice(0, end) + template(one) + xml.slice(end))
  const element = one.signed === 'Assertion' ? `${ns.assertion}:Assertion` : `${ns.protocol}:Response`
  const options = ['--id-attr:ID', element, '--output', files.out]
  execFileSync('xmlsec1', ['--sign', '--privkey-pem', files.key, ...options, files.xml])
  return readFileSync(files.out, 'utf8')
}

const written = cases.map((one) => {
  const signer = makeSigner({ key: one.key })
  const message = Buffer.from(sign(one, signer), 'utf8').toString('base64')
  return { name: one.name, certificate: signer.certificateBase64, message }
})
rmSync(folder, { recursive: true })
const target = path.join(import.meta.dirname, '..', 'test/vectors/saml/xmlsec.json')
const version = execFileSync('xmlsec1', ['--version'], { encoding: 'utf8' }).trim()
writeFileSync(target, `${JSON.stringify({ source: version, cases: written }, undefined, 2)}\n`)
