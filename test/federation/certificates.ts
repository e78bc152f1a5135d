// Key pairs and self-signed certificates of identity providers in tests: any RSA or EC key, any validity.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface Signer {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  readonly certificatePem: string
  /** The certificate as metadata and KeyInfo carry it. */
  readonly certificateBase64: string
}

export interface SignerGiven {
  readonly key?: 'rsa-1024' | 'rsa-2048' | 'P-256' | 'P-384' | 'secp256k1' | 'ed25519'
  readonly name?: string
  readonly fromMs?: number
  readonly toMs?: number
}

/** A key pair with a certificate of its own, good from 2020 to 2049 unless said otherwise. */
export function makeSigner({ key = 'rsa-2048', name = 'idp.example', fromMs, toMs }: SignerGiven = {}): Signer {
  const { publicKey, privateKey } = makePair(key)
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    algorithmOf(publicKey),
    commonName(name),
    sequence(time(fromMs ?? Date.UTC(2020, 0, 1)), time(toMs ?? Date.UTC(2049, 0, 1))),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const hash = publicKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const signature = tagged(0x03, Buffer.from([0]), sign(hash, signed, privateKey))
  const certificateBase64 = sequence(signed, algorithmOf(publicKey), signature).toString('base64')
  const lines = certificateBase64.replace(/.{64}(?=.)/g, '$&\n')
  const certificatePem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
  return { publicKey, privateKey, certificatePem, certificateBase64 }
}

function makePair(key: string): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (key === 'ed25519') return generateKeyPairSync('ed25519')
  if (key.startsWith('rsa-')) return generateKeyPairSync('rsa', { modulusLength: Number(key.slice(4)) })
  return generateKeyPairSync('ec', { namedCurve: key })
}

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts)

/** DER of sha256WithRSAEncryption, ecdsa-with-SHA256 or Ed25519. */
function algorithmOf(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return sequence(Buffer.from('06092a864886f70d01010b', 'hex'), tagged(0x05))
  return sequence(Buffer.from(key.asymmetricKeyType === 'ec' ? '06082a8648ce3d040302' : '06032b6570', 'hex'))
}

function commonName(name: string): Buffer {
  const attribute = sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from(name, 'utf8')))
  return sequence(tagged(0x31, attribute))
}

function time(ms: number): Buffer {
  return tagged(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))
}
