// Tokens with which a database lets somebody in by CAM instead of a password of its own. The form is that of the vendor's
// database clients, which open it and send the password inside to the database:
//   hex(SHA-256(plain)) base64(AES-256-CBC(plain)), plain = 4 bytes of length, then a message of numbered fields
// with key and iv out of hex(SHA-256("<instance>_<region>_<user>")): a wrapping, not a protection. The password itself
// comes from the master key and is the same for everybody allowed until the next rotation, when whoever runs the
// database sets the next one, asking for it with this very call. Nothing is stored.
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import type { Sealer } from '../../store/seal.ts'

export interface DataFlowResource {
  readonly account: number
  readonly region: string
  readonly resourceId: string
  /** User of the database. */
  readonly user: string
}
export interface DataFlowAsker {
  readonly appId: number
  readonly uin: number
  readonly requestId: string
}

/** A password lives until the next full multiple of this. */
export const rotationMs = 12 * 3_600_000

/** When the password in force at a moment gives way to the next. */
export const nextRotationMs = (nowMs: number): number => (Math.floor(nowMs / rotationMs) + 1) * rotationMs

/** The password in force: 43 characters A-Z a-z 0-9 - _. */
export function dataFlowPassword(sealer: Sealer, resource: DataFlowResource, nowMs: number): string {
  const [keyId] = sealer.keyIds
  const secret = sealer.derive(keyId, 'data flow password')
  if (secret === undefined) throw new Error('the master key that seals is not there')
  const { account, region, resourceId, user } = resource
  const text = JSON.stringify([account, region, resourceId, user, Math.floor(nowMs / rotationMs)])
  return createHmac('sha256', secret).update(text).digest('base64url')
}

/** The token that brings the password to a client. */
export function dataFlowToken(
  resource: DataFlowResource,
  { appId, uin, requestId }: DataFlowAsker,
  password: string,
  nowMs: number,
): string {
  const { account, region, resourceId, user } = resource
  const message = Buffer.concat([
    numberField(1, appId),
    numberField(2, uin),
    numberField(3, account),
    textField(4, requestId),
    textField(5, resourceId),
    textField(6, region),
    textField(7, user),
    textField(8, password),
    numberField(9, nowMs),
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  const plain = Buffer.concat([length, message])
  const seed = sha256(Buffer.from(`${resourceId}_${region}_${user}`))
  const cipher = createCipheriv('aes-256-cbc', seed.slice(0, 32), seed.slice(33, 49))
  return `${sha256(plain)}${Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')}`
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

// Protocol Buffers: each field is its number and kind, then a number by sevens of bits, or a length and bytes.
function numberField(field: number, value: number): Buffer {
  return Buffer.from([field << 3, ...bySevens(value)])
}
function textField(field: number, text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.from([(field << 3) | 2, ...bySevens(bytes.length), ...bytes])
}
function bySevens(value: number): readonly number[] {
  const bytes: number[] = []
  // Not by shifting: numbers of accounts and moments are beyond 32 bits.
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return [...bytes, rest]
}
