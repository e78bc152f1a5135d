// The step by which somebody meets a condition on tags: tags on the very resource that the right is about.
import type { ContextValue } from '../../policy/index.ts'
import type { Who } from '../population.ts'
import { type Place, speaks } from './place.ts'
import type { Move } from './terms.ts'

/** The one resource that is asked about, and what its tags would have to be for somebody at hand. */
export interface TagsWanted {
  readonly resource: string
  readonly tags: readonly string[]
}

export function* tagMoves({ state, judge, rules }: Place, who: Who, wanted: TagsWanted | undefined): Generator<Move> {
  if (wanted === undefined || state.population.tags !== undefined) return
  const [, , service = ''] = wanted.resource.split(':')
  const action = 'tag:TagResources'
  if (!rules.taggable(service) || !speaks(judge.programOf(who), action)) return
  const pairs = wanted.tags.map((tag) => {
    const at = tag.indexOf('&')
    return { TagKey: tag.slice(0, at), TagValue: tag.slice(at + 1) }
  })
  yield {
    as: who,
    action,
    parameters: { ResourceList: [wanted.resource], Tags: pairs },
    check: { kind: 'own', level: 'operation', segments: [] },
    says: `put the tags ${wanted.tags.join(', ')} on the resource`,
    grows: false,
    gives: undefined,
    change: 'tags',
    apply: (now) => ({ ...now, tags: new Map([[wanted.resource, wanted.tags]]) }),
  }
}

const LIST = 'qcs:resource_tag'

/** Tags that an example of a request wants on its resource; `undefined` where it wants none, or such as nobody can put there. */
export function tagsIn(
  example: readonly (readonly [key: string, value: ContextValue])[],
): readonly string[] | undefined {
  const tags = example.flatMap(([key, value]): readonly string[] => {
    const values = [value].flat().map(String)
    if (key === LIST || key === 'qcs:tag') return values
    const [, name] = /^qcs:(?:resource_tag|tag)\/(.+)$/.exec(key) ?? []
    return name === undefined ? [] : values.map((one) => `${name}&${one}`)
  })
  const legal = tags.every((tag) => /^[^&]+&.+$/.test(tag))
  const keys = new Set(tags.map((tag) => tag.slice(0, tag.indexOf('&'))))
  return tags.length > 0 && legal && keys.size === tags.length ? tags : undefined
}
