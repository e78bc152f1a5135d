// Makes a custom policy; its text becomes version 1.
import { int, optional } from '../../protocol/shape.ts'
import type { Tag as StoredTag, Writes } from '../../store/store.ts'
import { action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'
import { attachTo } from './attach.ts'
import { checkAttachRight } from './attach-right.ts'
import { fineTextCodes } from './codes.ts'
import { readNewDocument } from './document.ts'
import { checkPolicy } from './in-force.ts'
import { policyDescription, policyDocument, policyName, tags } from './types.ts'

const errors = [
  ...fineTextCodes,
  'FailedOperation.PolicyFull',
  'FailedOperation.PolicyNameInUse',
  'InternalError.SystemError',
] as const

/** Made from policy text, as every policy made by a call is. */
const createMode = 2

export const CreatePolicy = action({
  name: 'CreatePolicy',
  product: 'cam',
  group: 'Policy',
  summary: 'Makes a custom policy.',
  access: 'write',
  perSecond: 10,
  params: {
    PolicyName: policyName,
    PolicyDocument: policyDocument,
    Description: optional(policyDescription, ''),
    Tags: optional(tags, []),
  },
  returns: { PolicyId: int({ about: 'Number of the new policy.' }) },
  errors,
  resource: { level: 'operation', fine: () => ['policyid/*'] },
  async prepare(input) {
    const { params, world, store, caller, warn } = input
    const place = { listed: errors, world, store, account: caller.account, warn }
    const document = await readNewDocument(place, params.PolicyDocument)
    await checkAttachRight(input, document)
    return document
  },
  async handle({ params, prepared, caller, nowMs, store, world, fail }) {
    const { account } = caller
    const name = params.PolicyName
    const description = params.Description
    const place = { listed: errors, world, store, caller }
    const entities = await checkPolicy(place, { name, description }, prepared)
    const given = storedTags(params.Tags)
    if (given === undefined) return fail('InvalidParameter.ParamError', { problem: 'a key occurs twice in `Tags`' })
    if ((await store.policies.byName(account, name)) !== undefined) fail('FailedOperation.PolicyNameInUse', { name })
    const limit = await quotaOf(world.quotas, store.accounts, account, 'policies')
    if (await world.room.isFull(caller, 'policies', limit, () => store.policies.count(account)))
      fail('FailedOperation.PolicyFull', { limit: String(limit) })
    const policyId = await nextId(store, world)
    const policy = { policyId, name, description, createMode, serviceLinked: false, createdMs: nowMs }
    const outcome = await store.policies.insert(account, { ...policy, document: prepared.text })
    if (outcome === 'taken') fail('FailedOperation.PolicyNameInUse', { name })
    if (given.length > 0) await store.policies.setTags(account, policyId, given)
    await attachTo({ caller }, store, policyId, entities, nowMs)
    return { PolicyId: policyId }
  },
})

/** Two presets bear numbers in the range of custom policies. */
async function nextId(store: Writes, world: World): Promise<number> {
  let id = await store.ids.next('policy')
  while (world.presets.byId(id) !== undefined) id = await store.ids.next('policy')
  return id
}

/** `undefined` when a key occurs twice. */
function storedTags(given: readonly { readonly Key: string; readonly Value: string }[]): StoredTag[] | undefined {
  const stored = given.map(({ Key, Value }) => ({ key: Key, value: Value }))
  return new Set(stored.map(({ key }) => key)).size === stored.length ? stored : undefined
}
