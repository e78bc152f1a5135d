// What an identity provider says of itself on its way in: read and judged whole, so that nothing is kept that could never
// verify a token. Nothing is fetched here.
import { readAuthorizationEndpoint, readIssuer } from '../../federation/oidc/issuer.ts'
import { readIdentityKey } from '../../federation/oidc/keys.ts'
import { readSamlMetadata } from '../../federation/saml/metadata.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { type Listed, refuse } from '../policy/refuse.ts'
import type { World } from '../world.ts'

const encodedMax = 65_536
const problemsShown = 3

/** The XML text of a document in base64. Ends the call with InvalidParameterValue.MetadataError. */
export function readMetadata(listed: Listed, document: string): string {
  const code = 'InvalidParameterValue.MetadataError'
  const decoded = decode(document)
  if ('problem' in decoded) return refuse(listed, code, decoded)
  const read = readSamlMetadata(decoded.xml)
  if (read.kind === 'read') return decoded.xml
  return refuse(listed, code, { problem: joined(read.problems) })
}

export const encodeMetadata = (xml: string): string => Buffer.from(xml).toString('base64')

function decode(document: string): { readonly xml: string } | { readonly problem: string } {
  if (document.length > encodedMax) return { problem: `it has more than ${encodedMax} characters of base64` }
  // The documents' own example has the base64 percent-encoded once more inside its JSON.
  const base64 = document.replaceAll(/%(?:2B|2F|3D)/gi, decodeURIComponent).replaceAll(/[\r\n]/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return { problem: 'it must be in base64' }
  try {
    // A byte order mark is kept, for the reader to refuse.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return { xml: decoder.decode(Buffer.from(base64, 'base64')) }
  } catch {
    return { problem: 'it must be UTF-8' }
  }
}

/** Ends the call with InvalidParameterValue.IdentityUrlError where the text can be no issuer. */
export function checkIssuer(listed: Listed, url: string, schemes: 'any' | 'https' = 'any'): void {
  const read = readIssuer(url)
  const plain = schemes === 'https' && !url.startsWith('https://') ? 'it must begin with https://' : undefined
  const problem = 'problem' in read ? read.problem : plain
  if (problem !== undefined) refuse(listed, 'InvalidParameterValue.IdentityUrlError', { problem })
}

/** Ends the call with InvalidParameterValue.MetadataError: it is the provider's configuration that names the endpoint. */
export function checkEndpoint(listed: Listed, url: string): void {
  const read = readAuthorizationEndpoint(url)
  if (!('problem' in read)) return
  refuse(listed, 'InvalidParameterValue.MetadataError', { problem: `AuthorizationEndpoint: ${read.problem}` })
}

/** Ends the call with the code where the keys cannot check tokens. What was sent is never repeated. */
export function checkKeys(listed: Listed, code: ErrorCode, keys: string): void {
  const read = readIdentityKey(keys)
  if (read.kind === 'refused') refuse(listed, code, { problem: `IdentityKey: ${joined(read.problems)}` })
}

/** Ends the call with InvalidParameter where keys are to be fetched by a server that fetches none. */
export function checkRotation(listed: Listed, { rules }: World, autoRotateKey: number | undefined): void {
  if (autoRotateKey !== 1 || rules.fetchesKeys) return
  const problem = 'AutoRotateKey must be 0: this server fetches no keys from issuers'
  refuse(listed, 'InvalidParameter', { problem })
}

function joined(problems: readonly string[]): string {
  const more = problems.length > problemsShown ? `; and ${problems.length - problemsShown} more` : ''
  return problems.slice(0, problemsShown).join('; ') + more
}
