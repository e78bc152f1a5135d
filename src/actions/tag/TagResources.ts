// Puts tags on several resources at once; a key that a resource has gets the new value. A resource that is not there, or
// would have too many tags, is passed over and named in the answer.
import { list } from '../../protocol/shape.ts'
import type { Writes } from '../../store/store.ts'
import { action, type Caller } from '../define.ts'
import { quotaOf } from '../quotas.ts'
import type { World } from '../world.ts'
import { asTag, checkTag, repeated, type WireTag } from './rules.ts'
import { absence, type NamedResource, readResources } from './several.ts'
import { failedResource, failedResources, resourceList, TagPair, tagsMax } from './types.ts'

export const TagResources = action({
  name: 'TagResources',
  product: 'tag',
  group: 'Tag',
  summary: 'Puts tags on several resources.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: {
    ResourceList: resourceList,
    Tags: list(TagPair, {
      about: 'Tags to put on them.',
      max: tagsMax,
      fault: 'LimitExceeded.TagNumPerRequest',
      newer: true,
    }),
  },
  returns: { FailedResources: failedResources },
  errors: [
    'FailedOperation',
    'InvalidParameter.ReservedTagKey',
    'InvalidParameter.Tag',
    'InvalidParameter.UnsupportedService',
    'InvalidParameterValue.ResourceDescriptionError',
    'InvalidParameterValue.TagKeyCharacterIllegal',
    'InvalidParameterValue.TagKeyDuplicate',
    'InvalidParameterValue.TagKeyEmpty',
    'InvalidParameterValue.TagKeyLengthExceeded',
    'InvalidParameterValue.TagValueCharacterIllegal',
    'InvalidParameterValue.TagValueEmpty',
    'InvalidParameterValue.TagValueLengthExceeded',
    'LimitExceeded.ResourceNumPerRequest',
    'LimitExceeded.TagNumPerRequest',
  ],
  resource: { level: 'operation' },
  async handle({ params, caller, store, world, fail }) {
    const { Tags } = params
    if (Tags.length === 0) fail('InvalidParameter.Tag', { problem: 'no tag is given' })
    for (const tag of Tags) {
      checkTag(tag, fail)
      if (tag.TagValue === '') fail('InvalidParameterValue.TagValueEmpty', { key: tag.TagKey })
    }
    const twice = repeated(Tags.map(({ TagKey }) => TagKey))
    if (twice !== undefined) fail('InvalidParameterValue.TagKeyDuplicate', { key: twice })
    const failed = []
    for (const named of readResources(params.ResourceList, { caller, world }, fail)) {
      const failure = await tagOne({ store, world, caller }, named, Tags)
      if (failure !== undefined) failed.push(failure)
    }
    return { FailedResources: failed }
  },
})

interface Place {
  readonly store: Writes
  readonly world: World
  readonly caller: Caller
}

async function tagOne(place: Place, named: NamedResource, wireTags: readonly WireTag[]) {
  const { store, world, caller } = place
  const absent = await absence(place, named)
  if (absent !== undefined) return absent
  const tags = wireTags.map(asTag)
  const keys = new Set([...(await store.tags.of(caller.account, named.resource)), ...tags].map(({ key }) => key))
  const limit = await quotaOf(world.quotas, store.accounts, caller.account, 'tags')
  if (keys.size > limit) {
    const code = 'LimitExceeded.ResourceAttachedTags'
    return failedResource(named.text, code, { limit: String(limit) }, world.rules.language)
  }
  await store.tags.put(caller.account, named.resource, tags)
  return undefined
}
