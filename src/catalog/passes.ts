// Which condition keys the calls of a product carry, by the flags of its catalog. The one place that says so: what a call
// is decided with, what a policy is warned of and what an explanation tells all ask here.
import type { CatalogAction, ServiceCatalog } from './service.ts'

/** `strict`: a call carries what its catalog says. `advisory`: also what the product is said not to support. */
export type CatalogFlags = 'strict' | 'advisory'

const resourceTagKeys: readonly string[] = ['qcs:resource_tag', 'qcs:tag']
const requestTagKey = 'qcs:request_tag'

/** Why calls of the action never carry the key, as the end of a sentence that begins with the action; `undefined` where they may. */
export function withheld(
  { tags, own }: Pick<ServiceCatalog, 'tags' | 'own'>,
  row: Pick<CatalogAction, 'ip' | 'level' | 'requestTags'>,
  key: string,
  flags: CatalogFlags,
): string | undefined {
  const strict = flags === 'strict'
  // Our own calls carry the address whatever the vendor's page says of them: we are the ones who pass it.
  if (key === 'qcs:ip') return own === true || row.ip || !strict ? undefined : 'passes no address (qcs:ip)'
  // Behind the slash is the key of a tag, which may be anything.
  const name = key.split('/', 1)[0] ?? key
  const ofResource = resourceTagKeys.includes(name)
  if (!ofResource && name !== requestTagKey) return undefined
  if (own === true || (!tags && strict)) return 'passes no tags: its product has no authorisation by tags'
  if (ofResource) return row.level === 'resource' ? undefined : 'passes no tags of resources: it is checked on * only'
  return row.requestTags === undefined ? 'passes no tags of the request: it sets none' : undefined
}
