import { describe, expect, test } from 'vitest'
import { makeSigner } from '../../../test/federation/certificates.ts'
import { entityId, keyDescriptor, metadataOf, metadataXml, ssoUrl } from '../../../test/federation/metadata.ts'
import { readSamlMetadata } from './metadata.ts'

const first = makeSigner()
const second = makeSigner({ key: 'P-256', fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1) })

function metadataIn(xml: string) {
  const result = readSamlMetadata(xml)
  if (result.kind === 'refused') throw new Error(result.problems.join('; '))
  return result.metadata
}

test('gives the provider, every signing certificate and its endpoints', () => {
  expect(metadataIn(metadataOf(first, second))).toEqual({
    entityId,
    certificates: [
      {
        pem: first.certificatePem,
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        subject: 'CN=idp.example',
        notBeforeMs: Date.UTC(2020, 0, 1),
        notAfterMs: Date.UTC(2049, 0, 1),
        key: { kind: 'rsa', bits: 2048 },
      },
      expect.objectContaining({
        notBeforeMs: Date.UTC(2026, 0, 1),
        notAfterMs: Date.UTC(2027, 0, 1),
        key: { kind: 'ec', curve: 'P-256' },
      }),
    ],
    singleSignOn: [
      { binding: 'redirect', location: ssoUrl },
      { binding: 'post', location: ssoUrl },
    ],
    wantAuthnRequestsSigned: false,
    validUntilMs: undefined,
  })
})

test('takes a certificate in lines, once only, and none for encryption', () => {
  const lines = first.certificateBase64.replace(/.{64}/g, '$&\n      ')
  const keys = keyDescriptor(second.certificateBase64, ' use="encryption"') + keyDescriptor(lines, '')
  const { certificates } = metadataIn(metadataXml({ keys, certificates: [first.certificateBase64] }))
  expect(certificates.map(({ pem }) => pem)).toEqual([first.certificatePem])
})

test('reads what the provider wants and how long the document is good', () => {
  const xml = metadataXml({
    certificates: [first.certificateBase64],
    rootAttributes: ' validUntil="2027-03-04T05:06:07Z"',
    descriptorAttributes: ' WantAuthnRequestsSigned="true"',
  })
  expect(metadataIn(xml)).toMatchObject({
    wantAuthnRequestsSigned: true,
    validUntilMs: Date.UTC(2027, 2, 4, 5, 6, 7),
  })
})

describe('refused', () => {
  const usual = { certificates: [first.certificateBase64] }
  const location = (url: string): string =>
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${url}"/>`
  const xml = metadataXml(usual)
  const inList = xml
    .replace(/<\?xml[^>]*>/, '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">')
    .concat('</md:EntitiesDescriptor>')
  const chain = `${first.certificateBase64}</ds:X509Certificate><ds:X509Certificate>${second.certificateBase64}`
  test.each([
    ['no XML', 'metadataDocumentDemo', 'element is expected'],
    ['a document type', xml.replace('<md:Entity', '<!DOCTYPE x [<!ENTITY e "v">]><md:Entity'), 'document type'],
    ['more than 64 KB', xml.replace('<md:NameIDFormat>', `<!--${'x'.repeat(65_536)}--><md:NameIDFormat>`), '65536'],
    ['another element', '<x xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>', 'EntityDescriptor'],
    ['another namespace', xml.replace('SAML:2.0:metadata"', 'SAML:1.0:metadata"'), 'EntityDescriptor'],
    ['a list of entities', inList, 'one EntityDescriptor'],
    ['a service provider', xml.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'), 'IDPSSODescriptor is missing'],
    ['no entityID', xml.replace(/ entityID="[^"]*"/, ''), 'entityID is missing'],
    ['SAML 1.1 only', xml.replace('SAML:2.0:protocol', 'SAML:1.1:protocol'), 'SAML 2.0'],
    ['no certificate', metadataXml({ certificates: [] }), 'no certificate'],
    ['a certificate for encryption only', xml.replace('use="signing"', 'use="encryption"'), 'no certificate'],
    ['a strange use', xml.replace('use="signing"', 'use="both"'), 'use of a KeyDescriptor'],
    ['a certificate that is none', metadataXml({ certificates: ['AAAA'] }), 'cannot be read'],
    ['a certificate that is no base64', metadataXml({ certificates: ['§'] }), 'base64'],
    ['a chain', metadataXml({ certificates: [chain] }), 'one certificate'],
    ['a weak key', metadataOf(makeSigner({ key: 'rsa-1024' })), '2048 bits'],
    ['a strange curve', metadataOf(makeSigner({ key: 'secp256k1' })), 'P-256'],
    ['a strange kind of key', metadataOf(makeSigner({ key: 'ed25519' })), 'RSA or EC'],
    ['no endpoint', metadataXml({ ...usual, endpoints: '' }), 'SingleSignOnService'],
    ['an endpoint that is a script', metadataXml({ ...usual, endpoints: location('javascript:x') }), 'http or https'],
    ['validity without a zone', metadataXml({ ...usual, rootAttributes: ' validUntil="2027-01-01T00:00:00"' }), 'UTC'],
  ])('%s', (_, text, problem) => {
    expect(readSamlMetadata(text)).toEqual({
      kind: 'refused',
      problems: expect.arrayContaining([expect.stringContaining(problem)]),
    })
  })
})
