// The tags of resources of one kind, by their ids, one entry for each tag. An id that is nobody's has no tags: that is no
// fault, so that nothing is told about other accounts.
import { createHash } from 'node:crypto'
import { int, list, optional, struct, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { clip, foreign, isForeignId, isForeignKind, isId, isTaggable, ownService, prefixes } from './resource.ts'

const newer = true
const idsMax = 50

const TagResource = struct(
  'TagResource',
  {
    TagKey: text({ about: 'Key of the tag.', newer }),
    TagValue: text({ about: 'Value of the tag.', newer }),
    ResourceId: text({ about: 'Id of the resource.', newer }),
    TagKeyMd5: text({ about: 'MD5 of the key, in hexadecimal digits.', newer }),
    TagValueMd5: text({ about: 'MD5 of the value, in hexadecimal digits.', newer }),
    ServiceType: text({ about: 'Abbreviation of the product.', newer }),
    Category: text({ about: 'Custom: set by somebody of the account.', newer }),
  },
  { about: 'A tag of a resource.', newer },
)

export const DescribeResourceTagsByResourceIds = action({
  name: 'DescribeResourceTagsByResourceIds',
  product: 'tag',
  group: 'Tag',
  summary: 'Lists the tags of resources of one kind.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    ServiceType: text({ about: 'Product of the resources: cam, or one whose catalog says that it has tags.', newer }),
    ResourcePrefix: text({ about: 'Kind of the resources: of cam uin, role or policy.', newer }),
    ResourceIds: list(text({ about: 'Id of a resource.' }), {
      about: 'Ids of the resources.',
      min: 1,
      max: idsMax,
      fault: 'InvalidParameterValue.ResourceIdInvalid',
      newer,
    }),
    ResourceRegion: text({
      about: 'Region of the resources; without meaning for cam, often empty.',
      pattern: /^[a-z0-9-]*$/,
      fault: 'InvalidParameterValue.RegionInvalid',
      newer,
    }),
    Offset: optional(int({ about: 'How many tags to pass over: a multiple of Limit.', min: 0, newer }), 0),
    Limit: optional(int({ about: 'Tags at most.', min: 1, max: 1000, newer }), 15),
    Category: optional(text({ about: 'Kind of tags.', oneOf: ['Custom', 'System', 'All'], newer }), 'All'),
  },
  returns: {
    TotalCount: int({ about: 'Number of all the tags.', newer }),
    Offset: int({ about: 'How many were passed over.', newer }),
    Limit: int({ about: 'Tags at most.', newer }),
    Tags: list(TagResource, { about: 'The tags of the page, by resource and key.', newer }),
  },
  errors: [
    'FailedOperation',
    'InvalidParameterValue.OffsetInvalid',
    'InvalidParameterValue.RegionInvalid',
    'InvalidParameterValue.ResourceIdInvalid',
    'InvalidParameterValue.ResourcePrefixInvalid',
    'InvalidParameterValue.ServiceTypeInvalid',
  ],
  resource: { level: 'operation' },
  async handle({ params, caller, store, world, fail }) {
    const { ResourcePrefix: kind, Offset, Limit } = params
    const service = params.ServiceType.toLowerCase()
    const own = service === ownService
    if (!isTaggable(world, service)) fail('InvalidParameterValue.ServiceTypeInvalid', { service: clip(service) })
    if (!(own ? prefixes.includes(kind) : isForeignKind(kind))) {
      const problem = own ? `one of ${prefixes.join(', ')} is expected` : 'it is no kind of resource'
      fail('InvalidParameterValue.ResourcePrefixInvalid', { prefix: clip(kind), problem })
    }
    const ids = [...new Set(params.ResourceIds)]
    const odd = ids.find((id) => !(own ? isId(kind, id) : isForeignId(id)))
    if (odd !== undefined) {
      fail('InvalidParameterValue.ResourceIdInvalid', { problem: `\`${clip(odd)}\` is no id of a resource` })
    }
    if (Offset % Limit !== 0) {
      fail('InvalidParameterValue.OffsetInvalid', { problem: `it is no multiple of ${Limit}` })
    }
    // All tags here are set by somebody of the account: there are none of the system.
    const asked = params.Category === 'System' ? [] : ids
    const resources = asked.map((id) =>
      own ? { product: service, kind, id } : foreign(service, params.ResourceRegion, kind, id),
    )
    const found = await store.tags.ofMany(caller.account, resources)
    const all = found.flatMap((tags, at) => tags.map(({ key, value }) => entry(service, asked[at] ?? '', key, value)))
    return { TotalCount: all.length, Offset, Limit, Tags: all.slice(Offset, Offset + Limit) }
  },
})

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

function entry(service: string, id: string, key: string, value: string) {
  return {
    TagKey: key,
    TagValue: value,
    ResourceId: id,
    TagKeyMd5: md5(key),
    TagValueMd5: md5(value),
    ServiceType: service,
    Category: 'Custom',
  }
}
