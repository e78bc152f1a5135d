// Hands a guard what it needs to verify and decide for one caller by itself: the signing key for one product and one day,
// and the policies in force. The secret key itself never leaves; nor does anything about a caller of another account.
import type { PolicySource, Subject } from '../../policy/types.ts'
import { bool, type Infer, int, list, nullable, optional, struct, text } from '../../protocol/shape.ts'
import { deriveKey, skewMaxMs, utcDate } from '../../signing/index.ts'
import { action, ownProducts } from '../define.ts'
import { callerView, GuardCaller, GuardService, guardSegment, isGuarded } from './guard.ts'
import { dayMs } from './token.ts'

const GuardPolicy = struct(
  'GuardPolicy',
  {
    PolicyId: int({ about: 'Number of the policy; 0 for a session policy.' }),
    PolicyName: text({ about: 'Name of the policy.' }),
    VersionId: int({ about: 'Number of the version.' }),
    Preset: bool({ about: 'Whether it is a preset policy.' }),
    Creator: int({ about: 'Root account that made it.' }),
    Document: text({ about: 'The document as stored.' }),
    GroupId: int({ about: 'Group that it came by; 0 for none.' }),
    GroupName: text({ about: 'Name of that group; empty for none.' }),
  },
  { about: 'A policy in force for the caller.' },
)

export const GetGuardCaller = action({
  name: 'GetGuardCaller',
  product: 'cam',
  group: 'Decision',
  summary: 'Gives a guard the signing key of a caller for one product and day, and the policies in force.',
  newer: true,
  access: 'read',
  perSecond: 200,
  params: {
    Service: GuardService,
    CallerSecretId: text({
      about: 'Key that signed a request to the product.',
      min: 1,
      max: 1024,
      pattern: /^[\x21-\x7e]*$/,
    }),
    CallerToken: optional(text({ about: 'X-TC-Token of the request.', max: 4096, secret: true })),
    Day: text({ about: 'Date of the credential scope, YYYY-MM-DD; today in UTC.', pattern: /^\d{4}-\d{2}-\d{2}$/ }),
  },
  returns: {
    SigningKey: text({
      about: 'Key that the day’s signatures for the product are made with, 64 hex digits.',
      secret: true,
    }),
    ExpireTime: int({ about: 'When it is good for nothing more, in milliseconds.' }),
    Revision: int({ about: 'Revision of the account that the policies are of.' }),
    Caller: GuardCaller,
    Policies: list(GuardPolicy, { about: 'Policies of the caller, its groups or its role.' }),
    Boundary: nullable(GuardPolicy),
    SessionPolicy: nullable(GuardPolicy),
  },
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.SecretNotExist'],
  resource: { level: 'resource', of: guardSegment },
  async handle({ params, caller, world, nowMs, fail }) {
    const { Service: service, Day: day, CallerSecretId: secretId, CallerToken: token } = params
    if (!isGuarded(world, service, ownProducts)) {
      const problem = `keys are handed out for products with a catalog only, and \`${service}\` has none here`
      return fail('InvalidParameter.ParamError', { problem })
    }
    if (!datesNow(nowMs).includes(day)) return fail('InvalidParameter.ParamError', { problem: '`Day` is not today' })
    const found = await world.credential({ secretId, token }, nowMs)
    // Of a key of another account the guard hears what it hears of none.
    if (found === undefined || found.caller.account !== caller.account) {
      return fail('ResourceNotFound.SecretNotExist', { secretId })
    }
    if (found.caller.session === undefined) world.usage.touch(caller.account, secretId, nowMs)
    const { revision, subject } = await world.decider.subjectOf(found.caller)
    const endMs = Date.parse(`${day}T00:00:00Z`) + dayMs + skewMaxMs
    return {
      SigningKey: deriveKey(found.reveal(), day, service).export().toString('hex'),
      ExpireTime: Math.min(endMs, found.expiresMs ?? endMs),
      Revision: revision,
      Caller: callerView(found.caller),
      ...policiesOf(subject),
    }
  },
})

/** Dates that a request may be signed for now. */
function datesNow(nowMs: number): readonly string[] {
  return [nowMs - skewMaxMs, nowMs, nowMs + skewMaxMs].map((ms) => utcDate(Math.floor(ms / 1000)))
}

function policiesOf({ identity, boundary, session }: Subject) {
  return {
    Policies: identity.map(policyView),
    Boundary: boundary === undefined ? null : policyView(boundary),
    SessionPolicy: session === undefined ? null : policyView(session),
  }
}

function policyView({ via, ...policy }: PolicySource): Infer<typeof GuardPolicy> {
  const group = via.kind === 'group' ? via : { groupId: 0, groupName: '' }
  return {
    PolicyId: policy.policyId,
    PolicyName: policy.policyName,
    VersionId: policy.versionId,
    Preset: policy.preset,
    Creator: policy.creator,
    Document: policy.document,
    GroupId: group.groupId,
    GroupName: group.groupName,
  }
}
