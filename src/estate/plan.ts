// What applying a folder would do: the calls in order, what they give and take, and what is left as it is. A plan is data, so
// that somebody can look at it before it is made.
import type { ListedRequest } from '../policy/index.ts'
import { type AccessChange, accessChanges, withInvented } from './access.ts'
import { textOf } from './answers.ts'
import { type Ask, Refusal } from './calls.ts'
import type { Change } from './change.ts'
import { changesBetween } from './diff.ts'
import { estateDigest } from './digest.ts'
import { merge } from './merge.ts'
import { type Estate, type PolicyRef, presetOf } from './model.ts'
import type { Numbers } from './names.ts'

export interface Plan {
  readonly format: 1
  /** Where the account is; absent where only folders were compared. */
  readonly endpoint: string | undefined
  readonly account: string
  /** Of the account as the plan found it. */
  readonly digest: string
  readonly before: Estate
  /** As the account shall be. */
  readonly after: Estate
  readonly changes: readonly Change[]
  readonly access: readonly AccessChange[]
  /** Numbers in the examples that stand for what has none yet. */
  readonly invented: readonly (readonly [number: string, name: string])[]
  /** What is there, not in the folder, and stays. */
  readonly extra: readonly string[]
  readonly notes: readonly string[]
}

export interface PlanParts {
  readonly before: Estate
  readonly folder: Estate
  readonly numbers: Numbers
  readonly endpoint: string | undefined
  readonly prune: boolean
  presetDocument(name: string): Promise<string | undefined>
  readonly known?: ((request: ListedRequest, alike: (other: ListedRequest) => boolean) => ListedRequest) | undefined
}

export async function planOf(parts: PlanParts): Promise<Plan> {
  const { before, folder, numbers, endpoint, prune, known } = parts
  const { target, extra, notes } = merge(before, folder, { prune })
  const presets = new Map<string, string | undefined>()
  for (const name of presetsOf(before, target)) presets.set(name, await parts.presetDocument(name))
  const presetDocument = (name: string) => presets.get(name)
  const { invented, ...all } = withInvented(numbers, [before, target])
  return {
    format: 1,
    endpoint,
    account: numbers.account,
    digest: estateDigest(before),
    before,
    after: target,
    changes: changesBetween(before, target),
    // What is not known of either side is not known of what comes of it.
    access: accessChanges({
      before: { ...before, incomplete: target.incomplete },
      after: target,
      numbers: all,
      presetDocument,
      known,
    }),
    invented,
    extra,
    notes,
  }
}

function presetsOf(...estates: readonly Estate[]): readonly string[] {
  const refs = estates.flatMap(({ users, groups, roles }) => [
    ...[...users, ...groups, ...roles].flatMap(({ policies }) => policies),
    ...[...users, ...roles].flatMap(({ boundary }): readonly PolicyRef[] => (boundary === undefined ? [] : [boundary])),
  ])
  return [...new Set(refs.flatMap((ref) => presetOf(ref) ?? []))].toSorted()
}

/** Texts of presets as the server has them. */
export function presetsBy(ask: Ask, numbers: Numbers): PlanParts['presetDocument'] {
  return async (name) => {
    const id = numbers.numberOf('preset', name)
    if (id === undefined) return undefined
    try {
      return textOf(await ask('cam', 'GetPolicy', { PolicyId: Number(id) }), 'PolicyDocument') || undefined
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }
}
