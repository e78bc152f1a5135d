// Lists resources with their tags: those named, or all of the account page by page, in either case only those that every
// filter fits. Resources without tags are left out.
import { int, list, optional, struct, text } from '../../protocol/shape.ts'
import type { Reads, Tag, TaggedResource } from '../../store/store.ts'
import { action } from '../define.ts'
import { describe } from './resource.ts'
import { checkKey, repeated } from './rules.ts'
import { readResources } from './several.ts'
import { resourceList, shownTag, TagPair } from './types.ts'

const newer = true
const filtersMax = 6
const valuesMax = 10
/** Resources read at a time while filters are applied. */
const batch = 200

const TagFilter = struct(
  'TagFilter',
  {
    TagKey: text({ about: 'Key that the resource must have.', newer }),
    TagValue: optional(
      list(text({ about: 'Value.' }), {
        about: 'Values, one of which it must have; none given: every value fits.',
        max: valuesMax,
        fault: 'InvalidParameter.Tag',
        newer,
      }),
      [],
    ),
  },
  { about: 'What a resource must be tagged with.', newer },
)

const ResourceTagMapping = struct(
  'ResourceTagMapping',
  {
    Resource: text({ about: 'Six-segment description.', newer }),
    Tags: list(TagPair, { about: 'Its tags, by key.', newer }),
  },
  { about: 'A resource with its tags.', newer },
)

export const GetResources = action({
  name: 'GetResources',
  product: 'tag',
  group: 'Tag',
  summary: 'Lists resources with their tags.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    ResourceList: optional(resourceList, []),
    TagFilters: optional(
      list(TagFilter, {
        about: 'Filters; all of them must fit.',
        max: filtersMax,
        fault: 'LimitExceeded.TagNumPerRequest',
        newer,
      }),
      [],
    ),
    PaginationToken: optional(text({ about: 'Where to go on: the token of the answer before.', newer }), ''),
    MaxResults: optional(
      int({ about: 'Resources at most; without effect where they are named.', min: 1, max: 200, newer }),
      50,
    ),
  },
  returns: {
    PaginationToken: text({ about: 'Where to go on; empty at the end.', newer }),
    ResourceTagMappingList: list(ResourceTagMapping, { about: 'The resources.', newer }),
  },
  errors: [
    'FailedOperation',
    'InvalidParameter.PaginationTokenInvalid',
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
    const { ResourceList, TagFilters, PaginationToken, MaxResults } = params
    for (const { TagKey } of TagFilters) checkKey(TagKey, fail)
    const twice = repeated(TagFilters.map(({ TagKey }) => TagKey))
    if (twice !== undefined) fail('InvalidParameterValue.TagKeyDuplicate', { key: twice })
    const filters = TagFilters.map(({ TagKey, TagValue }) => ({ key: TagKey, values: TagValue ?? [] }))
    if (ResourceList.length > 0) {
      const resources = readResources(ResourceList, { caller, world }, fail).map(({ resource }) => resource)
      const found = await withTags(store, caller.account, resources, filters)
      return { PaginationToken: '', ResourceTagMappingList: shown(caller.account, found) }
    }
    const after = PaginationToken === '' ? undefined : placeOf(PaginationToken)
    if (after === 'invalid') {
      return fail('InvalidParameter.PaginationTokenInvalid', { problem: 'it is not the token of an answer' })
    }
    const { found, next } = await pageAfter(store, caller.account, after, filters, MaxResults)
    return {
      PaginationToken: next === undefined ? '' : tokenOf(next),
      ResourceTagMappingList: shown(caller.account, found),
    }
  },
})

interface Filter {
  readonly key: string
  readonly values: readonly string[]
}
interface Tagged {
  readonly resource: TaggedResource
  readonly tags: readonly Tag[]
}

function fits(tags: readonly Tag[], filters: readonly Filter[]): boolean {
  return filters.every(({ key, values }) => {
    const tag = tags.find((one) => one.key === key)
    return tag !== undefined && (values.length === 0 || values.includes(tag.value))
  })
}

/** Those that have tags, and the right ones. */
async function withTags(
  { tags }: Pick<Reads, 'tags'>,
  account: number,
  resources: readonly TaggedResource[],
  filters: readonly Filter[],
): Promise<readonly Tagged[]> {
  const found = await tags.ofMany(account, resources)
  const all = resources.map((resource, at) => ({ resource, tags: found[at] ?? [] }))
  return all.filter((one) => one.tags.length > 0 && fits(one.tags, filters))
}

/** Goes on until the page is full and one more is seen, or nothing is left. */
async function pageAfter(
  store: Pick<Reads, 'tags'>,
  account: number,
  start: TaggedResource | undefined,
  filters: readonly Filter[],
  max: number,
): Promise<{ readonly found: readonly Tagged[]; readonly next: TaggedResource | undefined }> {
  const found: Tagged[] = []
  let after = start
  for (;;) {
    const resources = await store.tags.resources(account, after, batch)
    found.push(...(await withTags(store, account, resources, filters)))
    if (found.length > max) return { found: found.slice(0, max), next: found[max - 1]?.resource }
    if (resources.length < batch) return { found, next: undefined }
    after = resources.at(-1)
  }
}

const tokenOf = ({ product, kind, id }: TaggedResource): string =>
  Buffer.from(JSON.stringify([product, kind, id])).toString('base64url')

/** Only a place in the order of the account's own resources, so any three texts will do. */
function placeOf(token: string): TaggedResource | 'invalid' {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    const [product, kind, id, ...rest] = Array.isArray(parsed) ? parsed.map(plainText) : []
    if (product === undefined || kind === undefined || id === undefined || rest.length > 0) return 'invalid'
    return { product, kind, id }
  } catch {
    return 'invalid'
  }
}

/** Without the characters that a database refuses. */
function plainText(value: unknown): string | undefined {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0') ? value : undefined
}

function shown(account: number, found: readonly Tagged[]) {
  return found.map(({ resource, tags }) => ({ Resource: describe(account, resource), Tags: tags.map(shownTag) }))
}
