// Tags of everything that can carry them: users, roles, policies, and what other products tag through us.
import type { Session } from '../driver.ts'
import type { Account, Tag, TaggedResource, TagReads, TagWrites } from '../store.ts'
import type { Over } from './entity.ts'
import { count, statement } from './statement.ts'

type Of = { account: number; product: string; kind: string; id: string }

const tagsOf = statement((db, p: Of) =>
  db
    .selectFrom('tags')
    .select(['tag_key', 'tag_value'])
    .where('account', '=', p.account)
    .where('product', '=', p.product)
    .where('kind', '=', p.kind)
    .where('resource_id', '=', p.id)
    .orderBy('tag_key'),
)
// Each row of the list: its own index, then product, kind and id.
const tagsOfMany = statement((db, p: { account: number; list: string }, dialect) =>
  db
    .selectFrom(dialect.rows(p.list))
    .innerJoin('tags as t', (join) =>
      join
        .on('t.account', '=', p.account)
        .on('t.product', '=', dialect.cell(1))
        .on('t.kind', '=', dialect.cell(2))
        .on('t.resource_id', '=', dialect.cell(3)),
    )
    .select([dialect.cell(0).as('index'), 't.tag_key', 't.tag_value', 't.position'])
    .orderBy('t.tag_key'),
)
const taggedAfter = statement((db, p: Of & { limit: number }) =>
  db
    .selectFrom('tags')
    .select(['product', 'kind', 'resource_id'])
    .distinct()
    .where('account', '=', p.account)
    .where((eb) => eb(eb.refTuple('product', 'kind', 'resource_id'), '>', eb.tuple(p.product, p.kind, p.id)))
    .orderBy('product')
    .orderBy('kind')
    .orderBy('resource_id')
    .limit(count(p.limit)),
)
const lastPosition = statement((db, p: Of) =>
  db
    .selectFrom('tags')
    .select((eb) => eb.fn.max<number | null>('position').as('last'))
    .where('account', '=', p.account)
    .where('product', '=', p.product)
    .where('kind', '=', p.kind)
    .where('resource_id', '=', p.id),
)
const putTag = statement((db, p: Of & { key: string; value: string; position: number }) =>
  db
    .insertInto('tags')
    .values({
      account: p.account,
      product: p.product,
      kind: p.kind,
      resource_id: p.id,
      tag_key: p.key,
      tag_value: p.value,
      position: p.position,
    })
    .onConflict((c) =>
      c
        .columns(['account', 'product', 'kind', 'resource_id', 'tag_key'])
        .doUpdateSet((eb) => ({ tag_value: eb.ref('excluded.tag_value') })),
    ),
)
const dropTag = statement((db, p: Of & { key: string }) =>
  db
    .deleteFrom('tags')
    .where('account', '=', p.account)
    .where('product', '=', p.product)
    .where('kind', '=', p.kind)
    .where('resource_id', '=', p.id)
    .where('tag_key', '=', p.key),
)
const dropTags = statement((db, p: Of) =>
  db
    .deleteFrom('tags')
    .where('account', '=', p.account)
    .where('product', '=', p.product)
    .where('kind', '=', p.kind)
    .where('resource_id', '=', p.id),
)

/** What the store itself tags. */
export const tagged = (kind: 'uin' | 'role' | 'policy', id: number | string): TaggedResource => ({
  product: 'cam',
  kind,
  id: String(id),
})

export type Placed = Tag & { readonly position: number }

/** Tags of each resource in the order asked, by key, with the order in which they were set. */
export async function readTags(
  session: Session,
  account: Account,
  resources: readonly TaggedResource[],
): Promise<readonly (readonly Placed[])[]> {
  const found = resources.map((): Placed[] => [])
  if (resources.length === 0) return found
  const list = JSON.stringify(resources.map(({ product, kind, id }, index) => [String(index), product, kind, id]))
  for (const row of await session.all(tagsOfMany, { account, list })) {
    found[Number(row.index)]?.push({ key: row.tag_key, value: row.tag_value, position: row.position })
  }
  return found
}

/** For whoever deletes what was tagged. */
export async function dropTagsOf(session: Session, account: Account, resource: TaggedResource): Promise<void> {
  await session.run(dropTags, { account, ...resource })
}

export const tagReads: Over<TagReads> = {
  async of(session, account, { product, kind, id }) {
    const rows = await session.all(tagsOf, { account, product, kind, id })
    return rows.map((row) => ({ key: row.tag_key, value: row.tag_value }))
  },
  async ofMany(session, account, resources) {
    const found = await readTags(session, account, resources)
    return found.map((tags) => tags.map(({ key, value }) => ({ key, value })))
  },
  async resources(session, account, after, limit) {
    const { product = '', kind = '', id = '' } = after ?? {}
    const rows = await session.all(taggedAfter, { account, product, kind, id, limit })
    return rows.map((row) => ({ product: row.product, kind: row.kind, id: row.resource_id }))
  },
}

export const tagWrites: Over<TagWrites> = {
  async put(session, account, { product, kind, id }, tags) {
    const resource = { account, product, kind, id }
    const last = (await session.first(lastPosition, resource))?.last ?? -1
    for (const [i, { key, value }] of tags.entries()) {
      await session.run(putTag, { ...resource, key, value, position: last + 1 + i })
    }
  },
  async drop(session, account, { product, kind, id }, keys) {
    for (const key of keys) await session.run(dropTag, { account, product, kind, id, key })
  },
  dropAll: (session, account, resource) => dropTagsOf(session, account, resource),
}
