// Policy documents name things of the account by number: `uin/100000000001:uin/100000000002`. In files the numbers stand as
// names (`uin/<account>:uin/<user:alice>`), so that a folder means the same in another account. Both ways lose nothing.
import { format } from '../policy/index.ts'
import { nameKey } from './model.ts'

export const kinds = ['user', 'group', 'policy', 'preset', 'role'] as const
export type Kind = (typeof kinds)[number]

/** Numbers of the account and of what it has, both ways. */
export interface Numbers {
  readonly account: string
  readonly appId: string
  /** The number, or `undefined` where nothing of the kind has the name. */
  numberOf(kind: Kind, name: string): string | undefined
  nameOf(kind: Kind, number: string): string | undefined
  /** Numbers of nine digits and more, which mean the same wherever they stand. */
  longNameOf(number: string): string | undefined
}

export interface Directory extends Numbers {
  add(kind: Kind, name: string, number: string): void
}

const keyOf = (kind: Kind, name: string): string => `${kind} ${kind === 'preset' ? name : nameKey(name)}`
const longDigits = 9

export function createDirectory(account: string, appId: string): Directory {
  const numbers = new Map<string, string>()
  const names = new Map<string, string>()
  const long = new Map<string, string>([
    [account, 'account'],
    [appId, 'appid'],
  ])
  return {
    account,
    appId,
    add(kind, name, number) {
      numbers.set(keyOf(kind, name), number)
      names.set(`${kind} ${number}`, name)
      if (number.length >= longDigits) long.set(number, `${kind}:${name}`)
    },
    numberOf: (kind, name) => numbers.get(keyOf(kind, name)),
    nameOf: (kind, number) => names.get(`${kind} ${number}`),
    longNameOf: (number) => long.get(number),
  }
}

/** Strings of a JSON text, quotes included. */
const strings = /"(?:[^"\\]|\\.)*"/g
/** What could be read as a name; one that stood in the document already gets `literal:` put before it. */
const nameLike = /<(?=(?:literal:)*(?:account>|appid>|(?:user|group|policy|preset|role):))/g
const literal = /<literal:(?=(?:literal:)*(?:account>|appid>|(?:user|group|policy|preset|role):))/
const placed = /<(account|appid|(user|group|policy|preset|role):([^<>"\\]*))>/
const either = new RegExp(`${literal.source}|${placed.source}`, 'g')
/** Short numbers mean something only after what says of what kind they are. */
const shortOnes = /(?<![\w-])(groupid|policyid|policy)\/(\d+)(?!\d)/g

/** The document in its one form with names for numbers; `undefined` where it is no JSON. */
export function withNames(text: string, numbers: Numbers): string | undefined {
  const formatted = format(text)
  if (formatted === undefined) return undefined
  const named = formatted.replace(strings, (string) =>
    string
      .replace(nameLike, '<literal:')
      .replace(/(?<!\d)\d{9,}(?!\d)/g, (number) => bracketed(numbers.longNameOf(number)) ?? number)
      .replace(shortOnes, (whole, word: string, number: string) => shortName(numbers, word, number) ?? whole),
  )
  return format(named)
}

const bracketed = (name: string | undefined): string | undefined => (name === undefined ? undefined : `<${name}>`)

function shortName(numbers: Numbers, word: string, number: string): string | undefined {
  if (number.length >= longDigits) return undefined
  for (const kind of word === 'groupid' ? (['group'] as const) : (['policy', 'preset'] as const)) {
    const name = numbers.nameOf(kind, number)
    if (name !== undefined) return `${word}/<${kind}:${name}>`
  }
  return undefined
}

export interface Named {
  readonly kind: Kind
  readonly name: string
}

export interface Unnamed {
  /** The document with numbers, in the same lines. */
  readonly text: string
  /** Names that nothing has, as they stand in the document. */
  readonly missing: readonly Named[]
}

/** The document with numbers for names. A name that nothing has stays. */
export function withNumbers(text: string, numbers: Numbers): Unnamed {
  const missing: Named[] = []
  const made = text.replace(strings, (string) =>
    string.replace(either, (whole: string, word?: string, kind?: Kind, name = '') => {
      if (word === undefined) return '<'
      if (word === 'account') return numbers.account
      if (word === 'appid') return numbers.appId
      if (kind === undefined) return whole
      const number = numbers.numberOf(kind, name)
      if (number === undefined) missing.push({ kind, name })
      return number ?? whole
    }),
  )
  return { text: made, missing }
}

export interface NamedAt extends Named {
  readonly offset: number
}

/** Everything that a document names, with where it stands in the text. */
export function namesIn(text: string): readonly NamedAt[] {
  return [...text.matchAll(strings)].flatMap((string) =>
    [...string[0].matchAll(either)].flatMap(([, , kind, name = ''], index, all) => {
      const at = all[index]?.index ?? 0
      return kind === undefined ? [] : [{ kind: kind as Kind, name, offset: string.index + at }]
    }),
  )
}
