// Where the server's certificate comes from: the operator's files, or a self-signed one made on request and kept in the
// data folder. The private key is written with mode 0600 and never shown.
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import { isWildcard } from './address.ts'
import { makeCertificate } from './certificate.ts'

export interface Certificate {
  /** PEM texts. */
  readonly cert: string
  readonly key: string
  /** File of the certificate, for clients to trust. */
  readonly file: string
}

const dayMs = 86_400_000
/** Some clients refuse server certificates that live longer. */
const lifeMs = 397 * dayMs
const renewMs = 30 * dayMs

/** The certificate of two PEM files. Throws with a plain reason where they cannot be used together. */
export function certificateFromFiles(certFile: string, keyFile: string): Certificate {
  const [cert, key] = [readPem(certFile, 'certificate'), readPem(keyFile, 'private key')]
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${certFile} and ${keyFile} are not a certificate and its private key: ${reason}`, { cause: error })
  }
  return { cert, key, file: certFile }
}

function readPem(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`the ${what} cannot be read: ${error instanceof Error ? error.message : ''}`, { cause: error })
  }
}

/** The self-signed certificate of the data folder; made where there is none, it ends soon or lacks the host. */
export function selfSigned(
  dataDir: string,
  host: string,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Certificate {
  const [certFile, keyFile] = [join(dataDir, 'tls-cert.pem'), join(dataDir, 'tls-key.pem')]
  const names = namesFor(host)
  if (!existsSync(certFile) || !existsSync(keyFile) || !isGood(readFileSync(certFile), names, clock())) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    // Clocks of clients may be behind ours.
    const made = makeCertificate(random, { names, fromMs: clock() - dayMs, toMs: clock() + lifeMs })
    writeWhole(keyFile, made.key, 0o600)
    writeWhole(certFile, made.cert, 0o644)
  }
  return certificateFromFiles(certFile, keyFile)
}

function namesFor(host: string): readonly string[] {
  const own = isWildcard(host) ? hostname() : host
  return [...new Set(['localhost', '127.0.0.1', '::1', own.toLowerCase()])]
}

function isGood(pem: Buffer, names: readonly string[], nowMs: number): boolean {
  try {
    const certificate = new X509Certificate(pem)
    const ends = certificate.validToDate.getTime()
    const has = (name: string): boolean =>
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined
    return ends - nowMs > renewMs && certificate.validFromDate.getTime() <= nowMs && names.every(has)
  } catch {
    return false
  }
}

function writeWhole(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode })
  renameSync(`${file}.new`, file)
}
