// One version of a custom policy with its text. A preset has no versions: PolicyVersionNotExists.
import { isoSeconds } from '../../kernel/time.ts'
import { nullable } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { anyPolicy, versionOf } from './find.ts'
import { PolicyVersionDetail, policyId, versionId } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyVersionNotExists',
  'ResourceNotFound.PolicyIdNotFound',
] as const

export const GetPolicyVersion = action({
  name: 'GetPolicyVersion',
  product: 'cam',
  group: 'Policy',
  summary: 'Shows a version of a custom policy with its text.',
  access: 'read',
  perSecond: 20,
  params: { PolicyId: policyId, VersionId: versionId },
  returns: { PolicyVersion: nullable(PolicyVersionDetail) },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async handle({ params, caller, store, world }) {
    const place = { listed: errors, account: caller.account, policies: store.policies, presets: world.presets }
    const { policyId } = await anyPolicy(place, params.PolicyId)
    const version = await versionOf(place, policyId, params.VersionId)
    return {
      PolicyVersion: {
        VersionId: version.versionId,
        CreateDate: isoSeconds(version.createdMs),
        IsDefaultVersion: Number(version.isDefault),
        Document: version.document,
      },
    }
  },
})
