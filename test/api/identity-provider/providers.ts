// Documents of identity providers for tests, and the parameters that every call on one needs.
import { makeSigner } from '../../federation/certificates.ts'
import { metadataOf } from '../../federation/metadata.ts'
import type { Harness } from '../harness.ts'

const [first, second] = [makeSigner(), makeSigner({ key: 'P-256' })]

export const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Two documents in base64 that differ. */
export const metadata = base64(metadataOf(first))
export const otherMetadata = base64(metadataOf(second))

const jwks = (signer: typeof first, kid: string): string =>
  JSON.stringify({ keys: [{ ...signer.publicKey.export({ format: 'jwk' }), kid, use: 'sig' }] })
/** Documents of keys, as an issuer publishes them. */
export const keySet = jwks(first, 'a')
export const otherKeySet = jwks(second, 'b')
/** The same as they are sent. */
export const keys = base64(keySet)
export const otherKeys = base64(otherKeySet)
/** A document that its owner never meant to show. */
export const privateKeySet = JSON.stringify({ keys: [first.privateKey.export({ format: 'jwk' })] })

/** What a new OIDC provider of roles needs besides its name. */
export const oidc = { IdentityUrl: 'https://idp.example', IdentityKey: keys, ClientId: ['client'] }
/** What sign-in by OIDC needs. */
export const userOidc = {
  IdentityUrl: 'https://idp.example',
  IdentityKey: keys,
  ClientId: 'client',
  AuthorizationEndpoint: 'https://idp.example/authorize',
  ResponseType: 'id_token',
  ResponseMode: 'form_post',
  MappingFiled: 'sub',
}

export async function createSaml(server: Harness, Name: string, given: object = {}, options: object = {}) {
  await server.ok('CreateSAMLProvider', { Name, Description: '', SAMLMetadataDocument: metadata, ...given }, options)
}
export async function createOidc(server: Harness, Name: string, given: object = {}, options: object = {}) {
  await server.ok('CreateOIDCConfig', { Name, ...oidc, ...given }, options)
}

/** Metadata documents that no call takes, with what is said of each. */
export const badMetadata: readonly (readonly [what: string, document: string, said: string])[] = [
  ['nothing', '', 'base64'],
  ['no base64', '<xml/>', 'base64'],
  ['no base64 at its end', `${metadata.slice(0, -4)}====`, 'base64'],
  ['no UTF-8', Buffer.from([0x3c, 0xff, 0x3e]).toString('base64'), 'UTF-8'],
  ['a byte order mark', base64(`\ufeff${metadataOf(first)}`), 'byte order mark'],
  ['no XML', base64('metadataDocumentDemo'), 'element is expected'],
  ['no provider', base64('<a xmlns="urn:x"/>'), 'EntityDescriptor'],
  ['a document type', base64(`<!DOCTYPE x>${metadataOf(first).slice(39)}`), 'document type'],
  ['a weak key', base64(metadataOf(makeSigner({ key: 'rsa-1024' }))), '2048'],
  ['more than 64 KB', base64(metadataOf(first) + ' '.repeat(50_000)), '65536'],
]

/** Keys that no call takes, with what is said of each. */
export const badKeys: readonly (readonly [what: string, document: string, said: string])[] = [
  ['nothing', '', 'must be'],
  ['no keys', base64('{"keys":[]}'), 'no RSA or EC key'],
  ['no JSON', base64('{"keys":'), 'JSON'],
  ['a private key', base64(privateKeySet), 'a secret'],
  ['a weak key', base64(jwks(makeSigner({ key: 'rsa-1024' }), 'w')), '2048'],
]

/** Issuers that no call takes. */
export const badIssuers = [
  '',
  'idp.example',
  'ftp://idp.example',
  'https://',
  'https://idp.example/?a=b',
  'https://idp.example/#a',
  'https://user@idp.example',
  'https://idp.example/a b',
  `https://idp.example/${'x'.repeat(1024)}`,
] as const
