// Puts a stored version of a custom policy in force. Its text is judged by today's rules first.
import { action } from '../define.ts'
import { attachTo } from './attach.ts'
import { checkAttachRight } from './attach-right.ts'
import { fineTextCodes } from './codes.ts'
import { readStoredDocument } from './document.ts'
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
  async prepare(input) {
    const { params, world, store, caller } = input
    const stored = await store.policies.version(caller.account, params.PolicyId, params.VersionId)
    if (stored === undefined || world.rules.policyPrincipal === 'refuse') return undefined
    const place = { listed: errors, world, store, account: caller.account }
    await checkAttachRight(input, await readStoredDocument(place, stored.document), params.PolicyId)
    return stored.document
  },
  async handle({ params, prepared, caller, nowMs, store, world, fail }) {
    const { account } = caller
    const find = { listed: errors, account, policies: store.policies, presets: world.presets }
    const place = { listed: errors, world, store, caller }
    const policy = await customPolicy(find, params.PolicyId)
    const version = await versionOf(find, policy.policyId, params.VersionId)
    if (version.isDefault) {
      fail('FailedOperation.PolicyVersionAlreadyDefault', { version: String(version.versionId) })
    }
    const entities = await checkStored(place, policy, version.document)
    // The text was written anew since the right to attach it was asked for.
    if (entities.length > 0 && prepared !== version.document) return fail('InternalError.SystemError')
    await store.policies.setDefaultVersion(account, policy.policyId, version.versionId, nowMs)
    await attachTo(place, store, policy.policyId, entities, nowMs)
    return {}
  },
})
