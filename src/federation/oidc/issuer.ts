// Rules for the addresses of an OpenID provider. They are kept and compared exactly as written: no form is normalised, so no
// two spellings can be taken for one issuer.

export type AddressResult = { readonly url: string } | { readonly problem: string }

const lengthMax = 1024

/** An issuer: an absolute http or https URL without query, fragment or credentials. */
export function readIssuer(text: string): AddressResult {
  return readAddress(text, /^https?:\/\//, 'http:// or https://')
}

/** An authorization endpoint, to which browsers are sent: the same over https only. */
export function readAuthorizationEndpoint(text: string): AddressResult {
  return readAddress(text, /^https:\/\//, 'https://')
}

function readAddress(text: string, scheme: RegExp, schemes: string): AddressResult {
  if (text.length > lengthMax) return { problem: `it has more than ${lengthMax} characters` }
  if (!scheme.test(text)) return { problem: `it must begin with ${schemes}` }
  if (!/^[\x21-\x7e]+$/.test(text) || /["'<>\\^`{|}]/.test(text))
    return { problem: 'it has characters that no URL has' }
  if (text.includes('?') || text.includes('#')) return { problem: 'it must have neither a query nor a fragment' }
  if (text.includes('@')) return { problem: 'it must not have an @' }
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url === undefined || url.hostname === '' ? { problem: 'it is no URL' } : { url: text }
}
