// What the custom policies of an account name outright: actions by product, and resources without a wildcard. The only list
// there is of things that other services keep. Names are remembered for one revision of the account, answers never.
import type { World } from '../../actions/world.ts'
import { type PolicyDocument, type ResourceForm, readPolicy, type SixSegments } from '../../policy/index.ts'

export interface Named {
  /** Names of actions as they are written, by product; each once, in order. */
  readonly actions: ReadonlyMap<string, readonly string[]>
  readonly resources: ReadonlyMap<string, readonly NamedResource[]>
}
export interface NamedResource {
  readonly type: string
  readonly id: string
  /** Long name; empty: none. */
  readonly region: string
}

type NamedOf = (world: World, account: number, revision: number) => Promise<Named>

const accountsMax = 100
/** Names kept of one account; policies can say more than anybody would page through. */
const namesMax = 20_000

/** Reads every custom policy in the version that is in force. */
export function rememberedNames(): NamedOf {
  const kept = new Map<number, { readonly revision: number; readonly named: Named }>()
  return async (world, account, revision) => {
    const found = kept.get(account)
    if (found?.revision === revision) return found.named
    const named = await readNames(world, account)
    kept.delete(account)
    if (kept.size >= accountsMax) kept.delete(kept.keys().next().value ?? 0)
    kept.set(account, { revision, named })
    return named
  }
}

async function readNames({ store: { read } }: World, account: number): Promise<Named> {
  const ids = (await read.policies.names(account)).map(({ policyId }) => policyId)
  const actions = new Gathered<string>()
  const resources = new Gathered<NamedResource>()
  for (const { policyId, defaultVersion } of await read.policies.byIds(account, ids)) {
    const version = await read.policies.version(account, policyId, defaultVersion)
    const { document } = readPolicy(version?.document ?? '', anyIdentity)
    if (document !== undefined) gather(document, account, actions, resources)
  }
  return { actions: actions.sorted(), resources: resources.sorted() }
}

const anyIdentity = {
  purpose: 'identity',
  vocabulary: { service: () => undefined },
  lengthMax: Number.POSITIVE_INFINITY,
  principalAllowed: true,
} as const

function gather(
  { statements }: PolicyDocument,
  account: number,
  actions: Gathered<string>,
  resources: Gathered<NamedResource>,
): void {
  for (const { actions: forms, resources: places } of statements) {
    for (const { text, product, name } of forms) {
      if (!product.includes('*') && !name.includes('*'))
        actions.add(product, name, text.split(':').at(-1)?.trim() ?? name)
    }
    for (const place of places) {
      const found = resourceOf(place, account)
      if (found !== undefined) resources.add(found.service, `${found.type}/${found.id} ${found.region}`, found)
    }
  }
}

function resourceOf(form: ResourceForm, account: number): (NamedResource & { readonly service: string }) | undefined {
  if (form.every || form.service === '' || form.region.includes('*') || !isOwn(form, account)) return undefined
  const [part] = form.content
  if (form.content.length !== 1 || part === undefined || !('text' in part) || part.text.includes('*')) return undefined
  const slash = part.text.indexOf('/')
  if (slash < 1 || slash === part.text.length - 1) return undefined
  const { service, region } = form
  return { service, region, type: part.text.slice(0, slash), id: part.text.slice(slash + 1) }
}

/** A policy names resources of its own account where it names none; what it says of others is their business. */
function isOwn({ account: form }: SixSegments, account: number): boolean {
  return form.kind === 'creator' || (form.kind === 'uin' && form.uin === account)
}

/** Things by product, each once by its key. */
class Gathered<Thing> {
  readonly #things = new Map<string, Map<string, Thing>>()
  #count = 0
  add(product: string, key: string, thing: Thing): void {
    if (this.#count >= namesMax) return
    const known = this.#things.get(product) ?? new Map<string, Thing>()
    this.#things.set(product, known)
    if (known.has(key)) return
    known.set(key, thing)
    this.#count += 1
  }
  /** In the order of the keys, so that pages follow each other. */
  sorted(): ReadonlyMap<string, readonly Thing[]> {
    const lists = [...this.#things].map(([product, things]): [string, readonly Thing[]] => {
      return [product, [...things].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing)]
    })
    return new Map(lists)
  }
}
