// What must have decided a case: a layer, a cause, a policy, one of its statements.
import type { Reason } from '../../policy/index.ts'
import { quote } from '../../policy/problem.ts'
import type { Document } from './documents.ts'
import type { Principal } from './principals.ts'
import type { BecauseData } from './shape.ts'
import type { Path } from './source.ts'

export interface Because {
  /** As the test says it. */
  readonly text: string
  readonly layer: string | undefined
  readonly cause: string | undefined
  readonly policy: string | undefined
  readonly statement: number | string | undefined
}

const layers = ['general', 'identity', 'group', 'boundary', 'session', 'cross-account']

/** What a case says of its reason. A policy that a principal does not have, or a statement that is not there, is refused. */
export function becauseOf(
  data: BecauseData | undefined,
  path: Path,
  principals: readonly Principal[],
  refuse: (path: Path, message: string) => void,
): Because | undefined {
  if (data === undefined) return undefined
  const because = typeof data === 'string' ? fromText(data) : fromObject(data)
  const { policy, statement } = because
  if (policy === undefined) {
    if (statement !== undefined) refuse(path, 'a statement is one of a policy, which is missing')
    return because
  }
  for (const { name, documents } of principals) {
    const named = documents.filter((one) => one.name === policy)
    const some = `${quote(name)} has no policy ${quote(policy)}, only ${documents.map((one) => quote(one.name)).join(', ')}`
    if (named.length === 0) refuse(path, some)
    else if (statement !== undefined && !named.some((one) => indexesOf(one, statement).length > 0)) {
      refuse(path, `${quote(policy)} has no statement ${typeof statement === 'string' ? quote(statement) : statement}`)
    }
  }
  return because
}

function fromText(text: string): Because {
  if (layers.includes(text)) return { text, layer: text, cause: undefined, policy: undefined, statement: undefined }
  const cut = text.lastIndexOf('#')
  const said = cut === -1 ? undefined : text.slice(cut + 1)
  const statement = said !== undefined && /^\d{1,6}$/.test(said) ? Number(said) : said
  return { text, layer: undefined, cause: undefined, policy: cut === -1 ? text : text.slice(0, cut), statement }
}

function fromObject({ layer, cause, policy, statement }: Exclude<BecauseData, string>): Because {
  const parts = Object.entries({ layer, cause, policy, statement }).filter(([, value]) => value !== undefined)
  return { text: parts.map(([name, value]) => `${name} ${value}`).join(', '), layer, cause, policy, statement }
}

/** Indexes of the statements that a reference means. A preset has no places, and its statements no names. */
function indexesOf({ statements }: Document, reference: number | string): readonly number[] {
  if (statements === undefined) return typeof reference === 'number' ? [reference] : []
  return statements.flatMap(({ sid }, index) => (index === reference || sid === reference ? [index] : []))
}

/** Whether a decision came out for the reason that was said. */
export function isBecause(because: Because, reason: Reason, document: Document | undefined): boolean {
  const { layer, cause, policy, statement } = because
  const byLayer = layer === undefined || layer === reason.layer || (layer === 'identity' && reason.layer === 'group')
  if (!byLayer || (cause !== undefined && cause !== reason.cause)) return false
  if (policy === undefined) return true
  // What came nearest did not decide.
  const decided = reason.statement?.matched === true ? reason.statement.by : undefined
  if (decided === undefined || document?.name !== policy) return false
  return statement === undefined || indexesOf(document, statement).includes(decided.statement)
}
