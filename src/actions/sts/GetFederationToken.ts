// Makes a temporary key with those of the caller's rights that a policy names. What the caller may is asked at every use,
// so the key loses what its user loses, and ends with the key that asked for it.
import { text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkOwnDuration, ownDurationSeconds } from './durations.ts'
import { beginningOf, credentialResults, makeSession } from './session.ts'
import { checkOwnResources, readSessionPolicy, sessionPolicyCodes } from './session-policy.ts'

const newer = true

export const GetFederationToken = action({
  name: 'GetFederationToken',
  product: 'sts',
  group: 'Sts',
  summary: "Makes a temporary key with a part of the caller's rights.",
  newer,
  access: 'write',
  perSecond: 100,
  params: {
    Name: text({ about: 'Name of whoever gets it.', newer, min: 1, max: 64, pattern: /^[\w.@-]*$/ }),
    Policy: text({ about: 'What it may do, as JSON text, plain or URL-encoded.', newer }),
    DurationSeconds: ownDurationSeconds,
  },
  returns: credentialResults,
  errors: [
    ...sessionPolicyCodes,
    'InternalError.SystemError',
    'InvalidParameter.OverTimeError',
    'InvalidParameter.ParamError',
    'UnsupportedOperation',
  ],
  resource: { level: 'open' },
  async prepare({ params, caller, store, world, fail }) {
    if (caller.session !== undefined) {
      return fail('UnsupportedOperation', { problem: 'a temporary key cannot make federation tokens' })
    }
    checkOwnDuration(caller, params.DurationSeconds, fail)
    const place = { world, store, account: caller.account, fail }
    const policy = await readSessionPolicy(place, params.Policy)
    await checkOwnResources(place, policy)
    return { policy: policy.text }
  },
  handle({ params, prepared, caller, nowMs, random, store, world }) {
    const { account } = caller
    return makeSession(
      store,
      { random, world, nowMs },
      {
        account,
        kind: 'federation',
        roleId: undefined,
        roleGeneration: 0,
        name: params.Name,
        ...beginningOf(caller, nowMs),
        policy: prepared.policy,
        mfa: false,
        sourceIdentity: undefined,
        tags: [],
        durationSeconds: params.DurationSeconds,
      },
    )
  },
})
