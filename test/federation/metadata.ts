// Metadata documents of identity providers in tests, with room for what a case wants to be different.
import type { Signer } from './certificates.ts'

export interface MetadataGiven {
  readonly entityId?: string
  readonly certificates: readonly string[]
  readonly rootAttributes?: string
  readonly descriptorAttributes?: string
  /** Between the descriptor's keys and its endpoints. */
  readonly keys?: string
  readonly endpoints?: string
}

export const entityId = 'https://idp.example/saml/metadata'
export const ssoUrl = 'https://idp.example/saml/sso'

export function keyDescriptor(certificate: string, use = ' use="signing"'): string {
  return `<md:KeyDescriptor${use}><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
}

const endpoint = (binding: string): string =>
  `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${ssoUrl}"/>`

export function metadataXml(given: MetadataGiven): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${given.entityId ?? entityId}"${given.rootAttributes ?? ''}>
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"${given.descriptorAttributes ?? ''}>
    ${given.keys ?? ''}${given.certificates.map((certificate) => keyDescriptor(certificate)).join('\n    ')}
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    ${given.endpoints ?? endpoint('HTTP-Redirect') + endpoint('HTTP-POST')}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`
}

/** The usual document of a signer. */
export const metadataOf = (...signers: readonly Signer[]): string =>
  metadataXml({ certificates: signers.map(({ certificateBase64 }) => certificateBase64) })
