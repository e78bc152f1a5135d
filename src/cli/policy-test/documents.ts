// The policies that tests are about: read once however many principals have them, and each with the places of its statements.
import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { PresetTable } from '../../catalog/presets.ts'
import { compilePolicy, readPolicy } from '../../policy/index.ts'
import { type JsonNode, readJson } from '../../policy/json.ts'
import { nearest } from '../../policy/lint/near.ts'
import { positions } from '../../policy/position.ts'
import { quote } from '../../policy/problem.ts'
import type { PolicyData } from './shape.ts'
import { nameOf } from './shape-faults.ts'
import type { Fault, Path, Place, Source } from './source.ts'

export interface Document {
  /** Stands for it in programs; no two have the same. */
  readonly policyId: number
  /** As the test names it: path, preset or name. */
  readonly name: string
  readonly text: string
  readonly preset: boolean
  /** Condition keys that it asks for. */
  readonly keys: readonly string[]
  /** `undefined` for presets, which are no file. */
  readonly statements: readonly StatementAt[] | undefined
}

export interface StatementAt {
  readonly place: Place
  readonly sid: string | undefined
}

export interface Library {
  /** The policy that a test names at a path of its own, or why there is none. */
  document(data: PolicyData, path: Path, source: Source): Document | readonly Fault[]
  byId(policyId: number): Document | undefined
  /** All that were read and are files or stand in tests. */
  readonly all: readonly Document[]
}

/** Documents of files and presets. Paths are those from the folder of the test. */
export function library(presets: PresetTable): Library {
  const byKey = new Map<string, Document>()
  const byId = new Map<number, Document>()
  const kept = (key: string, read: (policyId: number) => Document | readonly Fault[]) => {
    const known = byKey.get(key)
    if (known !== undefined) return known
    const found = read(byId.size + 1)
    // What is at fault is told wherever it is named.
    if (!('text' in found)) return found
    byKey.set(key, found)
    byId.set(found.policyId, found)
    return found
  }
  return {
    document(data, path, source) {
      if (typeof data === 'string')
        return kept(`file ${pathOf(data, source)}`, (id) => readFileDocument(id, data, path, source))
      if ('preset' in data)
        return kept(`preset ${data.preset}`, (id) => presetDocument(id, data.preset, path, source, presets))
      return kept(`inline ${source.file} ${nameOf(path)}`, (id) => inlineDocument(id, data, path, source))
    },
    byId: (policyId) => byId.get(policyId),
    get all() {
      return [...byId.values()].filter(({ preset }) => !preset)
    },
  }
}

const pathOf = (name: string, { file }: Source): string => resolve(dirname(file), name)

/** A file as people would name it: beside the test that names it. */
const shownPath = (name: string, { file }: Source): string => (isAbsolute(name) ? name : join(dirname(file), name))

function readFileDocument(policyId: number, name: string, path: Path, source: Source): Document | readonly Fault[] {
  let text: string
  try {
    text = readFileSync(pathOf(name, source), 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'it is not there' : code === 'EISDIR' ? 'it is a folder' : code
    return [{ ...source.place(path), message: `${quote(name)} cannot be read: ${why}` }]
  }
  const locate = positions(text)
  const file = shownPath(name, source)
  const place = (offset: number): Place => {
    const { line, column } = locate(offset)
    return { file, line, column }
  }
  const faults = problemsOf(text).map(({ message, offset }) => ({ ...place(offset), message }))
  if (faults.length > 0) return faults
  const nodes = statementNodes(text)
  return {
    policyId,
    name,
    text,
    preset: false,
    keys: keysIn(text),
    statements: nodes.map((node) => ({ place: place(node.at), sid: sidOf(node) })),
  }
}

function inlineDocument(
  policyId: number,
  data: Extract<PolicyData, { document: unknown }>,
  path: Path,
  source: Source,
): Document | readonly Fault[] {
  const text = JSON.stringify(data.document)
  const place = (inner: Path): Place => source.place([...path, 'document', ...inner])
  const faults = problemsOf(text).map((problem) => ({ ...place(stepsOf(problem.path)), message: problem.message }))
  if (faults.length > 0) return faults
  const element = Object.keys(data.document).find((name) => name.toLowerCase() === 'statement') ?? 'statement'
  const listed = Array.isArray(data.document[element])
  return {
    policyId,
    name: data.name ?? nameOf(path),
    text,
    preset: false,
    keys: keysIn(text),
    statements: statementNodes(text).map((node, index) => {
      return { place: place(listed ? [element, index] : [element]), sid: sidOf(node) }
    }),
  }
}

function presetDocument(policyId: number, name: string, path: Path, source: Source, presets: PresetTable) {
  const preset = presets.byName(name)
  if (preset !== undefined) {
    const text = preset.document
    return { policyId, name, text, preset: true, keys: keysIn(text), statements: undefined }
  }
  const near = nearest(
    name,
    presets.all.map((one) => one.name),
  )
  const meant = near === undefined ? '' : `; is ${quote(near)} meant?`
  return [{ ...source.place([...path, 'preset']), message: `there is no preset policy ${quote(name)}${meant}` }]
}

const anyName = { service: () => undefined }

function keysIn(text: string): readonly string[] {
  const options = { purpose: 'preset', vocabulary: anyName, principalAllowed: true } as const
  const { document } = readPolicy(text, { ...options, lengthMax: Number.POSITIVE_INFINITY })
  return (document?.statements ?? []).flatMap(({ conditions }) => conditions.map(({ key }) => key))
}

const problemsOf = (document: string) => compilePolicy({ document, preset: false, creator: 1 }).problems

/** `$.statement[0]["a b"]` as steps. */
function stepsOf(path: string): Path {
  return [...path.matchAll(/\.(\w+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(([, name, index, quoted]) => {
    if (index !== undefined) return Number(index)
    return quoted === undefined ? (name ?? '') : String(JSON.parse(quoted))
  })
}

function statementNodes(text: string): readonly JsonNode[] {
  const result = readJson(text)
  const root = 'node' in result && result.node.kind === 'object' ? result.node.members : []
  const node = root.find(({ name }) => name.toLowerCase() === 'statement')?.value
  return node?.kind === 'array' ? node.items : node === undefined ? [] : [node]
}

function sidOf(node: JsonNode): string | undefined {
  const members = node.kind === 'object' ? node.members : []
  const named = ['sid', 'id'].map((wanted) => members.find(({ name }) => name.toLowerCase() === wanted)?.value)
  const found = named.find((value) => value?.kind === 'string')
  return found?.kind === 'string' ? found.value : undefined
}
