// What differs between two states of a thing.
import { type Change, described, type Parameters, type Value } from './change.ts'
import { nameKey, type Tag } from './model.ts'
import { stages } from './stages.ts'

export interface Pair<T> {
  readonly old: T | undefined
  readonly one: T | undefined
}

/** Things of the same name. */
export function pairs<T extends { readonly name: string }>(olds: readonly T[], news: readonly T[]): readonly Pair<T>[] {
  const old = new Map(olds.map((one) => [nameKey(one.name), one]))
  const made: Pair<T>[] = news.map((one) => ({ old: old.get(nameKey(one.name)), one }))
  const kept = new Set(news.map(({ name }) => nameKey(name)))
  return [...made, ...olds.filter(({ name }) => !kept.has(nameKey(name))).map((one) => ({ old: one, one: undefined }))]
}

/** Members that differ, under the wire's names. */
export function differing<T extends object>(
  old: T,
  one: T,
  wire: Readonly<Partial<Record<keyof T & string, string>>>,
): Parameters {
  const names = Object.keys(wire) as (keyof T & string)[]
  return Object.fromEntries(
    names.flatMap((name) => (old[name] === one[name] ? [] : [[wire[name] ?? name, one[name] as Value]])),
  )
}

/** `remark "a" → "b"`, of the members that differ. */
export function differences<T extends object>(old: T, one: T, names: readonly (keyof T & string)[]): string {
  return names
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(one[name]))
    .map((name) => `${name} ${JSON.stringify(old[name] ?? null)} → ${JSON.stringify(one[name] ?? null)}`)
    .join(', ')
}

// ——— tags ———

const tagsAtOnce = 10

/** Tags that the product tag keeps: so many set and so many taken off by one call. */
export function tagChanges(
  kind: 'user' | 'policy',
  name: string,
  old: readonly Tag[],
  tags: readonly Tag[],
): readonly Change[] {
  const { set, dropped } = tagDifference(old, tags)
  const id = `${kind}/${nameKey(name)}`
  const made: Change[] = []
  for (let from = 0; from < Math.max(set.length, dropped.length); from += tagsAtOnce) {
    const [some, none] = [set.slice(from, from + tagsAtOnce), dropped.slice(from, from + tagsAtOnce)]
    made.push({
      id: `${id} tags ${some[0]?.key ?? none[0] ?? ''}`,
      object: `${kind} ${name}`,
      verb: 'update',
      text: tagText(some, none),
      product: 'tag',
      action: 'ModifyResourceTags',
      parameters: {
        Resource: described(kind, name),
        ...(some.length > 0 && { ReplaceTags: some.map(({ key, value }) => ({ TagKey: key, TagValue: value })) }),
        ...(none.length > 0 && { DeleteTags: none.map((key) => ({ TagKey: key })) }),
      },
      needs: [id, ...made.slice(-1).map((change) => change.id)],
      stage: stages.tags,
    })
  }
  return made
}

export function tagDifference(old: readonly Tag[], tags: readonly Tag[]) {
  const before = new Map(old.map(({ key, value }) => [key, value]))
  const keys = new Set(tags.map(({ key }) => key))
  return {
    set: tags.filter(({ key, value }) => before.get(key) !== value),
    dropped: old.filter(({ key }) => !keys.has(key)).map(({ key }) => key),
  }
}

export const tagText = (set: readonly Tag[], dropped: readonly string[]): string =>
  [
    ...set.map(({ key, value }) => `tag ${JSON.stringify(key)} = ${JSON.stringify(value)}`),
    ...dropped.map((key) => `no tag ${JSON.stringify(key)}`),
  ].join(', ')
