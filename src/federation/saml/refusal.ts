// Why a SAML message was not believed: one reason for each check. Reasons are for logs, audit and tests; what a stranger
// hears is decided by whoever asked.

export type SamlRefusalReason =
  // How it is written.
  | 'size'
  | 'base64'
  | 'xml'
  | 'root'
  | 'version'
  | 'id'
  | 'encrypted'
  | 'assertion-count'
  // Who signed it.
  | 'metadata-expired'
  | 'certificate-expired'
  | 'unsigned'
  | 'signature-place'
  | 'signature-form'
  | 'signature-algorithm'
  | 'signature-reference'
  | 'signature-transforms'
  | 'signature'
  | 'signed-content'
  // What it says.
  | 'status'
  | 'issuer'
  | 'issue-instant'
  | 'destination'
  | 'in-response-to'
  | 'subject'
  | 'confirmation'
  | 'recipient'
  | 'confirmation-expired'
  | 'conditions'
  | 'not-yet-valid'
  | 'expired'
  | 'audience'
  | 'authn-statement'
  | 'session-expired'
  | 'attributes'

export interface SamlRefusal {
  readonly kind: 'refused'
  readonly reason: SamlRefusalReason
  /** For the log: what was found or wanted. Holds no more of the message than names and addresses, cut short. */
  readonly problem: string
}

export function refuse(reason: SamlRefusalReason, problem: string): SamlRefusal {
  return { kind: 'refused', reason, problem }
}

/** The first refusal among checks in order, or `undefined`. */
export function firstRefusal<T>(
  checks: readonly ((subject: T) => SamlRefusal | undefined)[],
  subject: T,
): SamlRefusal | undefined {
  for (const check of checks) {
    const refusal = check(subject)
    if (refusal !== undefined) return refusal
  }
  return undefined
}
