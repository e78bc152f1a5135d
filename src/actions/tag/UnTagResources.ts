// Takes tags off several resources at once, by their keys. Keys that a resource does not have are passed over.
import { list, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { checkKey, repeated } from './rules.ts'
import { absence, readResources } from './several.ts'
import { failedResources, resourceList, tagsMax } from './types.ts'

export const UnTagResources = action({
  name: 'UnTagResources',
  product: 'tag',
  group: 'Tag',
  summary: 'Takes tags off several resources.',
  newer: true,
  access: 'write',
  perSecond: 20,
  params: {
    ResourceList: resourceList,
    TagKeys: list(text({ about: 'Key of a tag.' }), {
      about: 'Keys to take off.',
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
    'LimitExceeded.ResourceNumPerRequest',
    'LimitExceeded.TagNumPerRequest',
  ],
  resource: { level: 'operation' },
  async handle({ params, caller, store, world, fail }) {
    const { TagKeys } = params
    if (TagKeys.length === 0) fail('InvalidParameter.Tag', { problem: 'no key is given' })
    for (const key of TagKeys) checkKey(key, fail)
    const twice = repeated(TagKeys)
    if (twice !== undefined) fail('InvalidParameterValue.TagKeyDuplicate', { key: twice })
    const failed = []
    for (const named of readResources(params.ResourceList, { caller, world }, fail)) {
      const absent = await absence({ store, world, caller }, named)
      if (absent === undefined) await store.tags.drop(caller.account, named.resource, TagKeys)
      else failed.push(absent)
    }
    return { FailedResources: failed }
  },
})
