// What the parts of a reading share: how they ask, where they note what cannot be read, listings by pages.
import { listOf, type Members, numberOf, UnexpectedAnswer } from './answers.ts'
import type { Ask } from './calls.ts'
import type { Gap } from './model.ts'
import type { Directory } from './names.ts'

export interface Reading {
  readonly ask: Ask
  readonly directory: Directory
  readonly progress: (text: string) => void
  readonly gaps: Gap[]
  /** What is read, or `otherwise` and a gap at the path. */
  attempt<T>(path: string, otherwise: T, read: () => Promise<T>): Promise<T>
  gap(what: string, why: string): void
}

const pageSize = 100
/** Some listings end at page 200. */
const pagesMax = 200

/** Every entry of a listing by pages. */
export async function everyPage(
  ask: Ask,
  action: string,
  parameters: object,
  member: string,
): Promise<readonly Members[]> {
  const found: Members[] = []
  for (let page = 1; ; page += 1) {
    const answer = await ask('cam', action, { ...parameters, Page: page, Rp: pageSize })
    const entries = listOf(answer, member)
    found.push(...entries)
    if (entries.length === 0 || found.length >= numberOf(answer, 'TotalNum')) return found
    if (page === pagesMax) throw new UnexpectedAnswer(`${action} has more than ${pagesMax * pageSize} entries`)
  }
}

export async function inTurn<T, R>(list: readonly T[], make: (one: T) => Promise<R>): Promise<readonly R[]> {
  const made: R[] = []
  for (const one of list) made.push(await make(one))
  return made
}
