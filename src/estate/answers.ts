// Members of answers, by type. An answer that is not as documented is a fault that names the member; nothing is guessed.

export class UnexpectedAnswer extends Error {}

export type Members = Readonly<Record<string, unknown>>

const wrong = (name: string, wanted: string): never => {
  throw new UnexpectedAnswer(`the answer has no ${name} that is ${wanted}`)
}

export function membersOf(value: unknown, name: string): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : wrong(name, 'an object')
}

/** Null and an absent member count as empty text. */
export function textOf(members: Members, name: string): string {
  const value = members[name] ?? ''
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : wrong(name, 'text')
}

export function numberOf(members: Members, name: string): number {
  const value = members[name]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : wrong(name, 'a whole number')
}

/** 1 yes, 0 no; null and an absent member count as no. */
export const flagOf = (members: Members, name: string): boolean => (members[name] ?? 0) === 1

/** Null and an absent member count as none. */
export function listOf(members: Members, name: string): readonly Members[] {
  return rawList(members, name).map((one) => membersOf(one, name))
}

export function textsOf(members: Members, name: string): readonly string[] {
  return rawList(members, name).map((one) => (typeof one === 'string' ? one : wrong(name, 'a list of texts')))
}

export function numbersOf(members: Members, name: string): readonly number[] {
  return rawList(members, name).map((one) => (typeof one === 'number' ? one : wrong(name, 'a list of numbers')))
}

function rawList(members: Members, name: string): readonly unknown[] {
  const value = members[name] ?? []
  return Array.isArray(value) ? value : wrong(name, 'a list')
}
