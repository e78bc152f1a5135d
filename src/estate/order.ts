// Changes in an order in which each comes after those that it needs, and otherwise stage by stage: what something of an early
// stage needs is as early itself, so that no later stage begins before an earlier one is through.
import type { Change } from './change.ts'

/** Needs that are no changes of this plan are fulfilled already. Throws where changes need each other in a circle. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  const ids = new Set(changes.map(({ id }) => id))
  const all = changes.map((change) => ({
    ...change,
    needs: [...new Set(change.needs)].filter((id) => ids.has(id) && id !== change.id),
  }))
  const stageOf = earliest(all)
  const before = (one: Change, other: Change): number =>
    stageOf(one.id) - stageOf(other.id) ||
    one.stage - other.stage ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  const waiting = all.toSorted(before)
  const done = new Set<string>()
  const made: Change[] = []
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ needs }) => needs.every((id) => done.has(id)))
    const [next] = waiting.splice(Math.max(index, 0), 1)
    if (index < 0 || next === undefined) throw new Error(`changes need each other: ${next?.id}`)
    done.add(next.id)
    made.push(next)
  }
  return made
}

/** The lowest stage among a change and all that need it. */
function earliest(changes: readonly Change[]): (id: string) => number {
  const stages = new Map(changes.map(({ id, stage }) => [id, stage]))
  const byId = new Map(changes.map((change) => [change.id, change]))
  const lower = (id: string, stage: number): void => {
    for (const need of byId.get(id)?.needs ?? []) {
      if ((stages.get(need) ?? 0) <= stage) continue
      stages.set(need, stage)
      lower(need, stage)
    }
  }
  for (const { id, stage } of changes) lower(id, stage)
  return (id) => stages.get(id) ?? 0
}
