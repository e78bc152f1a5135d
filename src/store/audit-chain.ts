// What is hashed and what is signed of the audit log. Whoever checks a chain makes the same bytes from an export; the
// forms are described in docs/audit.md and never change for events that are there.
import { hash } from 'node:crypto'
import type { AuditCheckpoint, AuditEvent } from './entities/audit.ts'

/** What stands in the first event of a chain for the hash before. */
export const noHash = ''

/** Version of the form, the first member of every text. */
const form = 1

/**
 * The text whose SHA-256 is the event's hash: JSON without blanks, an array in this order. `resources` and `session` stand
 * in it as the JSON texts that the store has, a missing session as null.
 */
export function canonicalEvent(event: AuditEvent, position: number, previousHash: string): string {
  const { account, revision, requestId, timeMs, uin, secretId, access, product, action, decision, outcome } = event
  return JSON.stringify([
    form,
    previousHash,
    account,
    position,
    revision,
    requestId,
    timeMs,
    uin,
    secretId,
    access,
    product,
    action,
    JSON.stringify(event.resources),
    decision,
    outcome,
    event.sourceIp,
    event.userAgent,
    event.parameters,
    event.session === undefined ? null : JSON.stringify(event.session),
  ])
}

/** SHA-256 in hex. */
export const chainHash = (event: AuditEvent, position: number, previousHash: string): string =>
  hash('sha256', canonicalEvent(event, position, previousHash), 'hex')

/** The text that is signed; the first member keeps the key's signatures apart from those for anything else. */
export function canonicalCheckpoint(checkpoint: Omit<AuditCheckpoint, 'signature'>): string {
  const { account, position, hash, timeMs, previous, keyId } = checkpoint
  return JSON.stringify(['opencam-audit-checkpoint', form, account, position, hash, timeMs, previous, keyId])
}
