// The question that a call to a catalogued service is to the engine: its resources, and the condition keys that calls of
// this API carry by the catalog. The one place that puts them together, for calls that pass through the gateway and for
// services that only ask. Holds no policy.
import { foreign, isForeignId, isForeignKind } from '../actions/tag/resource.ts'
import { type CatalogFlags, withheld } from '../catalog/passes.ts'
import type { CatalogAction, ServiceCatalog } from '../catalog/service.ts'
import type { AccessRequest, ContextValue, RequestContext } from '../policy/types.ts'
import type { TaggedResource, TagReads } from '../store/store.ts'
import type { Asked } from './resources.ts'

/** An API of a catalog. */
export interface CataloguedAction {
  readonly catalog: Pick<ServiceCatalog, 'service' | 'tags' | 'own'>
  readonly name: string
  readonly row: CatalogAction
}

export interface AccessPlace {
  readonly tags: Pick<TagReads, 'ofMany'>
  readonly flags: CatalogFlags
  /** Root account that owns the resources. */
  readonly account: number
  /** What the call itself says: address, time, caller. Its keys of tags are never asked for. */
  readonly call: RequestContext
}

/** What the engine is asked. Reads the tags of all resources at once, and only where calls of the API carry any. */
export async function accessOf(place: AccessPlace, target: CataloguedAction, asked: Asked): Promise<AccessRequest> {
  const { action, resources, granularity, requestTags } = asked
  const context = (resourceTags: readonly string[]) => new CataloguedContext(place, target, requestTags, resourceTags)
  const bare = { action, resources, granularity, context: context([]) }
  if (withheld(target.catalog, target.row, 'qcs:resource_tag', place.flags) !== undefined) return bare
  const tags = await tagsOf(place, resources)
  if (tags.size === 0) return bare
  const contexts = new Map([...tags].map(([resource, texts]) => [resource, context(texts)]))
  return { ...bare, contextOf: (resource) => contexts.get(resource) ?? bare.context }
}

/** Resource → its tags, each `key&value`; resources without any are left out. */
async function tagsOf(
  { tags, account }: AccessPlace,
  resources: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const named = resources.flatMap((text) => {
    const resource = taggedResource(text)
    return resource === undefined ? [] : [{ text, resource }]
  })
  if (named.length === 0) return new Map()
  const found = await tags.ofMany(
    account,
    named.map(({ resource }) => resource),
  )
  const texts = named.map(
    ({ text }, at) => [text, (found[at] ?? []).map(({ key, value }) => `${key}&${value}`)] as const,
  )
  return new Map(texts.filter(([, list]) => list.length > 0))
}

/** How the store knows a resource; `undefined` for a whole kind of them, which has no tags. */
function taggedResource(text: string): TaggedResource | undefined {
  const found = /^qcs:[^:]*:([^:]*):([^:]*):[^:]*:([^/]+)\/(.+)$/s.exec(text)
  if (found === null) return undefined
  const [, service = '', region = '', kind = '', id = ''] = found
  return isForeignKind(kind) && isForeignId(id)
    ? foreign(service.toLowerCase(), region.toLowerCase(), kind, id)
    : undefined
}

class CataloguedContext implements RequestContext {
  readonly #place: AccessPlace
  readonly #target: CataloguedAction
  readonly #requestTags: readonly string[]
  readonly #resourceTags: readonly string[]
  constructor(
    place: AccessPlace,
    target: CataloguedAction,
    requestTags: readonly string[],
    resourceTags: readonly string[],
  ) {
    this.#place = place
    this.#target = target
    this.#requestTags = requestTags
    this.#resourceTags = resourceTags
  }
  get(key: string): ContextValue | undefined {
    const { catalog, row } = this.#target
    if (withheld(catalog, row, key, this.#place.flags) !== undefined) return undefined
    if (key === 'qcs:resource_tag') return this.#resourceTags
    if (key === 'qcs:request_tag') return this.#requestTags
    // The engine finds single tags in the two lists; nobody else may state them.
    return /^qcs:(?:resource_tag|request_tag|tag)(?:\/|$)/.test(key) ? undefined : this.#place.call.get(key)
  }
  withheld(key: string): string | undefined {
    return withheld(this.#target.catalog, this.#target.row, key, this.#place.flags)
  }
}
