// Characters of XML and references to them. Knows the five predefined entities only, so nothing can expand.

/** Offset of the first character that XML 1.0 does not allow, `undefined` where all are. */
export function illegalAt(text: string): number | undefined {
  const found = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
  if (found >= 0) return found
  return text.isWellFormed() ? undefined : 0
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Text with its references replaced; `undefined` where one is unknown or names no character of XML. */
export function readReferences(raw: string): string | undefined {
  if (!raw.includes('&')) return raw
  let value = ''
  let from = 0
  for (;;) {
    const at = raw.indexOf('&', from)
    if (at < 0) return value + raw.slice(from)
    const end = raw.indexOf(';', at)
    // The longest is &#x10FFFF; with some zeros: the search never runs over a long text again and again.
    if (end < 0 || end - at > 16) return undefined
    const character = readReference(raw.slice(at + 1, end))
    if (character === undefined) return undefined
    value += raw.slice(from, at) + character
    from = end + 1
  }
}

function readReference(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name)
  if (match === null) return entities.get(name)
  const [, hex, decimal = ''] = match
  const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16)
  if (code > 0x10ffff) return undefined
  const character = String.fromCodePoint(code)
  return illegalAt(character) === undefined ? character : undefined
}
