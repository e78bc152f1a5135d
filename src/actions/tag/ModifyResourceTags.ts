// Sets and takes off tags of one resource in one go. Here, unlike in TagResources, a value may be empty.
import { list, optional, struct, text } from '../../protocol/shape.ts'
import type { TaggedResource } from '../../store/store.ts'
import { type ActionInput, action } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import { clip, described, isThere, type TagPlace } from './resource.ts'
import { asTag, checkKey, checkTag, repeated, type WireTag } from './rules.ts'
import { TagPair, tagsMax } from './types.ts'

const newer = true
const fault = 'InvalidParameter.Tag'

const TagKeyObject = struct(
  'TagKeyObject',
  { TagKey: text({ about: 'Key of the tag.', newer }) },
  { about: 'The key of a tag.', newer },
)

export const ModifyResourceTags = action({
  name: 'ModifyResourceTags',
  product: 'tag',
  group: 'Tag',
  summary: 'Sets and takes off tags of a resource.',
  newer,
  access: 'write',
  perSecond: 20,
  params: {
    Resource: text({ about: 'Six-segment description of the resource.', newer }),
    ReplaceTags: optional(list(TagPair, { about: 'Tags to set.', min: 1, max: tagsMax, fault, newer })),
    DeleteTags: optional(list(TagKeyObject, { about: 'Keys to take off.', min: 1, max: tagsMax, fault, newer })),
  },
  returns: {},
  errors: [
    'FailedOperation',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameterValue.DeleteTagsParamError',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.ResourceAttachedTags',
  ],
  resource: { level: 'operation' },
  async handle({ params, caller, store, world, fail }) {
    const { account } = caller
    const { ReplaceTags = [], DeleteTags = [] } = params
    const dropped = DeleteTags.map(({ TagKey }) => TagKey)
    checkChange(ReplaceTags, dropped, fail)
    const resource = oneResource(params.Resource, { caller, world }, fail)
    if (!(await isThere(store, account, resource))) {
      const problem = `there is no \`${clip(params.Resource)}\``
      fail('InvalidParameterValue.ResourceDescriptionError', { problem })
    }
    const before = (await store.tags.of(account, resource)).map(({ key }) => key)
    const kept = before.filter((key) => !dropped.includes(key))
    const limit = await quotaOf(world.quotas, store.accounts, account, 'tags')
    if (new Set([...kept, ...ReplaceTags.map(({ TagKey }) => TagKey)]).size > limit) {
      fail('LimitExceeded.ResourceAttachedTags', { limit: String(limit) })
    }
    await store.tags.drop(account, resource, dropped)
    await store.tags.put(account, resource, ReplaceTags.map(asTag))
    return {}
  },
})

type ChangeCode =
  | 'InvalidParameter.ReservedTagKey'
  | 'InvalidParameter.Tag'
  | 'InvalidParameterValue.DeleteTagsParamError'
  | 'InvalidParameterValue.TagKeyCharacterIllegal'
  | 'InvalidParameterValue.TagKeyEmpty'
  | 'InvalidParameterValue.TagKeyLengthExceeded'
  | 'InvalidParameterValue.TagValueCharacterIllegal'
  | 'InvalidParameterValue.TagValueLengthExceeded'

function checkChange(
  set: readonly WireTag[],
  dropped: readonly string[],
  fail: ActionInput<object, ChangeCode>['fail'],
): void {
  if (set.length === 0 && dropped.length === 0) {
    fail('InvalidParameter.Tag', { problem: 'give `ReplaceTags`, `DeleteTags` or both' })
  }
  for (const tag of set) checkTag(tag, fail)
  for (const key of dropped) checkKey(key, fail)
  const setKeys = set.map(({ TagKey }) => TagKey)
  const twice = repeated(setKeys) ?? repeated(dropped)
  if (twice !== undefined) fail('InvalidParameter.Tag', { problem: `the key \`${twice}\` occurs twice` })
  const both = dropped.find((key) => setKeys.includes(key))
  if (both !== undefined) fail('InvalidParameterValue.DeleteTagsParamError', { key: both })
}

function oneResource(
  text: string,
  place: TagPlace,
  fail: ActionInput<object, 'InvalidParameterValue.ResourceDescriptionError'>['fail'],
): TaggedResource {
  const found = described(text, place)
  if (found.kind === 'resource') return found.resource
  const problem = found.kind === 'wrong' ? found.problem : `\`${found.service}\` has no resources with tags here`
  return fail('InvalidParameterValue.ResourceDescriptionError', { problem })
}
