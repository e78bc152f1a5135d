// The part of Go's text/template that the chart's templates use, and nothing more: what else stands in one is an error. It
// stands in for Helm, which no registry of this project has; docs/operating/kubernetes.md says so.
import { stringify } from 'yaml'

type Value = unknown
type Scope = { readonly dot: Value; readonly root: Value; readonly variables: ReadonlyMap<string, Value> }
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly source: string }
  | { readonly kind: 'if'; readonly source: string; readonly body: Nodes }
  | { readonly kind: 'range'; readonly source: string; readonly body: Nodes }
type Nodes = readonly Node[]

export type Definitions = Map<string, Nodes>

/** Reads a file; `define`s go into the map. */
export function readTemplate(source: string, definitions: Definitions): Nodes {
  const tokens = source.split(/(\{\{-?[\s\S]*?-?\}\})/)
  for (const [at, token] of tokens.entries()) {
    if (at % 2 === 0) continue
    if (token.startsWith('{{-')) tokens[at - 1] = (tokens[at - 1] ?? '').trimEnd()
    if (token.endsWith('-}}')) tokens[at + 1] = (tokens[at + 1] ?? '').trimStart()
  }
  let at = 0
  const block = (top: boolean): Nodes => {
    const nodes: Node[] = []
    for (; at < tokens.length; at++) {
      const token = tokens[at] ?? ''
      if (at % 2 === 0) {
        nodes.push({ kind: 'text', text: token })
        continue
      }
      const action = token.replace(/^\{\{-?\s*|\s*-?\}\}$/g, '')
      if (action === 'end') {
        if (top) throw new Error('an end without a beginning')
        return nodes
      }
      const [, word, source = ''] = /^(if|range|define)\s+([\s\S]+)$/.exec(action) ?? []
      if (word === undefined) {
        nodes.push({ kind: 'value', source: action })
        continue
      }
      at += 1
      const body = block(false)
      if (word === 'define') definitions.set(JSON.parse(source) as string, body)
      else nodes.push({ kind: word === 'if' ? 'if' : 'range', source, body })
    }
    if (!top) throw new Error('a block does not end')
    return nodes
  }
  return block(true)
}

export function renderTemplate(nodes: Nodes, dot: Value, definitions: Definitions): string {
  return render(nodes, { dot, root: dot, variables: new Map() }, definitions)
}

function render(nodes: Nodes, scope: Scope, definitions: Definitions): string {
  return nodes.map((node) => renderNode(node, scope, definitions)).join('')
}

function renderNode(node: Node, scope: Scope, definitions: Definitions): string {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'value':
      return shown(pipeline(node.source, scope, definitions))
    case 'if':
      return truth(pipeline(node.source, scope, definitions)) ? render(node.body, scope, definitions) : ''
    case 'range': {
      const [, key = '', value = '', source = ''] = /^(\$\w+),\s*(\$\w+)\s*:=\s*(.+)$/.exec(node.source) ?? []
      if (key === '') throw new Error(`a range of another form: ${node.source}`)
      const over = (pipeline(source, scope, definitions) ?? {}) as Record<string, Value>
      // Go goes through the keys of a map in their order.
      return Object.keys(over)
        .sort()
        .map((name) => {
          const variables = new Map([...scope.variables, [key, name as Value], [value, over[name]]])
          return render(node.body, { ...scope, dot: over[name], variables }, definitions)
        })
        .join('')
    }
  }
}

/** `a | f x | g`: the value goes on as the last argument. */
function pipeline(source: string, scope: Scope, definitions: Definitions): Value {
  let value: Value
  for (const [at, command] of source.split(/\s\|\s/).entries()) {
    const words = command.trim().match(/"(?:[^"\\]|\\.)*"|\([^()]*\)|[^\s()]+/g) ?? []
    const [first = '', ...rest] = words
    const given = rest.map((word) => term(word, scope, definitions))
    if (at > 0) given.push(value)
    value =
      functions[first] === undefined ? term(first, scope, definitions) : functions[first](given, scope, definitions)
    if (functions[first] === undefined && words.length > 1) throw new Error(`no function: ${command}`)
  }
  return value
}

function term(word: string, scope: Scope, definitions: Definitions): Value {
  if (word.startsWith('(')) return pipeline(word.slice(1, -1), scope, definitions)
  if (word.startsWith('"')) return JSON.parse(word)
  if (/^\d+$/.test(word)) return Number(word)
  if (word.startsWith('$')) {
    if (!scope.variables.has(word)) throw new Error(`no variable ${word}`)
    return scope.variables.get(word)
  }
  if (!word.startsWith('.')) throw new Error(`not understood: ${word}`)
  return word
    .slice(1)
    .split('.')
    .filter((name) => name !== '')
    .reduce<Value>((value, name) => (value as Record<string, Value> | undefined)?.[name], scope.dot)
}

type Helper = (given: readonly Value[], scope: Scope, definitions: Definitions) => Value

const functions: Readonly<Record<string, Helper>> = {
  include([name, dot], _, definitions) {
    const body = definitions.get(String(name))
    if (body === undefined) throw new Error(`no template ${name}`)
    return render(body, { dot, root: dot, variables: new Map() }, definitions)
  },
  nindent: ([width, text]) => `\n${shown(text).replace(/^(?!$)/gm, ' '.repeat(Number(width)))}`,
  toYaml: ([value]) => stringify(value).trimEnd(),
  quote: ([value]) => JSON.stringify(shown(value)),
  default: ([fallback, value]) => (truth(value) ? value : fallback),
  int: ([value]) => Math.trunc(Number(value)),
  gt: ([one, other]) => Number(one) > Number(other),
  not: ([value]) => !truth(value),
  and: (given) => given.find((value) => !truth(value)) ?? given.at(-1),
  '.Files.Get': ([name], { root }) => (root as { Files: { Get(name: string): string } }).Files.Get(String(name)),
}

const shown = (value: Value): string => (value === undefined || value === null ? '' : String(value))

function truth(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}
