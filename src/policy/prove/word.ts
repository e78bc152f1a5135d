// Finds a shortest text that is in some sets of texts and outside of others, or proves that there is none: a search
// through the product of their automata, breadth first.

import { type Effort, type Found, spend } from './effort.ts'
import { accepts, acceptsAll, addCharacters, DEAD, type Language, step } from './language.ts'

/** Holds for a text that is in one of `in` or outside of one of `out`. */
export interface Clause {
  readonly in: readonly Language[]
  readonly out: readonly Language[]
}

/** The texts outside of every one of these sets. */
export function outsideOf(languages: readonly Language[]): Clause[] {
  return languages.map((language) => ({ in: [], out: [language] }))
}

/** An automaton of which nothing is asked any more: all clauses that it is in hold, whatever follows. */
const IDLE = -2

/** States of all automata after some text, and that text as a chain. */
interface Node {
  readonly states: readonly number[]
  readonly code: number
  readonly before: Node | undefined
}

interface Search {
  readonly languages: readonly Language[]
  /** The clauses, with the places of their languages in `languages`. */
  readonly clauses: readonly { readonly in: readonly number[]; readonly out: readonly number[] }[]
}

/** Whether the empty text may be found: never, rather than any other, or only if there is no other. */
export type Empty = 'no' | 'first' | 'last'

/** A text for which all clauses hold, a shortest one. */
export function findWord(clauses: readonly Clause[], empty: Empty, effort: Effort): Found<string> {
  const search = searchOf(clauses)
  const start = settle(
    search,
    search.languages.map(() => 0),
  )
  if (start === undefined) return 'none'
  const isEmpty = empty !== 'no' && holds(search, start)
  if (isEmpty && empty === 'first') return { value: '' }
  const found = findFilled(search, start, effort)
  return isEmpty && typeof found === 'string' ? { value: '' } : found
}

function findFilled(search: Search, start: readonly number[], effort: Effort): Found<string> {
  let nodes: Node[] = [{ states: start, code: 0, before: undefined }]
  const seen = new Set<string>()
  while (nodes.length > 0) {
    const next: Node[] = []
    for (const node of nodes) {
      for (const code of characters(search, node.states)) {
        if (!spend(effort, search.languages.length + 1)) return 'open'
        const states = settle(
          search,
          node.states.map((state, at) => advance(search, at, state, code)),
        )
        if (states === undefined) continue
        const key = states.join()
        if (seen.has(key)) continue
        seen.add(key)
        const reached = { states, code, before: node }
        if (holds(search, states)) return { value: textOf(reached) }
        next.push(reached)
      }
    }
    nodes = next
  }
  return 'none'
}

function searchOf(clauses: readonly Clause[]): Search {
  const places = new Map<Language, number>()
  const place = (language: Language): number => {
    const known = places.get(language) ?? places.size
    places.set(language, known)
    return known
  }
  const placed = clauses.map((clause) => ({ in: clause.in.map(place), out: clause.out.map(place) }))
  return { languages: [...places.keys()], clauses: placed }
}

function advance({ languages }: Search, at: number, state: number, code: number): number {
  const language = languages[at]
  return language === undefined || state === IDLE ? IDLE : step(language, state, code)
}

/**
 * The same states with those of idle automata made equal, so that fewer are told apart; `undefined` when some clause
 * can hold for no longer text, nor for this one.
 */
function settle(search: Search, states: readonly number[]): readonly number[] | undefined {
  const busy = new Set<number>()
  for (const clause of search.clauses) {
    if (isSettled(search, clause, states)) continue
    const { languages } = search
    const isFull = (at: number): boolean => acceptsAllAt(languages, states, at)
    if (clause.in.every((at) => states[at] === DEAD) && clause.out.every(isFull)) return undefined
    for (const at of clause.in) busy.add(at)
    for (const at of clause.out) busy.add(at)
  }
  return states.map((state, at) => (busy.has(at) ? state : IDLE))
}

type PlacedClause = Search['clauses'][number]

/** Holds whatever follows. An automaton is idle only when that is so for all clauses that it is in. */
function isSettled({ languages }: Search, clause: PlacedClause, states: readonly number[]): boolean {
  const isIdle = (at: number): boolean => states[at] === IDLE
  return (
    clause.in.some((at) => isIdle(at) || acceptsAllAt(languages, states, at)) ||
    clause.out.some((at) => isIdle(at) || states[at] === DEAD)
  )
}

function acceptsAllAt(languages: readonly Language[], states: readonly number[], at: number): boolean {
  const language = languages[at]
  return language !== undefined && acceptsAll(language, states[at] ?? DEAD)
}

function holds(search: Search, states: readonly number[]): boolean {
  const accepted = (at: number): boolean => {
    const language = search.languages[at]
    return language !== undefined && accepts(language, states[at] ?? DEAD)
  }
  return search.clauses.every(
    (clause) => isSettled(search, clause, states) || clause.in.some(accepted) || !clause.out.every(accepted),
  )
}

/** Characters that lead to different states, and one that stands for all the others. */
function characters({ languages }: Search, states: readonly number[]): readonly number[] {
  const named = new Set<number>()
  for (const [at, language] of languages.entries()) {
    const state = states[at] ?? DEAD
    if (state !== IDLE) addCharacters(language, state, named)
  }
  return [...named, otherThan(named)]
}

const PLAIN = 'xabcdefghijklmnopqrstuvwyz0123456789'

/** A character that is not among the named ones: plain and lowercase where possible, as it will be shown. */
function otherThan(named: ReadonlySet<number>): number {
  for (let at = 0; at < PLAIN.length; at += 1) if (!named.has(PLAIN.charCodeAt(at))) return PLAIN.charCodeAt(at)
  // Ideographs have no case and mean nothing in any segment.
  let code = 0x4e00
  while (named.has(code)) code += 1
  return code
}

function textOf(node: Node): string {
  const codes: number[] = []
  for (let at: Node | undefined = node; at?.before !== undefined; at = at.before) codes.push(at.code)
  return String.fromCharCode(...codes.reverse())
}
