// Search for a text inside another in time linear in both, whatever they are. The engine's own search is faster on
// ordinary texts and can be made quadratic by a long repetitive one, which a policy and a request may well contain.

export interface Needle {
  readonly text: string
  /** Length of the longest border of each beginning of a long text (Knuth, Morris, Pratt). */
  readonly borders: Uint32Array | undefined
}

/** Up to this length the native search costs a small constant for each character at worst. */
const NATIVE_LENGTH_MAX = 16

export function needle(text: string): Needle {
  return { text, borders: text.length <= NATIVE_LENGTH_MAX ? undefined : bordersOf(text) }
}

/** Offset of the first occurrence at or after `from`, -1 if there is none. */
export function find({ text, borders }: Needle, haystack: string, from: number): number {
  if (borders === undefined) return haystack.indexOf(text, from)
  let matched = 0
  for (let at = from; at < haystack.length; at += 1) {
    const code = haystack.charCodeAt(at)
    while (matched > 0 && text.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(matched) === code) matched += 1
    if (matched === text.length) return at - matched + 1
  }
  return -1
}

function bordersOf(text: string): Uint32Array {
  const borders = new Uint32Array(text.length)
  let matched = 0
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    while (matched > 0 && text.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(matched) === code) matched += 1
    borders[at] = matched
  }
  return borders
}
