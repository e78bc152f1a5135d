// The catalogs of the server: which there are, and in full those that differ from what the console brought along, such as the
// operator's own. What was read is kept by the window under its digest, for the one who read it.
import type { Catalog, CatalogAction } from './actions.ts'
import { call } from './call.ts'
import { patiently } from './patiently.ts'
import { currentSession } from './session.ts'

/** A product with all its actions, as the server tells it. */
export interface ToldCatalog extends Catalog {
  readonly Actions: readonly CatalogAction[]
}

/** As much of the browser's storage as is used here. */
type Shelf = Pick<Storage, 'getItem' | 'setItem'>

const perPage = 200
/** More of them would make lists that nobody searches, and take the window's memory. */
const actionsMax = 30_000
const triesMax = 3

/** The catalogs whose digests are not among those held. What is too much is left out, biggest product first. */
export async function furtherCatalogs(held: ReadonlyMap<string, string>): Promise<readonly ToldCatalog[]> {
  const { uin, role } = await currentSession()
  const shelf = shelfOf(`opencam.catalogs ${uin} ${role?.roleId ?? ''}`, sessionStorage)
  const others = (await allListed()).filter(({ Service, Digest }) => held.get(Service) !== Digest)
  const found: ToldCatalog[] = []
  let room = actionsMax
  for (const listed of others.toSorted((one, other) => one.ActionCount - other.ActionCount)) {
    room -= listed.ActionCount
    if (room < 0) break
    const catalog = shelf.get(listed) ?? (await readWhole(listed.Service))
    if (catalog === undefined) continue
    shelf.put(catalog)
    found.push(catalog)
  }
  return found
}

async function allListed(): Promise<readonly Catalog[]> {
  const listed: Catalog[] = []
  for (let page = 1; ; page += 1) {
    const { TotalNum, Catalogs } = await patiently(() => call('ListCatalogs', { Page: page, Rp: perPage }))
    listed.push(...Catalogs)
    if (Catalogs.length === 0 || listed.length >= TotalNum) return listed
  }
}

/** `undefined`: it kept changing while it was read, as behind an address with several servers that are just restarted. */
async function readWhole(service: string): Promise<ToldCatalog | undefined> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const whole = await readOnce(service)
    if (whole !== undefined) return whole
  }
  return undefined
}

async function readOnce(service: string): Promise<ToldCatalog | undefined> {
  const actions: CatalogAction[] = []
  let first: Catalog | undefined
  for (let page = 1; ; page += 1) {
    const part = await patiently(() => call('DescribeCatalog', { Service: service, Page: page, Rp: perPage }))
    first ??= part
    // Pages of two catalogs do not make one.
    if (part.Digest !== first.Digest) return undefined
    actions.push(...part.Actions)
    if (part.Actions.length === 0 || actions.length >= part.ActionCount) return { ...first, Actions: actions }
  }
}

function shelfOf(place: string, shelf: Shelf) {
  const placeOf = (service: string): string => `${place} ${service}`
  return {
    get({ Service, Digest }: Catalog): ToldCatalog | undefined {
      try {
        const kept: ToldCatalog | null = JSON.parse(shelf.getItem(placeOf(Service)) ?? 'null')
        return kept?.Digest === Digest && Array.isArray(kept.Actions) ? kept : undefined
      } catch {
        return undefined
      }
    },
    put(catalog: ToldCatalog): void {
      try {
        shelf.setItem(placeOf(catalog.Service), JSON.stringify(catalog))
      } catch {
        // The browser keeps no more for this window: it is read again next time.
      }
    },
  }
}
