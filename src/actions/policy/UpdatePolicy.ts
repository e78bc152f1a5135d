// Changes a custom policy: name, description, and the text of the version in force, which is edited in place. Of a preset
// only the remark (Alias) can be set.
import type { PolicyDocument } from '../../policy/document.ts'
import { type InferFields, int, nullable, optional, text } from '../../protocol/shape.ts'
import type { PolicyRow, Writes } from '../../store/store.ts'
import { action, type ResourceInput } from '../define.ts'
import { attachTo } from './attach.ts'
import { checkAttachRight } from './attach-right.ts'
import { fineTextCodes } from './codes.ts'
import { readNewDocument } from './document.ts'
import { type AnyPolicy, customPolicy, type Place, policyNamed, presetRefused } from './find.ts'
import { checkPolicy, type ForcePlace } from './in-force.ts'
import { refuse } from './refuse.ts'
import { policyDescription, policyDocument, policyId, policyName } from './types.ts'

const errors = [
  ...fineTextCodes,
  'FailedOperation.PolicyNameInUse',
  'InternalError.SystemError',
  'InvalidParameter.PolicyIdError',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'ResourceNotFound.PolicyIdNotFound',
] as const

const params = {
  PolicyId: optional(policyId),
  PolicyName: optional(policyName),
  Description: optional(policyDescription),
  PolicyDocument: optional(policyDocument),
  Alias: optional(text({ about: 'Remark of the account about a preset policy.', max: 255 })),
}
type Params = InferFields<typeof params>

export const UpdatePolicy = action({
  name: 'UpdatePolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Changes a policy in place, or the remark of a preset.',
  access: 'write',
  perSecond: 10,
  params,
  returns: { PolicyId: nullable(int({ about: 'Number of the policy.' })) },
  errors,
  resource: { level: 'operation', fine: segments },
  async prepare(input): Promise<PolicyDocument | undefined> {
    const { params, world, store, caller, warn } = input
    if (params.PolicyDocument === undefined) return undefined
    const place = { listed: errors, world, store, account: caller.account, warn }
    const document = await readNewDocument(place, params.PolicyDocument)
    await checkAttachRight(input, document, params.PolicyId)
    return document
  },
  async handle({ params, prepared, caller, nowMs, store, world }) {
    const place = { listed: errors, world, store, caller }
    const found = await target(
      { listed: errors, account: caller.account, policies: store.policies, presets: world.presets },
      params,
    )
    if (found.kind === 'custom') await updateCustom(place, store, found.custom, params, prepared, nowMs)
    else if (params.Alias !== undefined) {
      await store.policies.setPresetAlias(caller.account, found.policyId, params.Alias)
    }
    return { PolicyId: found.policyId }
  },
})

/** The policy meant, and whether what is asked fits its kind. With both given, the number names it and the name is new. */
async function target(place: Place, params: Params): Promise<AnyPolicy> {
  const { PolicyId: id, PolicyName: name } = params
  const preset = id === undefined ? undefined : place.presets.byId(id)
  const found: AnyPolicy =
    id === undefined
      ? await policyNamed(place, name ?? neither())
      : preset === undefined
        ? { kind: 'custom', policyId: id, custom: await customPolicy(place, id) }
        : { kind: 'preset', policyId: id, preset }
  if (found.kind === 'custom' && params.Alias !== undefined) {
    refuse(errors, 'InvalidParameter.ParamError', { problem: '`Alias` can be given to preset policies only' })
  }
  const renamed = name !== undefined && found.kind === 'preset' && name !== found.preset.name
  const changed = renamed || params.Description !== undefined || params.PolicyDocument !== undefined
  if (found.kind === 'preset' && changed) presetRefused(place, found.policyId)
  return found
}

function neither(): never {
  return refuse(errors, 'InvalidParameter.ParamError', { problem: 'one of `PolicyId` and `PolicyName` must be given' })
}

async function updateCustom(
  place: ForcePlace,
  store: Writes,
  policy: PolicyRow,
  params: Params,
  document: PolicyDocument | undefined,
  nowMs: number,
): Promise<void> {
  const { account, policyId } = policy
  const name = params.PolicyName ?? policy.name
  const description = params.Description ?? policy.description
  const entities = await checkPolicy(place, { policyId, name, description }, document)
  const current = await store.policies.version(account, policyId, policy.defaultVersion)
  // Without a default version there is nothing to edit: the text becomes a new version, in force at once.
  const inPlace = current === undefined ? undefined : document?.text
  const patch = { name, description, document: inPlace, updatedMs: nowMs }
  if ((await store.policies.update(account, policyId, patch)) === 'taken') {
    refuse(errors, 'FailedOperation.PolicyNameInUse', { name })
  }
  if (current === undefined && document !== undefined) {
    const version = await store.policies.insertVersion(account, policyId, { document: document.text, createdMs: nowMs })
    await store.policies.setDefaultVersion(account, policyId, version, nowMs)
  }
  await attachTo(place, store, policyId, entities, nowMs)
}

async function segments({ params, caller, read }: ResourceInput<Params>): Promise<readonly string[]> {
  if (params.PolicyId !== undefined) return [`policyid/${params.PolicyId}`]
  const named = await read.policies.byName(caller.account, params.PolicyName ?? '')
  return [`policyid/${named?.policyId ?? '*'}`]
}
