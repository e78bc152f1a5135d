// A digest of what a catalog says, so that whoever holds a copy can tell whether it is the same. Order and form of the file
// that it came from make no difference.
import { createHash } from 'node:crypto'
import type { ServiceCatalog } from './service.ts'

/** A catalog never changes, so its digest is worked out once. */
const known = new WeakMap<ServiceCatalog, string>()

/** SHA-256 in hex over everything that the catalog says. */
export function catalogDigest(catalog: ServiceCatalog): string {
  const held = known.get(catalog)
  if (held !== undefined) return held
  const digest = createHash('sha256')
    .update(JSON.stringify(sorted(catalog)))
    .digest('hex')
  known.set(catalog, digest)
  return digest
}

/** The same with the members of every object, and the entries of every map, in order of their names. */
function sorted(value: unknown): unknown {
  if (value instanceof Map) return sorted(Object.fromEntries(value))
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)])
}
