// What a six-segment description names among that which can carry tags here: users (`uin/<uin>`), roles (`role/<id>`) and
// policies (`policy/<id>`) of the caller's account. A region may be given; answers leave it out.
import type { Reads, TaggedResource } from '../../store/store.ts'
import { isSubAccount } from '../user/types.ts'

/** The product whose resources carry tags here. */
export const taggedService = 'cam'
/** What stands before the slash, and how long the number after it may be. */
const digitsOf: ReadonlyMap<string, number> = new Map([
  ['uin', 15],
  ['role', 19],
  ['policy', 15],
])
export const prefixes = [...digitsOf.keys()]

export type Described =
  | { readonly kind: 'resource'; readonly resource: TaggedResource }
  | { readonly kind: 'unsupported'; readonly service: string }
  | { readonly kind: 'wrong'; readonly problem: string }

const wrong = (problem: string): Described => ({ kind: 'wrong', problem })
export const clip = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** Reads a description. Whether there is such a resource is another question: `isThere`. */
export function described(
  text: string,
  { account, appId }: { readonly account: number; readonly appId: number },
): Described {
  const [qcs, , service = '', region = '', owner = '', content = '', ...rest] = text.split(':')
  if (qcs !== 'qcs' || rest.length > 0 || content === '') return wrong(`\`${clip(text)}\` has no six segments`)
  if (service.toLowerCase() !== taggedService) return { kind: 'unsupported', service: clip(service) }
  if (!/^[a-z0-9-]*$/.test(region)) return wrong(`\`${clip(region)}\` is no region`)
  // Another account's number is refused whatever it has: nothing tells its resources from none.
  if (!['', 'uin/', `uin/${account}`, `uid/${appId}`].includes(owner)) {
    return wrong(`\`${clip(owner)}\` is not the caller's root account`)
  }
  const slash = content.indexOf('/')
  const [kind, id] = [content.slice(0, slash), content.slice(slash + 1)]
  return isId(kind, id)
    ? { kind: 'resource', resource: { product: taggedService, kind, id } }
    : wrong(`\`${clip(content)}\` is none of ${prefixes.map((prefix) => `${prefix}/<number>`).join(', ')}`)
}

/** Whether a text can be the number of such a resource; leading zeros would make two spellings of one. */
export function isId(kind: string, id: string): boolean {
  const digits = digitsOf.get(kind)
  return digits !== undefined && id.length <= digits && /^[1-9]\d*$/.test(id)
}

/** The description that answers carry. */
export function describe(account: number, { product, kind, id }: TaggedResource): string {
  return `qcs::${product}::uin/${account}:${kind}/${id}`
}

/** Whether there is such a resource in the account: a sub-account, a role, a custom policy. */
export async function isThere(
  store: Pick<Reads, 'users' | 'roles' | 'policies'>,
  account: number,
  { kind, id }: TaggedResource,
): Promise<boolean> {
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
