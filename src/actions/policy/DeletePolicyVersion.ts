// Deletes versions of a custom policy, all of those named or none; never the one in force. The one that stays in force is
// judged by today's rules first: nobody should be left with a text alone that could not be written any more.
import { list } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { textCodes } from './codes.ts'
import { customPolicy, versionOf } from './find.ts'
import { checkStored } from './in-force.ts'
import { policyId, versionId } from './types.ts'

const errors = [
  ...textCodes,
  'FailedOperation',
  'FailedOperation.PolicyNameInUse',
  'FailedOperation.PolicyVersionAlreadyDefault',
  'InternalError.SystemError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PolicyVersionNotExists',
  'ResourceNotFound.PolicyIdNotFound',
] as const

export const DeletePolicyVersion = action({
  name: 'DeletePolicyVersion',
  product: 'cam',
  group: 'Policy',
  summary: 'Deletes versions of a custom policy.',
  access: 'write',
  perSecond: 20,
  params: { PolicyId: policyId, VersionId: list(versionId, { about: 'Numbers of the versions.', min: 1 }) },
  returns: {},
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    const { policies } = store
    const find = { listed: errors, account, policies, presets: world.presets }
    const policy = await customPolicy(find, params.PolicyId)
    const { policyId } = policy
    const ids = [...new Set(params.VersionId)]
    for (const id of ids) {
      const { isDefault } = await versionOf(find, policyId, id)
      if (isDefault) fail('FailedOperation.PolicyVersionAlreadyDefault', { version: String(id) })
    }
    const stays = await policies.version(account, policyId, policy.defaultVersion)
    if (stays !== undefined) await checkStored({ listed: errors, world, store, caller }, policy, stays.document)
    for (const id of ids) await policies.deleteVersion(account, policyId, id)
    return {}
  },
})
