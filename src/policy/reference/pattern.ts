// Wildcards and variables of the oracle, one symbol at a time. Slow on purpose: the shortest statement of the rule.

/** Whom the variables of a policy speak of; `undefined`: not known. A subject is one. */
export interface Named {
  readonly uin: number | undefined
  readonly account: number | undefined
  readonly appId: number | undefined
}

/** A symbol of a pattern: one character that stands for itself, or `undefined` for a wildcard. */
type PatternSymbol = string | undefined
export type Pattern = readonly PatternSymbol[]

/** Text in which every `*` is a wildcard and everything else itself. */
export function wildcards(text: string): Pattern {
  return Array.from(text, (character) => (character === '*' ? undefined : character))
}

/** Text without wildcards; also a text that is compared with patterns. */
export function literal(text: string): readonly string[] {
  return Array.from(text)
}

/**
 * Does the pattern cover the whole text? A wildcard covers any run, also the empty one, but never a character of
 * `barrier`.
 */
export function covers(pattern: Pattern, text: readonly string[], barrier: string): boolean {
  return coversFrom(pattern, 0, text, 0, barrier)
}

function coversFrom(pattern: Pattern, p: number, text: readonly string[], t: number, barrier: string): boolean {
  if (p === pattern.length) return t === text.length
  const symbol = pattern[p]
  const character = text[t]
  if (symbol !== undefined) return symbol === character && coversFrom(pattern, p + 1, text, t + 1, barrier)
  if (coversFrom(pattern, p + 1, text, t, barrier)) return true
  return character !== undefined && !barrier.includes(character) && coversFrom(pattern, p, text, t + 1, barrier)
}

/**
 * Replaces `${uin}`, `${owner_uin}` and `${app_id}`. What is put in is literal, what stood around it goes through
 * `around`. `undefined`: a variable has no value for this subject.
 */
export function substitute(text: string, subject: Named, around: (part: string) => Pattern): Pattern | undefined {
  const start = text.indexOf('${')
  const end = text.indexOf('}', start)
  if (start < 0 || end < 0) return around(text)
  const value = variable(text.slice(start + 2, end), subject)
  const rest = substitute(text.slice(end + 1), subject, around)
  if (value === undefined || rest === undefined) return undefined
  return [...around(text.slice(0, start)), ...literal(value), ...rest]
}

function variable(name: string, subject: Named): string | undefined {
  const { uin, account, appId } = subject
  const value = name === 'uin' ? uin : name === 'owner_uin' ? account : name === 'app_id' ? appId : undefined
  return value === undefined ? undefined : String(value)
}
