// What the verification of SAML messages is asked in tests, and how a case may change it.
import { readSamlMetadata } from '../../src/federation/saml/metadata.ts'
import type { SamlQuestion } from '../../src/federation/saml/response.ts'
import type { Signer } from './certificates.ts'
import { metadataOf } from './metadata.ts'
import { issuedMs, ourAudience, ourRecipient } from './saml-idp.ts'

/** A question about messages of the provider with these signers, ten seconds after the usual message was issued. */
export function questionOf(signers: readonly Signer[], change: Partial<SamlQuestion> = {}): SamlQuestion {
  const read = readSamlMetadata(metadataOf(...signers))
  if (read.kind === 'refused') throw new Error(read.problems.join('; '))
  const { entityId, certificates, validUntilMs } = read.metadata
  return {
    entityId,
    certificates,
    validUntilMs,
    recipients: [ourRecipient],
    audiences: [ourAudience, 'cam.example'],
    inResponseTo: undefined,
    form: 'response',
    nowMs: issuedMs + 10_000,
    skewMs: 60_000,
    ...change,
  }
}
