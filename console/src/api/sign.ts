// Signs a call with TC3-HMAC-SHA256 by WebCrypto, as every client of the protocol does. Reads no clock and keeps no key.

export interface Keys {
  readonly secretId: string
  readonly secretKey: string
  readonly token: string | undefined
}

export interface SignedCall {
  /** With its port, exactly as the browser sends it. */
  readonly host: string
  readonly product: string
  readonly body: string
  /** Unix seconds. */
  readonly timestamp: number
}

export const contentType = 'application/json'

const algorithm = 'TC3-HMAC-SHA256'
const signedHeaders = 'content-type;host'
const encoder = new TextEncoder()

/** All that signing computes on its way, in order. The three keys are hexadecimal, and as secret as the key they come from. */
export interface SigningSteps {
  readonly canonicalRequest: string
  readonly hashedRequest: string
  readonly scope: string
  readonly stringToSign: string
  readonly dateKey: string
  readonly serviceKey: string
  readonly signingKey: string
  readonly signature: string
  readonly authorization: string
}

/** The `Authorization` header of a POST of JSON to `/`. */
export async function authorizationOf(call: SignedCall, keys: Omit<Keys, 'token'>): Promise<string> {
  return (await signingSteps(call, keys)).authorization
}

/** The same, with each step to it. */
export async function signingSteps(
  { host, product, body, timestamp }: SignedCall,
  { secretId, secretKey }: Omit<Keys, 'token'>,
): Promise<SigningSteps> {
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${product}/tc3_request`
  const headers = `content-type:${contentType}\nhost:${host.toLowerCase()}\n`
  const canonicalRequest = ['POST', '/', '', headers, signedHeaders, await sha256(body)].join('\n')
  const hashedRequest = await sha256(canonicalRequest)
  const stringToSign = [algorithm, timestamp, scope, hashedRequest].join('\n')
  const dateKey = await hmac(encoder.encode(`TC3${secretKey}`), date)
  const serviceKey = await hmac(dateKey, product)
  const signingKey = await hmac(serviceKey, 'tc3_request')
  const signature = hex(await hmac(signingKey, stringToSign))
  return {
    canonicalRequest,
    hashedRequest,
    scope,
    stringToSign,
    dateKey: hex(dateKey),
    serviceKey: hex(serviceKey),
    signingKey: hex(signingKey),
    signature,
    authorization: `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  }
}

async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))))
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text)))
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
