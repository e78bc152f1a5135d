// Versions of a custom policy, the oldest first. Presets have none.
import { isoSeconds } from '../../kernel/time.ts'
import { list, nullable } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { customPolicy } from './find.ts'
import { PolicyVersionItem, plainPolicyId } from './types.ts'

const errors = [
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'ResourceNotFound.PolicyIdNotFound',
] as const

export const ListPolicyVersions = action({
  name: 'ListPolicyVersions',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the versions of a custom policy.',
  access: 'read',
  perSecond: 20,
  params: { PolicyId: plainPolicyId },
  returns: { Versions: nullable(list(PolicyVersionItem, { about: 'Versions by number.' })) },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async handle({ params, caller, store, world }) {
    const { account } = caller
    const { policies } = store
    const { policyId } = await customPolicy(
      { listed: errors, account, policies, presets: world.presets },
      params.PolicyId,
    )
    const versions = await policies.versions(account, policyId)
    return {
      Versions: versions.map(({ versionId, createdMs, isDefault }) => ({
        VersionId: versionId,
        CreateDate: isoSeconds(createdMs),
        IsDefaultVersion: Number(isDefault),
      })),
    }
  },
})
