// Makes a temporary key of the caller itself after a second factor. It may what the caller may, also where policies ask
// for the second factor.
import { action } from '../define.ts'
import { checkOwnDuration, ownDurationSeconds } from './durations.ts'
import { checkSecondFactor, SerialNumber, secondFactorCodes, TokenCode } from './second-factor.ts'
import { beginningOf, credentialResults, makeSession } from './session.ts'

export const GetSessionToken = action({
  name: 'GetSessionToken',
  product: 'sts',
  group: 'Sts',
  summary: 'Makes a temporary key of the caller after a second factor.',
  newer: true,
  access: 'write',
  // Few, because each is a guess at six digits.
  perSecond: 5,
  params: { SerialNumber, TokenCode, DurationSeconds: ownDurationSeconds },
  returns: credentialResults,
  errors: [
    ...secondFactorCodes,
    'FailedOperation.TempKeyNotAllowed',
    'InternalError.SystemError',
    'InvalidParameter.OverTimeError',
    'InvalidParameter.ParamError',
  ],
  resource: { level: 'open' },
  // Before the transaction, which a refusal would take back with the count of wrong codes.
  async prepare(input) {
    const { params, caller, fail } = input
    if (caller.session !== undefined) return fail('FailedOperation.TempKeyNotAllowed')
    checkOwnDuration(caller, params.DurationSeconds, fail)
    await checkSecondFactor(input, params.SerialNumber, params.TokenCode)
  },
  handle({ params, caller, nowMs, random, store, world }) {
    const { account, uin } = caller
    return makeSession(
      store,
      { random, world, nowMs },
      {
        account,
        kind: 'mfa',
        roleId: undefined,
        roleGeneration: 0,
        name: String(uin),
        ...beginningOf(caller, nowMs),
        policy: undefined,
        mfa: true,
        sourceIdentity: undefined,
        tags: [],
        durationSeconds: params.DurationSeconds,
      },
    )
  },
})
