// Certificates as metadata carries them: base64 of one X.509 certificate, taken as the holder of a key and no more. No chain
// is built and no authority is asked: the administrator who uploaded the metadata vouches for the key.
import { X509Certificate } from 'node:crypto'
import { judgeKey, type KeyKind } from '../public-key.ts'

export interface SigningCertificate {
  readonly pem: string
  /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string
  readonly subject: string
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly key: KeyKind
}

const base64CharactersMax = 16_384

/** A certificate from the text of a ds:X509Certificate element. */
export function readCertificate(
  text: string,
): { readonly certificate: SigningCertificate } | { readonly problem: string } {
  const base64 = text.replaceAll(/[ \t\r\n]/g, '')
  if (base64.length > base64CharactersMax) return { problem: 'a certificate is too large' }
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return { problem: 'a certificate must be base64' }
  const parsed = parse(Buffer.from(base64, 'base64'))
  if (parsed === undefined) return { problem: 'a certificate cannot be read' }
  const judged = judgeKey(parsed.publicKey)
  if ('problem' in judged) return { problem: `a certificate cannot be used: ${judged.problem}` }
  return {
    certificate: {
      pem: parsed.toString(),
      fingerprint: parsed.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: parsed.subject.replaceAll('\n', ', '),
      notBeforeMs: parsed.validFromDate.getTime(),
      notAfterMs: parsed.validToDate.getTime(),
      key: judged.key,
    },
  }
}

function parse(der: Buffer): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(der)
    // Bytes behind the certificate are no part of it; another reader might take them for one.
    return certificate.raw.equals(der) ? certificate : undefined
  } catch {
    return undefined
  }
}
