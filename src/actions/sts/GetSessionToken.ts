// Makes a temporary key of the caller itself after a second factor. It may what the caller may, also where policies ask
// for the second factor.
import { action } from '../define.ts'
import { checkOwnDuration, ownDurationSeconds } from './durations.ts'
import { checkSecondFactor, SerialNumber, secondFactorCodes, TokenCode } from './second-factor.ts'
import { credentialResults, makeSession } from './session.ts'

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
  async handle({ params, caller, nowMs, random, store, world, fail }) {
    if (caller.session !== undefined) return fail('FailedOperation.TempKeyNotAllowed')
    checkOwnDuration(caller, params.DurationSeconds, fail)
    await checkSecondFactor({ store, world, caller, nowMs, fail }, params.SerialNumber, params.TokenCode)
    const { account, uin, secretId } = caller
    return makeSession(
      store,
      { random, world, nowMs },
      {
        account,
        kind: 'mfa',
        roleId: undefined,
        name: String(uin),
        callerAccount: account,
        callerUin: uin,
        issuingSecretId: secretId,
        policy: undefined,
        mfa: true,
        sourceIdentity: undefined,
        tags: [],
        durationSeconds: params.DurationSeconds,
      },
    )
  },
})
