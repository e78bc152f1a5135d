// A filter for people: what may be used, layer by layer, one line a pattern.

import type { FilterClause, ResourceFilter } from './filter.ts'

export function filterText({ kind, ownOnly, layers }: ResourceFilter): string {
  if (kind === 'none') return 'nothing'
  const whose = ownOnly ? 'everything that the account owns' : 'everything'
  if (kind === 'all') return whose
  const blocks = layers.map(({ layer, allow, deny }) => [
    `${layer}:`,
    ...(allow === undefined ? [`  allow ${whose}`] : allow.flatMap((clause) => lines('allow', clause))),
    ...deny.flatMap((clause) => lines('deny', clause)),
  ])
  return blocks.flat().join('\n')
}

function lines(effect: string, { patterns, conditions }: FilterClause): readonly string[] {
  const when = conditions.map(({ operator, key, wanted }) => {
    return `${operator} ${key} ${wanted.map((text) => (text === null ? 'unknown' : JSON.stringify(text))).join(' or ')}`
  })
  return patterns.map((pattern) => `  ${effect} ${pattern}${when.length === 0 ? '' : ` if ${when.join(' and ')}`}`)
}
