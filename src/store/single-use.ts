// Everything that is good once only, one row each, with the place that makes it so on all servers. Documents are written from
// these rows, and a test uses each of them at two servers at once.

export interface SingleUse {
  /** What it is, for operators. */
  readonly what: string
  /** Where the use is written down. */
  readonly table: string
  /** Why the second use finds that out. */
  readonly how: string
  /** How long it could be used, and what forgets it then. */
  readonly until: string
}

const answeredOnce = {
  table: 'signin_challenges',
  how: 'the row is deleted by the answer; who deletes nothing is too late',
}
const sweptTenMinutes = 'swept every ten minutes'

const rows = {
  'signed-v1-call': {
    what: 'a call signed with the old method (HmacSHA1 or HmacSHA256), ours or of a catalogued service',
    table: 'call_uses',
    how: 'account and digest of key and signature are the key of the table',
    until: 'ten minutes after its timestamp; swept every ten seconds',
  },
  'component-call': {
    what: 'a signed component call',
    table: 'call_uses',
    how: 'account and digest of key and signature are the key of the table',
    until: 'ten minutes after its timestamp; swept every ten seconds',
  },
  'saml-assertion-role': {
    what: 'a SAML assertion for a role, by call or at the console',
    table: 'replays',
    how: 'account, kind and digest are the key of the table, written in the transaction that makes the session',
    until: `until the assertion is too old; ${sweptTenMinutes}`,
  },
  'saml-assertion-user': {
    what: "a SAML assertion of an account's own users",
    table: 'replays',
    how: 'account, kind and digest are the key of the table',
    until: `until the assertion is too old; ${sweptTenMinutes}`,
  },
  'oidc-state': {
    what: 'a request to an OpenID provider (its state), and so the token that answers it',
    table: 'replays',
    how: 'account, kind and digest are the key of the table',
    until: `ten minutes; ${sweptTenMinutes}`,
  },
  'sign-in-ticket': {
    what: 'the link from an identity provider’s answer to the page that signs in',
    table: 'replays',
    how: 'account, kind and digest are the key of the table, written in the transaction that makes the session',
    until: `one minute; ${sweptTenMinutes}`,
  },
  'custom-mfa-token': {
    what: 'a custom second-factor token',
    table: 'mfa_tokens',
    how: 'the row is deleted by its use',
    until: `five minutes; ${sweptTenMinutes}`,
  },
  'custom-mfa-answer': {
    what: "the way back from an account's own verification page",
    ...answeredOnce,
    until: `five minutes; ${sweptTenMinutes}`,
  },
  'soft-token-step': {
    what: 'a code of a software token (a step of its time)',
    table: 'totp_devices',
    how: 'the last step used only grows, by a condition of the update',
    until: 'ninety seconds; one row for each device',
  },
  'hard-token-step': {
    what: 'a code of a hardware token',
    table: 'hard_tokens',
    how: 'the last step used only grows, by a condition of the update',
    until: 'five of its periods; one row for each device',
  },
  'soft-token-binding': {
    what: 'the offer to bind a software token',
    ...answeredOnce,
    until: `ten minutes; ${sweptTenMinutes}`,
  },
  'mail-code': { what: 'a code sent by mail', ...answeredOnce, until: `ten minutes; ${sweptTenMinutes}` },
  'phone-code': { what: 'a code sent by text message', ...answeredOnce, until: `ten minutes; ${sweptTenMinutes}` },
  'passkey-challenge': {
    what: 'the challenge of a passkey or U2F token',
    ...answeredOnce,
    until: `five minutes; ${sweptTenMinutes}`,
  },
  'passkey-binding': {
    what: 'the challenge for a new passkey',
    ...answeredOnce,
    until: `five minutes; ${sweptTenMinutes}`,
  },
  'passkey-count': {
    what: 'a count of a passkey that counts',
    table: 'passkeys',
    how: 'the count only grows, by a condition of the update',
    until: 'for ever; one row for each passkey',
  },
  'sign-in-step': {
    what: 'a step of a sign-in (second factor shown, new password set)',
    table: 'console_sessions',
    how: 'the session of the step is deleted in the transaction that makes the next one',
    until: `ten minutes; ${sweptTenMinutes}`,
  },
  'session-id': {
    what: "a browser's session id when the session takes another one (role taken or left, factor shown)",
    table: 'console_sessions',
    how: 'the old row is deleted in the transaction that makes the new one',
    until: `as long as the session; ${sweptTenMinutes}`,
  },
  'access-approval': {
    what: 'the approval of a request to be let in from an address',
    table: 'access_requests',
    how: 'only a request that nobody has approved is updated',
    until: `half an hour; ${sweptTenMinutes}`,
  },
} as const satisfies Record<string, SingleUse>

export type SingleUseName = keyof typeof rows

export const singleUses: Readonly<Record<SingleUseName, SingleUse>> = rows
