// Software tokens: codes of RFC 6238 (SHA-1, six digits, thirty seconds) and the devices that make them. A code counts
// once, and a few wrong ones lock the device, on all servers of a database. The secret of a device is sealed in the store
// and shown only when it is bound.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'
import { softTokenContext } from '../../store/sealed-columns.ts'
import type { CodeLimit, Store, Writes } from '../../store/store.ts'
import type { World } from '../world.ts'

const stepMs = 30_000
const digits = 6
const secretBytes = 20

/** RFC 4226 with SHA-1: the code of a step of time. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

export const totpStep = (nowMs: number): number => Math.floor(nowMs / stepMs)

export interface SoftToken {
  readonly account: number
  readonly uin: number
}

const sealContext = ({ account, uin }: SoftToken) => softTokenContext(account, uin)

/** Binds a new device, in place of one that is there, and answers its secret in base32. */
export async function bindSoftToken(
  store: Pick<Writes, 'settings'>,
  { random, sealer }: { readonly random: Random; readonly sealer: World['sealer'] },
  of: SoftToken,
  nowMs: number,
): Promise<string> {
  const secret = newSoftTokenSecret(random)
  const sealedSecret = sealer.seal(secret, sealContext(of))
  // Codes of the step before now were never this device's.
  await store.settings.bindTotp(of.account, { uin: of.uin, sealedSecret, lastStep: 0, boundMs: nowMs })
  return secret
}

export const newSoftTokenSecret = (random: Random): string => base32(random.bytes(secretBytes))

/**
 * Binds a device that shows it has the secret, in place of one that is there, by a code of now or of one step to either
 * side; that code counts for nothing more. `false`: the code is not the device's.
 */
export async function confirmSoftToken(
  store: Pick<Writes, 'settings'>,
  sealer: World['sealer'],
  of: SoftToken,
  { secret, code }: { readonly secret: string; readonly code: string },
  nowMs: number,
): Promise<boolean> {
  const now = totpStep(nowMs)
  const step = [now - 1, now, now + 1].find((one) => sameText(totpCode(fromBase32(secret), one), code))
  if (step === undefined) return false
  const sealedSecret = sealer.seal(secret, sealContext(of))
  await store.settings.bindTotp(of.account, { uin: of.uin, sealedSecret, lastStep: step, boundMs: nowMs })
  return true
}

/** What a QR code says to an app that makes codes. */
export function softTokenUri(
  secret: string,
  { account, name }: { readonly account: number; readonly name: string },
): string {
  const label = encodeURIComponent(`OpenCAM:${name}@${account}`)
  return `otpauth://totp/${label}?secret=${secret}&issuer=OpenCAM&algorithm=SHA1&digits=6&period=30`
}

/**
 * Five guesses an hour at a million codes, three of them right at any moment: a year of guessing finds one in eight times.
 * An hour is also how long wrong passwords lock a user out.
 */
export const codeLimit: CodeLimit = { failuresMax: 5, lockMs: 60 * 60_000 }

export type CodeVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  /** Whatever the code was: nobody learns whether it would have been right. */
  | { readonly kind: 'locked'; readonly untilMs: number }

/**
 * Whether the code is the device's of now, or of one step to either side, and was not used before. Uses it up, or counts it
 * as wrong, in a transaction of its own: a call that is refused must not take its guess back. So never call it inside one.
 */
export function checkSoftToken(
  store: Pick<Store, 'transaction'>,
  sealer: World['sealer'],
  of: SoftToken,
  code: string,
  nowMs: number,
): Promise<CodeVerdict> {
  const { account, uin } = of
  return store.transaction(async ({ settings }) => {
    const counted = await settings.countTotpTry(account, uin, nowMs, codeLimit)
    const device = await settings.totpDevice(account, uin)
    if (device === undefined) return { kind: 'wrong' }
    if (!counted) return { kind: 'locked', untilMs: device.failedMs + codeLimit.lockMs }
    const secret = fromBase32(sealer.open(device.sealedSecret, sealContext(of)))
    const now = totpStep(nowMs)
    const step = [now - 1, now, now + 1].find((one) => one > device.lastStep && sameText(totpCode(secret, one), code))
    const right = step !== undefined && (await settings.useTotpStep(account, uin, step))
    return { kind: right ? 'right' : 'wrong' }
  })
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + alphabet.charAt((held << (5 - bits)) & 31)
}

/** Of text that `base32` made. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    held = (held << 5) | alphabet.indexOf(letter)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 255)
    held &= (1 << bits) - 1
  }
  return Uint8Array.from(bytes)
}
