// Why an ID token was not believed: one reason for each check, for logs, audit and tests.

export type TokenRefusalReason =
  | 'size'
  | 'form'
  | 'header'
  | 'critical'
  | 'type'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'claims'
  | 'issuer'
  | 'subject'
  | 'audience'
  | 'authorized-party'
  | 'times'
  | 'expired'
  | 'not-yet-valid'
  | 'nonce'

export interface TokenRefusal {
  readonly kind: 'refused'
  readonly reason: TokenRefusalReason
  /** Never holds any of the token but addresses and client ids, cut short. */
  readonly problem: string
}

export function refuseToken(reason: TokenRefusalReason, problem: string): TokenRefusal {
  return { kind: 'refused', reason, problem }
}
