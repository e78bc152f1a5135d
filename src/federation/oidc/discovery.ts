// Where an OpenID provider publishes its keys: the address of its configuration, and what that says. Fetches nothing.
import { ApiError } from '../../protocol/api-error.ts'
import type { RawObject, RawValue } from '../../protocol/call.ts'
import { readJson } from '../../protocol/json-body.ts'

export type DiscoveryResult = { readonly keysUrl: string } | { readonly problem: string }

/** OpenID Connect Discovery 1.0, section 4: a slash at the end of the issuer is not doubled. */
export const discoveryUrl = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

const keysUrlLengthMax = 2048

/** The address of the keys. A configuration that speaks for another issuer is refused (section 4.3). */
export function readDiscovery(text: string, issuer: string): DiscoveryResult {
  let document: RawValue
  try {
    document = readJson(text)
  } catch (error) {
    if (error instanceof ApiError) return { problem: `its JSON cannot be read: ${error.detail['problem'] ?? ''}` }
    throw error
  }
  if (!isObject(document)) return { problem: 'it is no object' }
  if (document['issuer'] !== issuer) return { problem: 'its `issuer` is another one' }
  const { jwks_uri: keysUrl } = document
  const fits = typeof keysUrl === 'string' && keysUrl.length <= keysUrlLengthMax && URL.canParse(keysUrl)
  return fits ? { keysUrl } : { problem: 'its `jwks_uri` is no URL' }
}

function isObject(value: RawValue): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
