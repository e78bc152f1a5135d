// What a six-segment description names among that which can carry tags here: users (`uin/<uin>`), roles (`role/<id>`) and
// policies (`policy/<id>`) of the caller's account, and whatever products with tags in their catalogs call their own.
import { longRegion } from '../../policy/index.ts'
import type { Reads, TaggedResource } from '../../store/store.ts'
import { isSubAccount } from '../user/types.ts'
import type { World } from '../world.ts'

/** The product whose resources are kept here and can be looked up. */
export const ownService = 'cam'
/** What stands before the slash, and how long the number after it may be. */
const digitsOf: ReadonlyMap<string, number> = new Map([
  ['uin', 15],
  ['role', 19],
  ['policy', 15],
])
export const prefixes = [...digitsOf.keys()]

/** Longest id of a resource of another product. */
const idBytesMax = 1024

export type Described =
  | { readonly kind: 'resource'; readonly resource: TaggedResource }
  | { readonly kind: 'unsupported'; readonly service: string }
  | { readonly kind: 'wrong'; readonly problem: string }

const wrong = (problem: string): Described => ({ kind: 'wrong', problem })
export const clip = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** Where descriptions come from and what they may name. */
export interface TagPlace {
  readonly caller: { readonly account: number; readonly appId: number }
  readonly world: Pick<World, 'vocabulary'>
}

/** Whether resources of a product can carry tags: ours, and those of products whose catalogs say so. */
export function isTaggable({ vocabulary }: Pick<World, 'vocabulary'>, service: string): boolean {
  return service === ownService || vocabulary.service(service)?.tags === true
}

/** Reads a description. Whether there is such a resource is another question: `isThere`. */
export function described(text: string, { caller: { account, appId }, world }: TagPlace): Described {
  const found = /^qcs:[^:]*:([^:]*):([^:]*):([^:]*):(.+)$/s.exec(text)
  if (found === null) return wrong(`\`${clip(text)}\` has no six segments`)
  const [, product = '', region = '', owner = '', content = ''] = found
  const service = product.toLowerCase()
  if (!isTaggable(world, service)) return { kind: 'unsupported', service: clip(product) }
  if (!/^[a-z0-9-]*$/.test(region)) return wrong(`\`${clip(region)}\` is no region`)
  // Another account's number is refused whatever it has: nothing tells its resources from none.
  if (!['', 'uin/', `uin/${account}`, `uid/${appId}`].includes(owner)) {
    return wrong(`\`${clip(owner)}\` is not the caller's root account`)
  }
  const slash = content.indexOf('/')
  const [kind, id] = [content.slice(0, slash), content.slice(slash + 1)]
  if (service !== ownService) {
    if (isForeignKind(kind) && isForeignId(id))
      return { kind: 'resource', resource: foreign(service, region, kind, id) }
    return wrong(`\`${clip(content)}\` is no kind of resource and the id of one`)
  }
  return isId(kind, id)
    ? { kind: 'resource', resource: { product: ownService, kind, id } }
    : wrong(`\`${clip(content)}\` is none of ${prefixes.map((prefix) => `${prefix}/<number>`).join(', ')}`)
}

/** Whether a text can be the number of such a resource; leading zeros would make two spellings of one. */
export function isId(kind: string, id: string): boolean {
  const digits = digitsOf.get(kind)
  return digits !== undefined && id.length <= digits && /^[1-9]\d*$/.test(id)
}

export const isForeignKind = (kind: string): boolean => /^[A-Za-z][\w.-]{0,63}$/.test(kind)

/** `*` is everything of the kind, which has no tags of its own. */
export function isForeignId(id: string): boolean {
  return id !== '' && id !== '*' && Buffer.byteLength(id) <= idBytesMax && !/[\u0000-\u001f\u007f]/.test(id)
}

/** A resource of another product. The same id in two regions is two resources, so the region is part of what is stored. */
export function foreign(service: string, region: string, kind: string, id: string): TaggedResource {
  return { product: service, kind, id: `${longRegion(region)}:${id}` }
}

/** The id as the product knows it. */
export const plainId = ({ product, id }: TaggedResource): string =>
  product === ownService ? id : id.slice(id.indexOf(':') + 1)

/** The description that answers carry. Users, roles and policies lie in no region. */
export function describe(account: number, resource: TaggedResource): string {
  const { product, kind, id } = resource
  const region = product === ownService ? '' : id.slice(0, id.indexOf(':'))
  return `qcs::${product}:${region}:uin/${account}:${kind}/${plainId(resource)}`
}

/** Whether there is such a resource in the account, as far as can be known: other products keep their own. */
export async function isThere(
  store: Pick<Reads, 'users' | 'roles' | 'policies'>,
  account: number,
  { product, kind, id }: TaggedResource,
): Promise<boolean> {
  if (product !== ownService) return true
  switch (kind) {
    case 'uin': {
      const user = await store.users.byUin(account, Number(id))
      return user !== undefined && isSubAccount(user)
    }
    case 'role':
      return (await store.roles.byId(account, id)) !== undefined
    default:
      return (await store.policies.byId(account, Number(id))) !== undefined
  }
}
