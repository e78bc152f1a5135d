// Messages that providers send and that must be believed, in every form that is in use.
import { expect, test } from 'vitest'
import { readSamlMetadata } from '../../src/federation/saml/metadata.ts'
import { verifySamlResponse } from '../../src/federation/saml/response.ts'
import xmlsec from '../vectors/saml/xmlsec.json' with { type: 'json' }
import { makeSigner } from './certificates.ts'
import { entityId, metadataXml } from './metadata.ts'
import {
  algorithms,
  assertionXml,
  at,
  base64,
  issuedMs,
  ourRecipient,
  responseXml,
  roleAttribute,
  sessionDurationAttribute,
  sessionNameAttribute,
  signed,
  signedResponse,
} from './saml-idp.ts'
import { questionOf } from './saml-question.ts'

const signer = makeSigner()
const newer = makeSigner()
const curve = makeSigner({ key: 'P-256' })
const question = questionOf([signer, curve])

function claimsOf(xml: string, asked = question) {
  const result = verifySamlResponse(base64(xml), asked)
  if (result.kind === 'refused') throw new Error(`${result.reason}: ${result.problem}`)
  return result.claims
}

test('gives what the assertion says', () => {
  const role = 'qcs::cam::uin/1:roleName'
  const provider = 'qcs::cam::uin/1:saml-provider/idp'
  const claims = claimsOf(
    signedResponse(signer, {
      assertion: {
        attributes: [
          [roleAttribute, `${role}/a;${role}/b,${provider}`, `${role}/c , ${provider}`, 'nonsense'],
          [sessionNameAttribute, 'alice'],
          [sessionDurationAttribute, '3600'],
          ['mail', 'a&amp;b@example', 'c@example'],
        ],
        authnStatement: `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionNotOnOrAfter="${at(7200)}"/>`,
      },
    }),
  )
  expect(claims).toEqual({
    assertionId: '_assertion1',
    issuer: entityId,
    nameId: 'alice@example',
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    recipient: ourRecipient,
    attributes: expect.any(Map),
    roles: [
      { roleArn: `${role}/a`, providerArn: provider },
      { roleArn: `${role}/b`, providerArn: provider },
      { roleArn: `${role}/c`, providerArn: provider },
    ],
    sessionName: 'alice',
    sessionSeconds: 3600,
    sessionNotOnOrAfterMs: issuedMs + 7_200_000,
    replayUntilMs: issuedMs + 300_000 + 60_000,
  })
  expect(claims.attributes.get('mail')).toEqual(['a&b@example', 'c@example'])
})

const bare = assertionXml()
test.each([
  ['a signed assertion', signedResponse(signer)],
  ['a signed response', signed(responseXml(bare), 'Response', signer)],
  ['both signed', signed(signedResponse(signer), 'Response', signer)],
  [
    'both signed by different keys',
    signed(signedResponse(signer), 'Response', curve, { signatureAlgorithm: algorithms.ecdsaSha256 }),
  ],
  [
    'RSA with SHA-512',
    signedResponse(signer, {
      signing: { signatureAlgorithm: algorithms.rsaSha512, digestAlgorithm: algorithms.sha512 },
    }),
  ],
  ['RSA-PSS', signedResponse(signer, { signing: { signatureAlgorithm: algorithms.rsaPss } })],
  ['ECDSA', signedResponse(curve, { signing: { signatureAlgorithm: algorithms.ecdsaSha256 } })],
  [
    'the certificate of the metadata in KeyInfo',
    signedResponse(signer, { signing: { keyInfo: signer.certificatePem } }),
  ],
  ['a signature without a prefix', signedResponse(signer, { signing: { prefix: '' } })],
  ['no destination', signedResponse(signer, { response: { destination: undefined } })],
  ['blanks between elements', responseXml(signed(bare.replaceAll('><', '>\n  <'), 'Assertion', signer))],
  ['line ends of Windows', signedResponse(signer).replace('<samlp:Status>', '\r\n<samlp:Status>')],
  ['an XML declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${signedResponse(signer)}`],
  [
    'typed attribute values',
    signedResponse(signer, {
      assertion: {
        extra:
          '<saml:AttributeStatement><saml:Attribute Name="x"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">1</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>',
      },
    }),
  ],
])('%s is believed', (_, xml) => {
  expect(claimsOf(xml)).toMatchObject({ nameId: 'alice@example', sessionName: 'alice' })
})

test.each(xmlsec.cases)('signed by another program: $name', ({ certificate, message }) => {
  const read = readSamlMetadata(metadataXml({ certificates: [certificate] }))
  if (read.kind === 'refused') throw new Error(read.problems.join('; '))
  const { certificates } = read.metadata
  expect(verifySamlResponse(message, { ...question, certificates })).toMatchObject({ kind: 'verified' })
  expect(verifySamlResponse(message, question)).toMatchObject({ reason: 'signature' })
})

test('a message in lines of base64 is read', () => {
  const lines = base64(signedResponse(signer)).replace(/.{76}/g, '$&\r\n')
  expect(verifySamlResponse(lines, question).kind).toBe('verified')
})

test('namespaces that the message declares at its root reach its signature', () => {
  const declared = `xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`
  const assertion = signed(bare, 'Assertion', signer).replace(`<ds:Signature ${declared}>`, '<ds:Signature>')
  expect(assertion).toContain('<ds:Signature>')
  const xml = responseXml(assertion).replace('<samlp:Response ', `<samlp:Response ${declared} `)
  expect(claimsOf(xml).nameId).toBe('alice@example')
})

test('every certificate of the metadata counts while the provider changes its key', () => {
  const rolling = questionOf([signer, newer])
  expect(claimsOf(signedResponse(signer), rolling).nameId).toBe('alice@example')
  expect(claimsOf(signedResponse(newer), rolling).nameId).toBe('alice@example')
})

test('a response to our own request names it', () => {
  const xml = signedResponse(signer, { assertion: { inResponseTo: '_r1' }, response: { inResponseTo: '_r1' } })
  expect(claimsOf(xml, questionOf([signer], { inResponseTo: '_r1' })).nameId).toBe('alice@example')
})

test('an assertion may come alone where that is asked for', () => {
  const xml = signed(bare, 'Assertion', signer)
  expect(claimsOf(xml, questionOf([signer], { form: 'response-or-assertion' })).nameId).toBe('alice@example')
})
