// The namespaces and identifiers of SAML 2.0 and XML Signature, and of the attributes that name roles.

export const saml = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  bearer: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
  success: 'urn:oasis:names:tc:SAML:2.0:status:Success',
  entity: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity',
} as const

export const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#'

const attributes = 'https://cloud.tencent.com/SAML/Attributes'

/** Attributes of an assertion that mean something to us. The same on all sites of the vendor. */
export const attributeNames = {
  role: `${attributes}/Role`,
  sessionName: `${attributes}/RoleSessionName`,
  sessionDuration: `${attributes}/SessionDuration`,
} as const

/** How messages travel, by the name that metadata uses. */
export const bindings: ReadonlyMap<string, 'redirect' | 'post'> = new Map([
  ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', 'redirect'],
  ['urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', 'post'],
])
