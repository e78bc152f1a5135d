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

/** The `Authorization` header of a POST of JSON to `/`. */
export async function authorizationOf(
  { host, product, body, timestamp }: SignedCall,
  { secretId, secretKey }: Omit<Keys, 'token'>,
): Promise<string> {
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${product}/tc3_request`
  const headers = `content-type:${contentType}\nhost:${host.toLowerCase()}\n`
  const canonical = ['POST', '/', '', headers, signedHeaders, await sha256(body)].join('\n')
  const toSign = [algorithm, timestamp, scope, await sha256(canonical)].join('\n')
  const dateKey = await hmac(encoder.encode(`TC3${secretKey}`), date)
  const signingKey = await hmac(await hmac(dateKey, product), 'tc3_request')
  const signature = hex(await hmac(signingKey, toSign))
  return `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
}

async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))))
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text)))
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
