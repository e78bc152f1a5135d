// A security key in software: makes credentials and signs for them as an authenticator and its browser do, and lies where a
// test tells it to.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface Lies {
  readonly origin?: string
  readonly site?: string
  readonly challenge?: string
  readonly counter?: number
  readonly type?: string
  readonly crossOrigin?: boolean
  /** Not touched, or its user not verified. */
  readonly flags?: number
  /** Signs with another key than the one that it gave. */
  readonly foreignKey?: boolean
  readonly id?: string
}

interface Options {
  readonly challenge: string
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const present = 0x01
const verified = 0x04
const hasCredential = 0x40

/** CBOR of the few shapes that are needed: small integers, byte and text strings, maps. */
function cbor(value: number | string | Uint8Array | ReadonlyMap<number | string, unknown>): Buffer {
  const head = (major: number, size: number): Buffer =>
    size < 24
      ? Buffer.from([(major << 5) | size])
      : size < 256
        ? Buffer.from([(major << 5) | 24, size])
        : Buffer.from([(major << 5) | 25, size >> 8, size & 255])
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].flatMap(([key, each]) => [cbor(key), cbor(each as Parameters<typeof cbor>[0])])
  return Buffer.concat([head(5, value.size), ...entries])
}

export class Authenticator {
  readonly id: string
  readonly #origin: string
  readonly #privateKey: KeyObject
  readonly #cose: Buffer
  #counter = 0

  constructor(origin: string, name: string) {
    this.#origin = origin
    this.id = sha256(name).toString('base64url')
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#privateKey = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const bytes = (text: string) => Buffer.from(text, 'base64url')
    this.#cose = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    )
  }

  #clientData({ challenge }: Options, type: string, lies: Lies): Buffer {
    const data = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.#origin,
      crossOrigin: lies.crossOrigin ?? false,
    }
    return Buffer.from(JSON.stringify(data))
  }

  #authData(flags: number, lies: Lies): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(lies.counter ?? this.#counter)
    const site = sha256(lies.site ?? new URL(this.#origin).hostname)
    return Buffer.concat([site, Buffer.from([lies.flags ?? flags]), counter])
  }

  /** What the page's script sends after `navigator.credentials.create`. */
  create(options: Options, lies: Lies = {}): string {
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.from([id.length >> 8, id.length & 255])
    const flags = present | verified | hasCredential
    const authData = Buffer.concat([this.#authData(flags, lies), Buffer.alloc(16), length, id, this.#cose])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ])
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: this.#clientData(options, 'webauthn.create', lies).toString('base64url'),
        attestationObject: cbor(attestation).toString('base64url'),
        transports: ['usb'],
      },
    })
  }

  /** What the page's script sends after `navigator.credentials.get`. */
  get(options: Options, lies: Lies = {}): string {
    this.#counter += 1
    const clientData = this.#clientData(options, 'webauthn.get', lies)
    const authData = this.#authData(present | verified, lies)
    const key =
      lies.foreignKey === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.#privateKey
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), key)
    const id = lies.id ?? this.id
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    })
  }
}
