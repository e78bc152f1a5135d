// The class of a call's end, from the code of its error: the table of codes is long, and a counter per code and action
// would be thousands.
import type { CallEnd } from '../kernel/watch.ts'
import { otherValue } from './row.ts'
import { authenticationReasons, type Outcome } from './rows.ts'

const byCode: readonly (readonly [RegExp, Outcome])[] = [
  [/^(AuthFailure\.)?UnauthorizedOperation/, 'refused'],
  [/^AuthFailure/, 'unauthenticated'],
  [/^RequestLimitExceeded/, 'throttled'],
  [/^DryRunOperation$/, 'rehearsed'],
  [/^(ServiceUnavailable|ResourceUnavailable)/, 'unavailable'],
  [/^InternalError/, 'fault'],
]

export function outcomeOf({ code, fault }: CallEnd): Outcome {
  if (fault) return 'fault'
  if (code === undefined) return 'ok'
  return byCode.find(([pattern]) => pattern.test(code))?.[1] ?? 'invalid'
}

const reasonByCode: Readonly<Record<string, string>> = {
  'AuthFailure.SecretIdNotFound': 'unknown-key',
  'AuthFailure.InvalidSecretId': 'unknown-key',
  'AuthFailure.SignatureExpire': 'expired',
  'AuthFailure.SignatureFailure': 'signature',
  'AuthFailure.TokenFailure': 'token',
  'AuthFailure.InvalidAuthorization': 'authorization',
  'AuthFailure.MFAFailure': 'second-factor',
}

/** One of the row's reasons. */
export function authenticationReasonOf({ code = '', reason }: CallEnd): string {
  const found = reason ?? (Object.hasOwn(reasonByCode, code) ? reasonByCode[code] : undefined)
  return authenticationReasons.find((one) => one === found) ?? otherValue
}
