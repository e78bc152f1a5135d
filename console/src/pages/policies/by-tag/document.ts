// A policy that allows APIs on what carries certain tags. Which APIs tags can limit is the catalogs' word; those that they
// cannot are left out, because a condition on tags would either never hold for them or not hold them back.
import { withheld } from '../../../../../src/catalog/passes.ts'
import type { ServiceCatalog } from '../../../../../src/catalog/service.ts'

export interface TagChoice {
  readonly key: string
  /** Empty: whatever the value. */
  readonly values: readonly string[]
}

export type Wanted = 'all' | 'read' | 'some'

export interface Sorted {
  /** On resources that carry one of the tags. */
  readonly byResource: readonly string[]
  /** That set tags: only ones of the list. */
  readonly byRequest: readonly string[]
  readonly leftOut: readonly string[]
}

/** APIs of the products, in full, by how tags limit them; `some`: of those that are named. */
export function sorted(products: readonly ServiceCatalog[], wanted: Wanted, named: readonly string[]): Sorted {
  const asked = new Set(named.map((name) => name.toLowerCase()))
  const rows = products.flatMap((catalog) =>
    [...catalog.actions]
      .map(([name, row]) => ({ full: `${catalog.service}:${name}`, row, catalog }))
      .filter(({ row }) => wanted !== 'read' || row.class === 'read' || row.class === 'list')
      .filter(({ full }) => wanted !== 'some' || asked.has(full.toLowerCase())),
  )
  const kinds = rows.map(({ full, row, catalog }) => {
    // Of one that sets tags, what they are set on is mostly not there yet, and carries none.
    if (withheld(catalog, row, 'qcs:request_tag', 'strict') === undefined) return [full, 'byRequest'] as const
    if (withheld(catalog, row, 'qcs:resource_tag', 'strict') === undefined) return [full, 'byResource'] as const
    return [full, 'leftOut'] as const
  })
  const of = (kind: keyof Sorted): readonly string[] => kinds.filter(([, one]) => one === kind).map(([full]) => full)
  return { byResource: of('byResource'), byRequest: of('byRequest'), leftOut: of('leftOut') }
}

/** The text; `undefined` where it would allow nothing. */
export function documentOf({ byResource, byRequest }: Sorted, tags: readonly TagChoice[]): string | undefined {
  const pairs = tags.flatMap(({ key, values }) => values.map((value) => `${key}&${value}`))
  const whole = tags.filter(({ values }) => values.length === 0).map(({ key }) => key)
  const allow = (action: readonly string[], condition: object) =>
    action.length === 0 ? [] : [{ effect: 'allow', action, resource: ['*'], condition }]
  const statement = [
    ...(pairs.length === 0
      ? []
      : [
          ...allow(byResource, { 'for_any_value:string_equal': { 'qcs:resource_tag': pairs } }),
          // All of them, so that nothing is tagged with what lets somebody else in.
          ...allow(byRequest, { 'for_all_value:string_equal': { 'qcs:request_tag': pairs } }),
        ]),
    ...whole.flatMap((key) => [
      ...allow(byResource, { null_equal: { [`qcs:resource_tag/${key}`]: 'false' } }),
      ...allow(byRequest, { null_equal: { [`qcs:request_tag/${key}`]: 'false' } }),
    ]),
  ]
  return statement.length === 0 ? undefined : JSON.stringify({ version: '2.0', statement }, null, 2)
}

/** The list with one more pair; a key without a value stands for all its values. */
export function withTag(tags: readonly TagChoice[], key: string, value: string): readonly TagChoice[] {
  const known = tags.find((one) => one.key === key)
  const others = tags.filter((one) => one !== known)
  if (value === '') return [...others, { key, values: [] }]
  const before = known?.values ?? []
  return [...others, { key, values: before.includes(value) ? before : [...before, value] }]
}
