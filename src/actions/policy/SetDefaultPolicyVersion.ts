// Puts a stored version of a custom policy in force. Its text is judged by today's rules first.
import { action } from '../define.ts'
import { attachTo } from './attach.ts'
import { fineTextCodes } from './codes.ts'
import { customPolicy, versionOf } from './find.ts'
import { checkStored } from './in-force.ts'
import { policyId, versionId } from './types.ts'

const errors = [
  ...fineTextCodes,
  'FailedOperation.PolicyNameInUse',
  'FailedOperation.PolicyVersionAlreadyDefault',
  'InternalError.SystemError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PolicyVersionNotExists',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'ResourceNotFound.PolicyIdNotFound',
] as const

export const SetDefaultPolicyVersion = action({
  name: 'SetDefaultPolicyVersion',
  product: 'cam',
  group: 'Policy',
  summary: 'Puts a version of a custom policy in force.',
  access: 'write',
  perSecond: 20,
  params: { PolicyId: policyId, VersionId: versionId },
  returns: {},
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async handle({ params, caller, nowMs, store, world, fail }) {
    const { account } = caller
    const find = { listed: errors, account, policies: store.policies, presets: world.presets }
    const place = { listed: errors, world, store, caller }
    const policy = await customPolicy(find, params.PolicyId)
    const version = await versionOf(find, policy.policyId, params.VersionId)
    if (version.isDefault) {
      fail('FailedOperation.PolicyVersionAlreadyDefault', { version: String(version.versionId) })
    }
    const entities = await checkStored(place, policy, version.document)
    await store.policies.setDefaultVersion(account, policy.policyId, version.versionId, nowMs)
    await attachTo(place, store, policy.policyId, entities, nowMs)
    return {}
  },
})
