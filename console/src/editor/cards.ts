// A policy as statements that can be put together from parts, and back to text. What a card does not show is kept as it was.

export interface CardCondition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

export interface Card {
  readonly effect: 'allow' | 'deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions: readonly CardCondition[]
  /** Other elements. */
  readonly rest: Members
}

export type Members = Readonly<Record<string, unknown>>

export interface Cards {
  readonly cards: readonly Card[]
  readonly rest: Members
}

export const emptyCard: Card = { effect: 'allow', actions: [], resources: ['*'], conditions: [], rest: {} }

/** `undefined`: the text says something that cards cannot, or is no policy. */
export function cardsOf(text: string): Cards | undefined {
  const document = parsed(text)
  if (!isMembers(document)) return undefined
  const { statement, ...rest } = named(document)
  if (statement === undefined) return undefined
  const cards = (Array.isArray(statement) ? statement : [statement]).map(cardOf)
  const whole = cards.filter((card) => card !== undefined)
  return whole.length === cards.length ? { cards: whole, rest } : undefined
}

export function textOfCards({ cards, rest }: Cards): string {
  return JSON.stringify({ ...rest, statement: cards.map(statementOf) }, null, 2)
}

function statementOf({ effect, actions, resources, conditions, rest }: Card): Members {
  return { effect, action: actions, resource: resources, ...conditionMember(conditions), ...rest }
}

/** As a statement has them; no member at all where there are none. */
export function conditionMember(conditions: readonly CardCondition[]): Members {
  const condition = new Map<string, Map<string, readonly string[]>>()
  for (const { operator, key, values } of conditions) {
    const keys = condition.get(operator) ?? new Map<string, readonly string[]>()
    keys.set(key, [...(keys.get(key) ?? []), ...values])
    condition.set(operator, keys)
  }
  const operators = [...condition].map(([operator, keys]) => [operator, Object.fromEntries(keys)])
  return operators.length > 0 ? { condition: Object.fromEntries(operators) } : {}
}

function cardOf(statement: unknown): Card | undefined {
  if (!isMembers(statement)) return undefined
  const { effect, action, resource, condition = {}, ...rest } = named(statement)
  const [actions, resources, conditions] = [textsOf(action), textsOf(resource), conditionsOf(condition)]
  if (effect !== 'allow' && effect !== 'deny') return undefined
  if (actions === undefined || resources === undefined || conditions === undefined) return undefined
  return { effect, actions, resources, conditions, rest }
}

export function conditionsOf(condition: unknown): readonly CardCondition[] | undefined {
  if (!isMembers(condition)) return undefined
  const found: CardCondition[] = []
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isMembers(keys)) return undefined
    for (const [key, given] of Object.entries(keys)) {
      const values = textsOf(given)
      if (values === undefined) return undefined
      found.push({ operator, key, values })
    }
  }
  return found
}

export function textsOf(value: unknown): readonly string[] | undefined {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  const found = texts.filter((one) => typeof one === 'string')
  return found.length === texts.length ? found : undefined
}

/** Element names are written with a capital or without. */
export function named(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.slice(0, 1).toLowerCase() + name.slice(1), value]),
  )
}

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
