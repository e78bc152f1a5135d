// Makes a self-signed server certificate: ECDSA on P-256, written in DER as RFC 5280 lays it out. Only ever writes
// certificates of this one fixed form; reading them is Node's business.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { isIP } from 'node:net'
import type { Random } from '../kernel/random.ts'
import { addressBytes } from './address.ts'

export interface CertificateGiven {
  /** DNS names and IP addresses that the certificate is good for; at least one. */
  readonly names: readonly string[]
  readonly fromMs: number
  readonly toMs: number
}

/** Certificate and private key as PEM. */
export function makeCertificate(
  random: Random,
  given: CertificateGiven,
): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signed = toBeSigned(random, given, publicKey)
  const signature = sign('sha256', signed, privateKey)
  const der = sequence(signed, ecdsaWithSha256, bits(0, signature))
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function toBeSigned(random: Random, { names, fromMs, toMs }: CertificateGiven, publicKey: KeyObject): Buffer {
  const version3 = tagged(0xa0, integer(Buffer.from([2])))
  const name = distinguishedName('OpenCAM self-signed')
  return sequence(
    version3,
    integer(serial(random)),
    ecdsaWithSha256,
    name,
    sequence(time(fromMs), time(toMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(names))),
  )
}

/** 16 bytes, positive and without a leading zero byte, so that they are an integer as they stand. */
function serial(random: Random): Buffer {
  const bytes = Buffer.from(random.bytes(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

function extensions(names: readonly string[]): readonly Buffer[] {
  const endEntity = sequence()
  const digitalSignature = bits(7, Buffer.from([0x80]))
  const serverAuth = sequence(identifier('1.3.6.1.5.5.7.3.1'))
  return [
    sequence(identifier('2.5.29.19'), critical, octets(endEntity)),
    sequence(identifier('2.5.29.15'), critical, octets(digitalSignature)),
    sequence(identifier('2.5.29.37'), octets(serverAuth)),
    sequence(identifier('2.5.29.17'), octets(sequence(...names.map(alternativeName)))),
  ]
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? tagged(0x82, Buffer.from(name, 'ascii')) : tagged(0x87, addressBytes(name))
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(identifier('2.5.4.3'), tagged(0x0c, Buffer.from(commonName, 'utf8')))))
}

/** RFC 5280 4.1.2.5: two-digit years up to 2049, four digits from 2050. */
function time(ms: number): Buffer {
  const text = `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return Number(text.slice(0, 4)) < 2050 ? tagged(0x17, ascii(text.slice(2))) : tagged(0x18, ascii(text))
}

// ---- DER --------------------------------------------------------------------------------------------------------------

const ascii = (text: string): Buffer => Buffer.from(text, 'ascii')

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts)
const integer = (bytes: Uint8Array): Buffer => tagged(0x02, bytes)
const octets = (content: Uint8Array): Buffer => tagged(0x04, content)
const bits = (unused: number, content: Uint8Array): Buffer => tagged(0x03, Buffer.from([unused]), content)
const critical = tagged(0x01, Buffer.from([0xff]))

/** An object identifier from its dotted form. */
function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'))
