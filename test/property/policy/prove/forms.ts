// Documents of the proofs' generators as values: statements that can be changed a little and written as JSON.

export interface ConditionForm {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

export interface StatementForm {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions: readonly ConditionForm[]
}

export type DocumentForm = readonly StatementForm[]

export interface Pair {
  readonly first: DocumentForm
  readonly second: DocumentForm
  /** How the second was made from the first. */
  readonly change: string
}

/** Whom the generated documents speak about: its own numbers, and another account's. */
export const numbers = { uin: 202, account: 101, appId: 1250, other: 909 } as const

/** A document as its text. Of two conditions with the same operator and key the later one stays. */
export function textOf(document: DocumentForm): string {
  return JSON.stringify({ version: '2.0', statement: document.map(statementValue) })
}

function statementValue({ effect, actions, resources, conditions }: StatementForm): object {
  const condition: Record<string, Record<string, readonly string[]>> = {}
  for (const { operator, key, values } of conditions) condition[operator] = { ...condition[operator], [key]: values }
  const rest = conditions.length === 0 ? {} : { condition }
  return { effect, action: actions, resource: resources, ...rest }
}
