// Finds members of a JSON text that `JSON.parse` would drop or hide without a word: a name written twice in one object,
// and `__proto__`. The text must already have been accepted by `JSON.parse`.

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

interface Level {
  readonly names: Set<string> | undefined
  readonly path: string
  /** Name of the member being read, or the index in a list. */
  at: string
  count: number
  expectsName: boolean
}

/** Path (`$.actions.SendEmail`) of the first member that is written twice or named `__proto__`. */
export function findHiddenMember(text: string): string | undefined {
  const stack: Level[] = []
  for (const [part] of text.matchAll(token)) {
    const top = stack.at(-1)
    if (part === '{' || part === '[') stack.push(opened(top, part === '{'))
    else if (part === '}' || part === ']') stack.pop()
    else if (part === ',' && top !== undefined) advance(top)
    else if (top?.names !== undefined && top.expectsName && part.startsWith('"')) {
      const hidden = enter(top, top.names, part)
      if (hidden !== undefined) return hidden
    }
  }
  return undefined
}

function opened(parent: Level | undefined, object: boolean): Level {
  const path = parent === undefined ? '$' : pathOf(parent)
  return { names: object ? new Set() : undefined, path, at: '0', count: 0, expectsName: object }
}

function advance(level: Level): void {
  level.count += 1
  level.at = String(level.count)
  level.expectsName = level.names !== undefined
}

function enter(level: Level, names: Set<string>, quoted: string): string | undefined {
  const name: unknown = JSON.parse(quoted)
  level.at = String(name)
  level.expectsName = false
  const hidden = names.has(level.at) || level.at === '__proto__'
  names.add(level.at)
  return hidden ? pathOf(level) : undefined
}

const pathOf = (level: Level): string =>
  level.names === undefined ? `${level.path}[${level.at}]` : `${level.path}.${level.at}`
