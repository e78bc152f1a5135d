// How much a policy allows at the most, for finding those that allow nearly everything. Conditions bound a statement, so one
// with a condition counts as narrow. Pure.

/** `everything`: any action on any resource. `access`: anything about users, keys and policies, which is as much in the end. */
export type Breadth = 'everything' | 'access'

interface Statement {
  readonly effect?: unknown
  readonly action?: unknown
  readonly resource?: unknown
  readonly condition?: unknown
}

const all = new Set(['*', 'name/*', '*:*', 'name/*:*'])
const allOfAccess = new Set(['cam:*', 'name/cam:*'])

/** `undefined`: neither, or no policy at all. */
export function breadthOf(document: string): Breadth | undefined {
  const wide = statementsOf(document).filter(isWide)
  const actions = new Set(wide.flatMap(({ action }) => texts(action)))
  if ([...actions].some((action) => all.has(action))) return 'everything'
  return [...actions].some((action) => allOfAccess.has(action)) ? 'access' : undefined
}

/** Allowed on every resource, whatever the circumstances. */
function isWide({ effect, resource, condition }: Statement): boolean {
  return texts(effect).includes('allow') && texts(resource).includes('*') && condition === undefined
}

function statementsOf(document: string): readonly Statement[] {
  try {
    const { statement = [] }: { readonly statement?: Statement | readonly Statement[] } = JSON.parse(document)
    return [statement].flat()
  } catch {
    return []
  }
}

const texts = (value: unknown): readonly string[] =>
  [value].flat().flatMap((one) => (typeof one === 'string' ? [one.toLowerCase()] : []))
