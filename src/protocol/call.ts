// A request after its bytes were read and before anything in it is believed.

export type Language = 'en-US' | 'zh-CN'

/** Parameters as sent: text, numbers, booleans, null, lists and null-prototype objects of these. */
export type RawValue = string | number | boolean | null | readonly RawValue[] | RawObject
export interface RawObject {
  readonly [name: string]: RawValue
}

/** What the sender says of itself. Nothing here is verified. */
export type Claim =
  | {
      readonly kind: 'tc3'
      readonly secretId: string
      /** Date and service of the credential scope, as sent. */
      readonly date: string
      readonly service: string
      readonly signedHeaders: readonly string[]
      readonly signature: string
      /** Unix seconds. */
      readonly timestamp: number
      readonly token: string | undefined
    }
  | {
      readonly kind: 'v1'
      readonly method: 'HmacSHA1' | 'HmacSHA256'
      readonly secretId: string
      readonly signature: string
      readonly timestamp: number
      readonly nonce: string
      readonly token: string | undefined
    }
  /** `Authorization: SKIP`, legal for a few calls only. */
  | { readonly kind: 'skip' }

/** The bytes and header values that the signature covers, as received. */
export interface SignedParts {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Raw query string without the question mark. */
  readonly query: string
  readonly host: string
  /** Header value by lower-case name. */
  header(name: string): string | undefined
  /** Bytes, or their hash where they were hashed while they arrived. */
  readonly body: Uint8Array | { readonly sha256: string }
  /** v1: all form or query parameters as decoded text, in the order received. */
  readonly form: readonly (readonly [string, string])[] | undefined
}

export interface Origin {
  /** Textual source address, IPv4-mapped IPv6 written as IPv4. */
  readonly address: string
  readonly tls: boolean
}

export interface Call {
  readonly requestId: string
  readonly product: string
  readonly version: string
  /** First letter capitalised. */
  readonly action: string
  readonly region: string | undefined
  readonly language: Language
  readonly traceId: string | undefined
  /** Action's own parameters; common ones taken out. */
  readonly parameters: RawObject
  readonly claim: Claim
  readonly signed: SignedParts
  readonly from: Origin
  readonly receivedMs: number
}
