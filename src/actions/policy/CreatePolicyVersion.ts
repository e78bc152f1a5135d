// Adds a version to a custom policy, in force at once or kept for later.
import { bool, int, nullable } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { attachTo, notOverfull } from './attach.ts'
import { checkAttachRight } from './attach-right.ts'
import { fineTextCodes } from './codes.ts'
import { readNewDocument } from './document.ts'
import { customPolicy } from './find.ts'
import { checkPolicy } from './in-force.ts'
import { plainPolicyId, policyDocument } from './types.ts'

const errors = [
  ...fineTextCodes,
  'FailedOperation',
  'FailedOperation.PolicyFull',
  'FailedOperation.PolicyNameInUse',
  'FailedOperation.PolicyVersionFull',
  'InternalError.SystemError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PrincipalQcsNotExist',
] as const

export const CreatePolicyVersion = action({
  name: 'CreatePolicyVersion',
  product: 'cam',
  group: 'Policy',
  summary: 'Adds a version to a custom policy.',
  access: 'write',
  perSecond: 10,
  params: {
    PolicyId: plainPolicyId,
    PolicyDocument: policyDocument,
    SetAsDefault: bool({ about: 'Whether the new version is the one in force.' }),
  },
  returns: { VersionId: nullable(int({ about: 'Number of the new version.' })) },
  errors,
  resource: { level: 'operation', fine: ({ params }) => [`policyid/${params.PolicyId}`] },
  async prepare(input) {
    const { params, world, store, caller, warn } = input
    const place = { listed: errors, world, store, account: caller.account, warn }
    const document = await readNewDocument(place, params.PolicyDocument)
    await checkAttachRight(input, document, params.PolicyId)
    return document
  },
  async handle({ params, prepared, caller, nowMs, store, world, fail }) {
    const { account } = caller
    const { policies } = store
    const place = { listed: errors, world, store, caller }
    const policy = await customPolicy({ listed: errors, account, policies, presets: world.presets }, params.PolicyId)
    const { policyId } = policy
    const entities = await checkPolicy(place, policy, prepared)
    await notOverfull(place, store)
    const limit = await quotaOf(world.quotas, store.accounts, account, 'policy-versions')
    if ((await policies.versions(account, policyId)).length >= limit) {
      fail('FailedOperation.PolicyVersionFull', { limit: String(limit) })
    }
    const version = await policies.insertVersion(account, policyId, { document: prepared.text, createdMs: nowMs })
    if (params.SetAsDefault) {
      await policies.setDefaultVersion(account, policyId, version, nowMs)
      await attachTo(place, store, policyId, entities, nowMs)
    }
    return { VersionId: version }
  },
})
